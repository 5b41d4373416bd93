package io.sparkae.run;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The folders of a run that stages replace or remove, with links resolved. */
final class OutputFolders {
    private final List<String> folders = new ArrayList<>();
    private final List<String> roots = new ArrayList<>();
    private final Map<Path, String> parents = new HashMap<>();

    /** @param roots of the run and of its dataset */
    OutputFolders(FileSystem fs, List<Path> roots) throws IOException {
        for (Path root : roots) {
            String real = real(fs, root);
            this.roots.add(real);
            for (StageName stage : StageName.values()) {
                folders.add(real + "/" + stage.folder());
                folders.add(real(fs, new Path(root, stage.folder())));
            }
        }
    }

    /** The output folder that contains a file, if one does. */
    Optional<Path> around(Path file, Configuration conf) throws IOException {
        String real = realFile(file.getFileSystem(conf), file);
        for (String folder : folders) {
            if (real.startsWith(folder + "/")) {
                return Optional.of(new Path(folder));
            }
        }
        for (String root : roots) {
            if (real.startsWith(root + "/")) {
                String first = real.substring(root.length() + 1).split("/", 2)[0];
                if (first.matches("\\.(attempt|replaced|unfinished)-.*")) {
                    return Optional.of(new Path(root, first));
                }
            }
        }
        return Optional.empty();
    }

    /** The file's path with links resolved. On remote file systems only folders are links, so a folder is resolved once. */
    private String realFile(FileSystem fs, Path file) throws IOException {
        if (isLocal(fs) || file.getParent() == null) {
            return real(fs, file);
        }
        Path parent = fs.makeQualified(file.getParent());
        if (!parents.containsKey(parent)) {
            parents.put(parent, real(fs, parent));
        }
        return parents.get(parent) + "/" + file.getName();
    }

    private static boolean isLocal(FileSystem fs) {
        return fs instanceof LocalFileSystem || fs instanceof RawLocalFileSystem;
    }

    /** A path with links resolved; unchanged if it does not exist. */
    private static String real(FileSystem fs, Path path) throws IOException {
        Path qualified = fs.makeQualified(path);
        if (isLocal(fs)) {
            java.nio.file.Path local = java.nio.file.Path.of(qualified.toUri().getPath());
            try {
                return "file:" + local.toRealPath();
            } catch (IOException absent) {
                return "file:" + local.normalize();
            }
        }
        URI uri = qualified.toUri();
        try {
            uri = fs.resolvePath(qualified).toUri();
        } catch (FileNotFoundException | UnsupportedOperationException absent) {
            // unchanged
        }
        return uri.getScheme() + "://" + uri.getAuthority() + uri.getPath();
    }
}
