package io.sparkae.ingest.download;

import java.io.IOException;

/** Gets a whole, verified part file from one mirror, in as many transfers as it takes. */
final class MirrorFetch {
    /** Enough for a bad line; an end to a mirror that hands out a few bytes a connection. */
    private static final int MOST_TRANSFERS = 20;

    private final Transfer transfer;
    private final PartFile part;

    MirrorFetch(Transfer transfer, PartFile part) {
        this.transfer = transfer;
        this.part = part;
    }

    /** Fills the part file with the right bytes, or throws. */
    void run() throws MirrorFailure, IOException, InterruptedException {
        boolean inherited = part.length() > 0;
        fill();
        if (inherited && !verified()) {
            // The bytes that were there before may be the damaged ones, so this mirror deserves to be judged by its
            // own.
            part.discard();
            fill();
        }
        if (!verified()) {
            String found = part.sha256();
            part.discard();
            throw new MirrorFailure("sent a file whose SHA-256 is " + found + ", expected "
                    + part.file().sha256());
        }
    }

    /** Goes on from where a transfer was cut off, as long as each brings the file further than it was. */
    private void fill() throws MirrorFailure, IOException, InterruptedException {
        long furthest = part.length();
        for (int transfers = 1; !part.full(); transfers++) {
            try {
                transfer.run();
            } catch (MirrorFailure.CutOff e) {
                if (part.length() <= furthest || transfers == MOST_TRANSFERS) {
                    throw e;
                }
                furthest = part.length();
            }
        }
    }

    private boolean verified() throws IOException {
        return part.sha256().equals(part.file().sha256());
    }
}
