package io.sparkae.jobs.console;

import io.sparkae.ingest.download.DownloadListener;
import io.sparkae.ingest.download.RemoteFile;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress of a download: a line a file, and on a terminal a bar for the current one. */
public final class DownloadProgress implements DownloadListener, AutoCloseable {
    private static final int MEGABYTE = 1_000_000;

    private final PrintWriter out;
    private final boolean terminal = System.console() != null;
    private ProgressBar bar;

    /** @param out receives the lines */
    public DownloadProgress(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void alreadyThere(RemoteFile file) {
        line("  %s  already there", file.name());
    }

    @Override
    public void progressed(RemoteFile file, long bytes) {
        if (!terminal) {
            return;
        }
        if (bar == null) {
            bar = new ProgressBarBuilder()
                    .setTaskName("  " + file.name())
                    .setInitialMax(file.bytes())
                    .setUnit(" MB", MEGABYTE)
                    .setStyle(ProgressBarStyle.ASCII)
                    .clearDisplayOnFinish()
                    .build();
        }
        bar.stepTo(bytes);
    }

    @Override
    public void mirrorFailed(RemoteFile file, URI mirror, String why) {
        close();
        line("  %s: %s %s", file.name(), mirror, why);
    }

    @Override
    public void finished(RemoteFile file) {
        close();
        line("  %s  %,d bytes", file.name(), file.bytes());
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }

    private void line(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
        out.flush();
    }
}
