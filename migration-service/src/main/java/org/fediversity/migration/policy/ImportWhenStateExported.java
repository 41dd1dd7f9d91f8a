package org.fediversity.migration.policy;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fediversity.contracts.MigrationEvent.StateExported;
import org.fediversity.contracts.ResourceResult;
import org.fediversity.migration.domain.Inventory;
import org.fediversity.migration.domain.Inventory.Counted;
import org.fediversity.migration.domain.MigrationCommand;
import org.fediversity.migration.domain.MigrationCommand.RecordComponentImported;
import org.fediversity.migration.domain.MigrationCommand.RecordImport;
import org.fediversity.migration.domain.StateToMove;
import org.fediversity.migration.driver.SetupKeys;
import org.fediversity.migration.driver.StateDriver;
import org.fediversity.migration.driver.StatePlace;
import org.fediversity.migration.snapshot.Contents;
import org.fediversity.migration.snapshot.Limits;
import org.fediversity.migration.snapshot.Snapshot;
import org.fediversity.migration.snapshot.SnapshotRefused;
import org.fediversity.migration.view.Migrations;
import org.fediversity.migration.view.Migrations.Move;
import org.fediversity.runtime.Commands;
import org.fediversity.runtime.Policy;
import org.fediversity.runtime.Recorded;

/// Whenever the state lies in a snapshot, it is checked as a whole and then written into the target's resources, which
/// are counted again. What the source holds is never written to.
@ApplicationScoped
class ImportWhenStateExported implements Policy<StateExported> {
    private final Migrations migrations;
    private final Places places;
    private final Shelf shelf;
    private final SetupKeys keys;
    private final Commands commands;

    ImportWhenStateExported(Migrations migrations, Places places, Shelf shelf, SetupKeys keys, Commands commands) {
        this.migrations = migrations;
        this.places = places;
        this.shelf = shelf;
        this.keys = keys;
        this.commands = commands;
    }

    @Override
    public Class<StateExported> event() {
        return StateExported.class;
    }

    @Override
    public Optional<MigrationCommand> react(Recorded<StateExported> recorded) throws Exception {
        String id = recorded.event().migration();
        Move move = migrations.move(id).orElseThrow();
        if (move.ended()) {
            return Optional.empty();
        }
        return Optional.of(Attempts.of(
                id, Duration.ofSeconds(2), () -> bring(move, recorded.event().snapshot())));
    }

    private MigrationCommand bring(Move move, String digest) throws GivenUp, NotNow, IOException {
        String id = move.requested().migration();
        Snapshot snapshot = checked(id, digest);
        Map<String, StateToMove> states = new LinkedHashMap<>();
        StateToMove.of(move.requested().requirements()).forEach(state -> states.put(state.name(), state));
        List<ResourceResult> source = places.source(move);
        Map<String, Counted> inventory = new LinkedHashMap<>();
        for (Contents.State sent : snapshot.contents().states()) {
            StateToMove state = states.get(sent.name());
            if (state == null) {
                throw new GivenUp("the snapshot holds " + sent.name() + ", which the deployment does not have");
            }
            if (migrations.move(id).map(Move::ended).orElse(true)) {
                throw new GivenUp("it has ended");
            }
            Counted counted = bring(snapshot, sent, state, source, move.target());
            inventory.put(state.name(), counted);
            commands.send(
                    new RecordComponentImported(id, state.name(), inventory.size(), states.size(), counted.counts()));
        }
        return new RecordImport(id, new Inventory(inventory));
    }

    private Snapshot checked(String id, String digest) throws GivenUp, IOException {
        try {
            Snapshot snapshot =
                    Snapshot.open(shelf.finished(id), List.of(keys.signer().known()), Limits.DEFAULT);
            if (!snapshot.digest().text().equals(digest)) {
                throw new GivenUp("the snapshot was refused: it is not the one that was exported");
            }
            return snapshot;
        } catch (SnapshotRefused e) {
            throw new GivenUp("the snapshot was refused: " + e.getMessage());
        }
    }

    private Counted bring(
            Snapshot snapshot,
            Contents.State sent,
            StateToMove state,
            List<ResourceResult> source,
            List<ResourceResult> target)
            throws GivenUp, NotNow, IOException {
        StateDriver driver = places.driver(state);
        StatePlace to = places.place(state, target, "target");
        if (driver.sensitive()) {
            byte[] opened = snapshot.open(sent, keys.recipient());
            return Attempts.value(driver.replace(to, sent.format(), new ByteArrayInputStream(opened)));
        }
        if (driver.location(to).equals(driver.location(places.place(state, source, "source")))) {
            throw new GivenUp("the target of " + state.name() + " is the very place of the source");
        }
        try (InputStream content = snapshot.content(sent)) {
            return Attempts.value(driver.replace(to, sent.format(), content));
        }
    }
}
