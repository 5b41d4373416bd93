package io.sparkae.train.replica;

import io.sparkae.model.Corruption;
import io.sparkae.settings.Seeds;

/** A replica that learns to give back clean rows from corrupted ones; each minibatch is corrupted afresh, by its seed. */
final class DenoisingReplica implements Replica {
    private final Replica inner;
    private final Corruption corruption;

    DenoisingReplica(Replica inner, Corruption corruption) {
        this.inner = inner;
        this.corruption = corruption;
    }

    @Override
    public double fit(Minibatch clean) {
        int count = clean.rows() * inner.features();
        float[] noisy = corruption.apply(clean.inputs(), count, Seeds.of(clean.seed(), "train.corruption"));
        return inner.fit(new Minibatch(noisy, clean.targets(), clean.rows(), clean.seed()));
    }

    @Override
    public void load(TrainingState state) {
        inner.load(state);
    }

    @Override
    public double lossSum(float[] features, int rows) {
        return inner.lossSum(features, rows);
    }

    @Override
    public float[] parameters() {
        return inner.parameters();
    }

    @Override
    public float[] updaterState() {
        return inner.updaterState();
    }

    @Override
    public int features() {
        return inner.features();
    }
}
