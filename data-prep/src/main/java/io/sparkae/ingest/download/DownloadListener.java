package io.sparkae.ingest.download;

import java.net.URI;

/** Is told how a download goes, in the thread that downloads. */
public interface DownloadListener {
    /** The file is on disk as it should be; nothing is transferred. */
    void alreadyThere(RemoteFile file);

    /** @param bytes of the file that are on disk now; fewer than before after starting over */
    void progressed(RemoteFile file, long bytes);

    /**
     * A mirror was given up.
     *
     * @param why words that follow the mirror's URL
     */
    void mirrorFailed(RemoteFile file, URI mirror, String why);

    /** The file was verified and has its name. */
    void finished(RemoteFile file);
}
