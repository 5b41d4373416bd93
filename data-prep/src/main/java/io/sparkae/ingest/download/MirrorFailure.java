package io.sparkae.ingest.download;

import java.math.BigDecimal;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;

/** A mirror that did not give what it should; the message is the predicate of a sentence about it. */
class MirrorFailure extends Exception {
    private static final long serialVersionUID = 1L;

    MirrorFailure(String words) {
        super(words);
    }

    private MirrorFailure(String words, Exception cause) {
        super(words, cause);
    }

    /** A transfer that stopped before its end, so that going on from there may help. */
    static final class CutOff extends MirrorFailure {
        private static final long serialVersionUID = 1L;

        CutOff(String words) {
            super(words);
        }
    }

    /** What went wrong before there was an answer. */
    static MirrorFailure unanswered(Exception e, Duration timeout) {
        if (e instanceof HttpConnectTimeoutException) {
            return new MirrorFailure("could not be reached within " + seconds(timeout), e);
        }
        if (e instanceof HttpTimeoutException) {
            return new MirrorFailure("did not answer within " + seconds(timeout), e);
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return new MirrorFailure("could not be reached (unknown host)", e);
            }
        }
        if (e instanceof ConnectException) {
            return new MirrorFailure("could not be reached", e);
        }
        String detail = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new MirrorFailure("gave no proper answer (" + detail + ")", e);
    }

    static MirrorFailure otherSize(long said, long expected) {
        return new MirrorFailure(
                String.format(Locale.ROOT, "says the file has %,d bytes, expected %,d", said, expected));
    }

    static String seconds(Duration timeout) {
        return BigDecimal.valueOf(timeout.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
    }
}
