package io.sparkae.files;

/**
 * A file of a stage's output.
 *
 * @param path relative to the stage's folder
 * @param bytes its size
 * @param rows the rows in it, for Parquet files, which check their own pages; null for others
 * @param sha256 of its content, in lower-case hexadecimal, for all files but Parquet
 */
public record OutputFile(String path, long bytes, Long rows, String sha256) {

    /** @throws IllegalArgumentException if the path leads out of the folder, or a count is negative */
    public OutputFile {
        if (path == null || path.matches("(?s)(.*/)?\\.{0,2}(/.*)?|.*[:\\\\\\p{Cntrl}].*")) {
            throw new IllegalArgumentException("files: expected paths inside the folder, found " + path);
        }
        if (bytes < 0 || rows != null && rows < 0) {
            throw new IllegalArgumentException("files: expected counts >= 0 for " + path);
        }
    }
}
