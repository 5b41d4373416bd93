package io.sparkae.files;

/**
 * A file of a stage's output, as the manifest lists it.
 *
 * @param path relative to the stage's folder
 * @param bytes its size
 * @param rows of a Parquet file; null for other files
 * @param sha256 of the content, in lower-case hexadecimal; null for Parquet files, whose pages have checksums
 */
public record OutputFile(String path, long bytes, Long rows, String sha256) {

    /** @throws IllegalArgumentException if the path leads out of the folder or a count is negative */
    public OutputFile {
        if (path == null || path.matches("(?s)(.*/)?\\.{0,2}(/.*)?|.*[:\\\\\\p{Cntrl}].*")) {
            throw new IllegalArgumentException("files: expected paths inside the folder, found " + path);
        }
        if (bytes < 0 || rows != null && rows < 0) {
            throw new IllegalArgumentException("files: expected counts >= 0 for " + path);
        }
    }
}
