package io.sparkae.model;

import io.sparkae.model.layer.LogitCrossEntropy;
import io.sparkae.settings.SettingsReader;
import java.util.Locale;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMAE;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** Reconstruction losses, always a mean per output, so that figures compare across image sizes and with Keras. */
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
    },
    /** Absolute error {@code |p − y|}. */
    MAE {
        @Override
        ILossFunction function() {
            return new LossMAE();
        }
    };

    abstract ILossFunction function();

    /** Reads {@code model.loss}, DL4J's names for these losses taken too. */
    static Loss read(SettingsReader reader) {
        String found = reader.text("model.loss").toLowerCase(Locale.ROOT);
        return switch (found) {
            case "bce", "xent" -> BCE;
            case "mse" -> MSE;
            case "mae", "mean_absolute_error" -> MAE;
            default -> {
                reader.problem("model.loss: expected one of bce, xent, mse, mae, found " + found);
                yield BCE;
            }
        };
    }
}
