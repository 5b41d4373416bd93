package io.sparkae.train.pca;

/**
 * Has MLlib multiply and decompose in plain Java. Native libraries of the system, which it would take if it found them,
 * get their symbols mixed up with those of the OpenBLAS that ND4J brings, and principal components come out wrong
 * without a word (see {@code docs/internals.md}). A library that the user names stands.
 */
final class PlainLinearAlgebra {
    private static final String NO_SUCH_LIBRARY = "plain-java";

    private PlainLinearAlgebra() {}

    /** Call it in every process, before MLlib's first product there. */
    static void choose() {
        for (String part : new String[] {"blas", "lapack", "arpack"}) {
            String property = "dev.ludovic.netlib." + part + ".nativeLib";
            if (System.getProperty(property) == null) {
                System.setProperty(property, NO_SUCH_LIBRARY);
            }
        }
    }
}
