package org.fediversity.launcher;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// One line per thing that happened, with the seconds since the start.
final class Console {
    private final PrintStream out;
    private final Instant start = Instant.now();

    Console(PrintStream out) {
        this.out = out;
    }

    synchronized void say(String who, String what) {
        double seconds = Duration.between(start, Instant.now()).toMillis() / 1000.0;
        out.println(String.format(Locale.ROOT, "%6.1f s  %-13s %s", seconds, who, what));
        out.flush();
    }

    synchronized void print(String text) {
        out.println(text);
        out.flush();
    }
}
