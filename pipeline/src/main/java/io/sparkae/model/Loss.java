package io.sparkae.model;

import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** What training minimises; always a mean per output, so that figures compare across image sizes and with Keras. */
public enum Loss {
    /** Binary cross-entropy {@code −y·ln p − (1−y)·ln(1−p)}. */
    BCE {
        @Override
        ILossFunction function() {
            return new LogitCrossEntropy();
        }
    },
    /** Squared error {@code (p − y)²}. */
    MSE {
        @Override
        ILossFunction function() {
            return new LossMSE();
        }
    };

    abstract ILossFunction function();
}
