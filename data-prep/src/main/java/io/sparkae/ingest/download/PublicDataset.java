package io.sparkae.ingest.download;

import io.sparkae.files.InputFile;
import java.util.List;
import java.util.Locale;

/** The datasets that can be downloaded. */
public enum PublicDataset {
    /** Handwritten digits (LeCun, Bottou, Bengio and Haffner 1998). */
    MNIST(
            file("train-images-idx3", 9_912_422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
            file("train-labels-idx1", 28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
            file("t10k-images-idx3", 1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
            file("t10k-labels-idx1", 4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6")),
    /** Pieces of clothing in the format of MNIST (Xiao, Rasul and Vollgraf 2017). */
    FASHION_MNIST(
            file("train-images-idx3", 26_421_880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
            file("train-labels-idx1", 29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
            file("t10k-images-idx3", 4_422_102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
            file("t10k-labels-idx1", 5_148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"));

    private final List<InputFile> files;

    PublicDataset(InputFile... files) {
        this.files = List.of(files);
    }

    /** The name on the command line, of its folder and in settings: {@code fashion-mnist}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Training images and labels, test images and labels; paths are relative to a mirror's URL. */
    public List<InputFile> files() {
        return files;
    }

    private static InputFile file(String name, long bytes, String sha256) {
        return new InputFile(name + "-ubyte.gz", bytes, sha256);
    }
}
