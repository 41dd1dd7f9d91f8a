package org.fediversity.launcher;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.fediversity.servers.Child;
import org.fediversity.servers.Program;

/// A child process that is started again when it ends by itself: after one second, then after twice as long each time,
/// up to half a minute; from one again once it has lasted a minute.
final class Supervised {
    private static final Duration LASTED = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int LONGEST = 30;

    private final Console console;
    private final Supplier<Program> recipe;
    private final Executor threads;
    private volatile boolean stopping;
    private volatile boolean served;
    private volatile Child child;
    private Instant started = Instant.now();
    private int pause = 1;

    private Supervised(Console console, Supplier<Program> recipe, Executor threads, Child child) {
        this.console = console;
        this.recipe = recipe;
        this.threads = threads;
        this.child = child;
    }

    /// Starts it and looks after it from now on.
    static Supervised start(Console console, Supplier<Program> recipe, Executor threads) {
        Supervised supervised =
                new Supervised(console, recipe, threads, recipe.get().start());
        supervised.watch();
        return supervised;
    }

    /// Waits until it serves for the first time.
    ///
    /// @throws IllegalStateException if it ended or did not come
    void awaitReady() {
        Instant since = started;
        child.awaitReady(PATIENCE);
        served = true;
        double seconds = Duration.between(since, Instant.now()).toMillis() / 1000.0;
        console.say(name(), String.format(java.util.Locale.ROOT, "serves (after %.1f s)", seconds));
    }

    String name() {
        return child.program().name();
    }

    void stop() {
        stopping = true;
        child.close();
    }

    private void watch() {
        child.exit().thenAcceptAsync(this::ended, threads);
    }

    private void ended(int code) {
        if (stopping || !served) {
            return; // who waits for the first time tells it
        }
        if (Duration.between(started, Instant.now()).compareTo(LASTED) > 0) {
            pause = 1;
        }
        console.say(name(), "ended with code " + code + "; starts again in " + pause + " s");
        CompletableFuture.delayedExecutor(pause, TimeUnit.SECONDS, threads).execute(this::again);
        pause = Math.min(LONGEST, pause * 2);
    }

    private synchronized void again() {
        if (stopping) {
            return;
        }
        started = Instant.now();
        child.close();
        child = recipe.get().start();
        if (stopping) {
            child.close();
            return;
        }
        watch();
        try {
            child.awaitReady(PATIENCE);
            console.say(name(), "serves again");
        } catch (IllegalStateException e) {
            if (child.alive()) {
                console.say(
                        name(),
                        "runs again, but does not answer; see "
                                + child.program().log());
            }
        }
    }
}
