package io.sparkae.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file system that renames as an object store does: a folder's files are copied, one after the other, and the originals
 * deleted. It dies before its n-th change like its parent.
 */
final class CopyingFileSystem extends DyingFileSystem {
    private final boolean deletesAtTheEnd;

    /** @param deletesAtTheEnd whether originals are deleted after all copies, or each after its own */
    CopyingFileSystem(int changesLeft, boolean deletesAtTheEnd) throws IOException {
        super(changesLeft);
        this.deletesAtTheEnd = deletesAtTheEnd;
    }

    @Override
    public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to) throws IOException {
        Path source = pathToFile(from).toPath();
        Path target = pathToFile(to).toPath();
        if (Files.exists(target)) {
            return false;
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(source)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            change();
            Path copy = target.resolve(source.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
            if (!deletesAtTheEnd) {
                change();
                Files.delete(file);
            }
        }
        for (Path file : deletesAtTheEnd ? files : List.<Path>of()) {
            change();
            Files.delete(file);
        }
        super.delete(from, true); // folders are no objects
        return true;
    }

    /** Deletes file by file. */
    @Override
    public boolean delete(org.apache.hadoop.fs.Path path, boolean recursive) throws IOException {
        Path folder = pathToFile(path).toPath();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                    change();
                    Files.delete(file);
                }
            }
        }
        return super.delete(path, recursive);
    }
}
