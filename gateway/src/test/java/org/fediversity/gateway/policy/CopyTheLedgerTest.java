package org.fediversity.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.fediversity.gateway.Surroundings;
import org.fediversity.gateway.domain.Hash;
import org.fediversity.gateway.domain.LedgerCopy;
import org.fediversity.gateway.view.Checkpoints;
import org.fediversity.gateway.view.History;
import org.fediversity.gateway.view.Ledger;
import org.fediversity.runtime.Actor;
import org.fediversity.runtime.CloudEvent;
import org.fediversity.testing.Servers;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
@QuarkusTestResource(Surroundings.class)
class CopyTheLedgerTest {
    @Inject
    Ledger ledger;

    @Inject
    Checkpoints checkpoints;

    @Inject
    History history;

    @Inject
    Jdbi jdbi;

    /// A copy in memory.
    private static final class Paper implements LedgerCopy {
        private final List<Hash> leaves = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();

        @Override
        public void leaves(Consumer<Hash> reader) {
            leaves.forEach(reader);
        }

        @Override
        public void append(List<Hash> more, String note) {
            leaves.addAll(more);
            notes.add(note);
        }
    }

    private void happen(int times) {
        for (int i = 0; i < times; i++) {
            jdbi.useTransaction(db -> history.on(
                    new CloudEvent(
                            "deployment",
                            UUID.randomUUID().toString(),
                            "/fediversity/test/deployment",
                            "org.fediversity.Test",
                            1,
                            "copied",
                            Instant.now(),
                            Actor.service("test"),
                            "c",
                            "",
                            "",
                            0,
                            "{}"),
                    db));
        }
    }

    @Test
    void what_follows_is_copied_and_signed() {
        happen(3);
        Paper paper = new Paper();
        CopyTheLedger copying = new CopyTheLedger(ledger, checkpoints, paper);
        assertThat(copying.copy()).isFalse();
        long size = ledger.frontier().size();
        assertThat(paper.leaves).hasSize((int) size).isEqualTo(ledger.leaves(0, size));
        happen(2);
        copying.copy();
        assertThat(paper.leaves).hasSize((int) size + 2);
        assertThat(paper.notes.getLast().lines().skip(1).findFirst()).contains(Long.toString(size + 2));
        copying.copy();
        assertThat(paper.notes).hasSize(2);
    }

    @Test
    void a_ledger_that_does_not_continue_its_copy_is_not_signed() {
        happen(3);
        Paper other = new Paper();
        other.leaves.addAll(ledger.leaves(0, ledger.frontier().size()));
        other.leaves.set(1, Hash.ofLeaf("as it was before somebody changed it".getBytes()));
        happen(2);
        new CopyTheLedger(ledger, checkpoints, other).copy();
        assertThat(other.notes).isEmpty();

        Paper longer = new Paper();
        longer.leaves.addAll(ledger.leaves(0, ledger.frontier().size()));
        longer.leaves.add(Hash.ofLeaf("an entry that was removed".getBytes()));
        new CopyTheLedger(ledger, checkpoints, longer).copy();
        assertThat(longer.notes).isEmpty();
    }
}
