package org.fediversity.deployment.driver.process;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.fediversity.deployment.domain.Instance;
import org.fediversity.deployment.domain.Observation;
import org.fediversity.deployment.domain.Observation.Condition;
import org.fediversity.deployment.domain.Observations;
import org.fediversity.deployment.driver.Backend.Ran;
import org.fediversity.deployment.driver.Outcome;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One instance that is kept running while it is wanted. What it is to be is on disk before it is done.
final class Supervised {
    private static final Logger LOG = Logger.getLogger("org.fediversity.process");
    private static final Duration DIES_AT_ONCE = Duration.ofMillis(700);
    private static final Duration LONGEST_COMMAND = Duration.ofMinutes(30);
    private static final Duration A_WHILE = Duration.ofMillis(500);
    private static final int SAYINGS_KEPT = 8192;
    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final long LONGEST_PAUSE_MILLIS = 60_000;
    private static final long TELL_AGAIN_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long STABLE_AFTER_NANOS = Duration.ofSeconds(60).toNanos();

    private final Home home;
    private final Instance instance;
    private final Observations observations;
    private final ReentrantLock busy = new ReentrantLock();
    private Spec spec;
    private @Nullable Child child;
    private int restarts;
    private int inARow;
    private long startedNanos = System.nanoTime();
    private long dueNanos = System.nanoTime();
    private String lastWords = "";
    private @Nullable Observation told;
    private long tellNanos = System.nanoTime();

    Supervised(Home home, Spec spec, Observations observations) {
        this.home = home;
        this.instance = spec.instance();
        this.spec = spec;
        this.observations = observations;
        this.child = home.child().orElse(null);
        if (child != null) {
            LOG.infof("%s found again as process %d", spec.instance().part(), child.pid());
        }
    }

    Instance instance() {
        return instance;
    }

    /// Replaces what will be started next; what runs keeps running as it was started.
    void install(Spec fresh) {
        busy.lock();
        try {
            installNow(fresh);
        } finally {
            busy.unlock();
        }
    }

    private void installNow(Spec fresh) {
        spec = fresh.wanted(spec.wanted());
        home.keep(spec);
        tell();
    }

    Outcome start() {
        busy.lock();
        try {
            return startNow();
        } finally {
            busy.unlock();
        }
    }

    private Outcome startNow() {
        if (!spec.wanted()) {
            want(true);
            restarts = 0;
            inARow = 0;
        }
        if (alive()) {
            return new Outcome.Ready("it runs as process " + pid());
        }
        Optional<String> failure = launch();
        if (failure.isEmpty() && child != null && child.endsWithin(DIES_AT_ONCE)) {
            failure = Optional.of("it ended at once with " + child.lastWords() + "; its log may say why");
            child = null;
            home.forgetChild();
        }
        if (failure.isPresent()) {
            want(false);
            tell();
            return new Outcome.Refused(failure.get());
        }
        tell();
        return new Outcome.Ready("started as process " + pid());
    }

    Outcome stop() {
        busy.lock();
        try {
            return stopNow();
        } finally {
            busy.unlock();
        }
    }

    private Outcome stopNow() {
        if (spec.wanted()) {
            want(false);
        }
        boolean orderly = true;
        if (child != null) {
            LOG.infof("%s stops (process %d)", spec.instance().part(), child.pid());
            orderly = child.stop(spec.stopSignal(), Duration.ofSeconds(spec.stopSeconds()));
            if (child.isAlive()) {
                return new Outcome.Unreachable("process " + child.pid() + " cannot be ended");
            }
            child = null;
            home.forgetChild();
        }
        tell();
        return new Outcome.Ready(orderly ? "stopped" : "stopped by force after " + spec.stopSeconds() + " s");
    }

    /// Looks after it; called a few times a second. While it is being started or stopped, which may take a while, there
    /// is nothing to look after, and others are waiting to be looked after.
    void look() {
        if (busy.tryLock()) {
            try {
                lookNow();
            } finally {
                busy.unlock();
            }
        }
    }

