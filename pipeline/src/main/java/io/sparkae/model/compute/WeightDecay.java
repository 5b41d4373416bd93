package io.sparkae.model.compute;

/**
 * What the weights of one layer cost: {@code l1·Σ|w| + l2/2·Σw²}.
 *
 * @param at where they begin
 * @param count how many
 */
record WeightDecay(int at, int count, double l1, double l2) {
    double cost(float[] parameters) {
        double absolute = 0;
        double squares = 0;
        for (int i = at; i < at + count; i++) {
            absolute += Math.abs(parameters[i]);
            squares += (double) parameters[i] * parameters[i];
        }
        return l1 * absolute + l2 / 2 * squares;
    }

    void addGradient(float[] parameters, float[] gradient) {
        float first = (float) l1;
        float second = (float) l2;
        for (int i = at; i < at + count; i++) {
            gradient[i] += second * parameters[i];
        }
        for (int i = at; l1 > 0 && i < at + count; i++) {
            gradient[i] += first * Math.signum(parameters[i]);
        }
    }
}
