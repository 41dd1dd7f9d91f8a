package org.fediversity.gateway.policy;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.fediversity.gateway.domain.Hash;
import org.fediversity.gateway.domain.LedgerCopy;
import org.fediversity.gateway.domain.MerkleTree.Frontier;
import org.fediversity.gateway.view.Checkpoints;
import org.fediversity.gateway.view.Ledger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Whatever happens is in the copy outside the database within a second, signed. What is there already is never signed
/// anew: a ledger that no longer continues its copy was tampered with, which is said loudly and not copied.
@ApplicationScoped
class CopyTheLedger {
    private static final Logger LOG = Logger.getLogger("org.fediversity.ledger");
    private static final int BATCH = 50_000;
    private static final Duration BETWEEN_ALARMS = Duration.ofMinutes(1);

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("ledger-copy-", 0).factory());
    private final Ledger ledger;
    private final Checkpoints checkpoints;
    private final LedgerCopy copy;
    private @Nullable Frontier copied;
    private Instant alarmed = Instant.MIN;

    CopyTheLedger(Ledger ledger, Checkpoints checkpoints, LedgerCopy copy) {
        this.ledger = ledger;
        this.checkpoints = checkpoints;
        this.copy = copy;
    }

    void start(@Observes StartupEvent event) {
        clock.scheduleWithFixedDelay(this::quietly, 1000, 700, TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        clock.shutdownNow();
    }

    private void quietly() {
        try {
            while (copy()) {
                LOG.debug("more to copy");
            }
        } catch (RuntimeException e) {
            copied = null; // how far it got is read again
            if (!clock.isShutdown()) {
                alarm("the ledger is not copied at the moment: " + e);
            }
        }
    }

    /// @return whether there is more at once
    boolean copy() {
        Frontier known = known();
        Frontier now = ledger.frontier();
        if (now.size() == known.size()) {
            if (!now.root().equals(known.root())) {
                alarm("the ledger is not what it was: its " + now.size()
                        + " entries have another root than their copy");
            }
            return false;
        }
        if (now.size() < known.size()) {
            alarm("the ledger lost entries: it has " + now.size() + ", its copy has " + known.size());
            return false;
        }
        long until = Math.min(now.size(), known.size() + BATCH);
        List<Hash> leaves = ledger.leaves(known.size(), until);
        Frontier grown = known;
        for (Hash leaf : leaves) {
            grown = grown.append(leaf).frontier();
        }
        Hash root = until == now.size() ? now.root() : ledger.root(until);
        if (grown.size() != until || !grown.root().equals(root)) {
            alarm("the ledger does not continue its copy of " + known.size() + " entries");
            return false;
        }
        copy.append(leaves, checkpoints.sign(grown));
        copied = grown;
        return until < now.size();
    }

    private Frontier known() {
        Frontier known = copied;
        if (known == null) {
            Frontier[] read = {Frontier.EMPTY};
            copy.leaves(leaf -> read[0] = read[0].append(leaf).frontier());
            known = read[0];
            copied = known;
        }
        return known;
    }

    private void alarm(String what) {
        if (alarmed.plus(BETWEEN_ALARMS).isBefore(Instant.now())) {
            LOG.error(what);
            alarmed = Instant.now();
        }
    }
}
