package io.sparkae.jobs.console;

import io.sparkae.files.InputFile;
import io.sparkae.ingest.download.Downloader;
import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows a download: a line for each file, and on a terminal a progress bar. */
public final class DownloadProgress implements Downloader.Listener, AutoCloseable {
    private static final int MEGABYTE = 1_000_000;

    private final PrintWriter out;
    private final boolean hasBars;
    private ProgressBar bar;

    /** @param console receives the lines */
    public DownloadProgress(Console console) {
        this.out = console.out();
        this.hasBars = console.hasBars();
    }

    @Override
    public void progressed(InputFile file, long bytes) {
        if (!hasBars) {
            return;
        }
        if (bar == null) {
            bar = new ProgressBarBuilder()
                    .setTaskName("  " + file.path())
                    .setInitialMax(file.bytes())
                    .setUnit(" MB", MEGABYTE)
                    .setStyle(ProgressBarStyle.ASCII)
                    .clearDisplayOnFinish()
                    .build();
        }
        bar.stepTo(bytes);
    }

    @Override
    public void said(String message) {
        close();
        out.println("  " + message);
        out.flush();
    }

    /** Removes the bar. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