    private void lookNow() {
        if (!spec.wanted()) {
            return;
        }
        if (child != null && !child.isAlive()) {
            lastWords = child.lastWords();
            child = null;
            home.forgetChild();
            inARow = System.nanoTime() - startedNanos > STABLE_AFTER_NANOS ? 1 : inARow + 1;
            restarts++;
            long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(inARow - 1, 10));
            dueNanos = System.nanoTime() + pause * 1_000_000;
            LOG.warnf(
                    "%s of %s died (%s), start %d follows in %d ms",
                    spec.instance().part(), spec.instance().deployment(), lastWords, restarts, pause);
        }
        if (child == null && System.nanoTime() >= dueNanos) {
            launch().ifPresent(reason -> {
                lastWords = reason;
                inARow++;
                dueNanos = System.nanoTime()
                        + Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(inARow, 10)) * 1_000_000;
            });
        }
        tell();
    }

    void rotate(long limit) {
        if (!busy.tryLock()) {
            return;
        }
        try {
            home.rotateLog(limit);
        } catch (IOException e) {
            LOG.warnf("the log of %s is not rotated: %s", spec.instance().part(), e.getMessage());
        } finally {
            busy.unlock();
        }
    }

    Observation observation() {
        busy.lock();
        try {
            return observationNow();
        } finally {
            busy.unlock();
        }
    }

    private Observation observationNow() {
        if (!spec.wanted()) {
            return new Observation(spec.instance(), Condition.STOPPED, restarts, "stopped");
        }
        return alive()
                ? new Observation(spec.instance(), Condition.RUNNING, restarts, "process " + pid())
                : new Observation(spec.instance(), Condition.RESTARTING, restarts, "died: " + lastWords);
    }

    private boolean alive() {
        return child != null && child.isAlive();
    }

    private long pid() {
        return child == null ? 0 : child.pid();
    }

    private void want(boolean wanted) {
        spec = spec.wanted(wanted);
        home.keep(spec);
    }

    /// Runs a command beside the process, or in its place while it is stopped.
    Ran run(List<String> command, BooleanSupplier unwanted) {
        Path sayings = home.freshSayings();
        Child running;
        try {
            running = begin(command, sayings);
        } catch (IOException e) {
            return new Ran.Refused("its command cannot be started");
        }
        long end = System.nanoTime() + LONGEST_COMMAND.toNanos();
        try {
            while (!running.endsWithin(A_WHILE)) {
                if (Thread.currentThread().isInterrupted() || unwanted.getAsBoolean()) {
                    return new Ran.Refused("nobody waits for it any more");
                }
                if (System.nanoTime() > end) {
                    return new Ran.Refused("it did not end within " + LONGEST_COMMAND.toMinutes() + " minutes");
                }
            }
            return new Ran.Ended(running.exitCode().orElse(-1), end(sayings));
        } finally {
            if (running.isAlive()) { // whatever came in between: two of it must not run at once
                running.stop(spec.stopSignal(), Duration.ofSeconds(spec.stopSeconds()));
            }
        }
    }

    private static String end(Path sayings) {
        try (var file = Files.newByteChannel(sayings)) {
            file.position(Math.max(0, file.size() - SAYINGS_KEPT));
            return new String(Channels.newInputStream(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /// Starts a command as the process is started, or would be.
    private Child begin(List<String> words, Path log) throws IOException {
        Map<String, String> environment = new LinkedHashMap<>();
        String path = Programs.path();
        environment.put("PATH", path);
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("HOME", home.work().toString());
        environment.put("LANG", "C.UTF-8");
        environment.putAll(spec.environment());
        String program = words.getFirst();
        Path found = Programs.find(program, environment.getOrDefault("PATH", path))
                .orElseThrow(() -> new IOException("there is no program `" + program + "` on this machine"));
        List<String> command = new ArrayList<>(words);
        command.set(0, found.toString());
        try {
            return Child.start(command, environment, home.work(), log);
        } catch (IOException e) {
            throw new IOException("`" + program + "` cannot be started", e);
        }
    }

    /// @return why it could not be started
    private Optional<String> launch() {
        try {
            Child started = begin(spec.command(), home.log());
            child = started;
            startedNanos = System.nanoTime();
            home.keep(started);
            LOG.infof(
                    "%s of %s started as process %d",
                    spec.instance().part(), spec.instance().deployment(), pid());
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /// What could not be told is told later: whoever listens being away is no reason not to look after a process.
    private void tell() {
        Observation now = observationNow();
        if (now.equals(told) || System.nanoTime() < tellNanos) {
            return;
        }
        try {
            observations.changed(now);
            told = now;
        } catch (RuntimeException e) {
            tellNanos = System.nanoTime() + TELL_AGAIN_NANOS;
            LOG.warnf("how %s is could not be told: %s", instance.part(), e);
        }
    }
}
