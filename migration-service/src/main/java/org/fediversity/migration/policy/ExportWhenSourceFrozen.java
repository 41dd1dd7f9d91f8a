package org.fediversity.migration.policy;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.fediversity.contracts.MigrationEvent.MigrationRequested;
import org.fediversity.contracts.MigrationEvent.SourceFrozen;
import org.fediversity.contracts.Requirements.ApplicationPlan;
import org.fediversity.contracts.ResourceResult;
import org.fediversity.migration.domain.Inventory;
import org.fediversity.migration.domain.Inventory.Counted;
import org.fediversity.migration.domain.MigrationCommand;
import org.fediversity.migration.domain.MigrationCommand.RecordComponentExported;
import org.fediversity.migration.domain.MigrationCommand.RecordExport;
import org.fediversity.migration.domain.StateToMove;
import org.fediversity.migration.driver.SetupKeys;
import org.fediversity.migration.driver.StateDriver;
import org.fediversity.migration.driver.StateDriver.Exported;
import org.fediversity.migration.driver.StatePlace;
import org.fediversity.migration.snapshot.Contents;
import org.fediversity.migration.snapshot.Limits;
import org.fediversity.migration.snapshot.Sealing;
import org.fediversity.migration.snapshot.Snapshot;
import org.fediversity.migration.snapshot.SnapshotWriter;
import org.fediversity.migration.view.Migrations;
import org.fediversity.migration.view.Migrations.Move;
import org.fediversity.runtime.Commands;
import org.fediversity.runtime.Policy;
import org.fediversity.runtime.Recorded;

/// Whenever the source stands still, all of its state is written into a snapshot; an identity without a value stops it.
@ApplicationScoped
class ExportWhenSourceFrozen implements Policy<SourceFrozen> {
    private final Migrations migrations;
    private final Places places;
    private final Shelf shelf;
    private final SetupKeys keys;
    private final Commands commands;

    ExportWhenSourceFrozen(Migrations migrations, Places places, Shelf shelf, SetupKeys keys, Commands commands) {
        this.migrations = migrations;
        this.places = places;
        this.shelf = shelf;
        this.keys = keys;
        this.commands = commands;
    }

    @Override
    public Class<SourceFrozen> event() {
        return SourceFrozen.class;
    }

    @Override
    public Optional<MigrationCommand> react(Recorded<SourceFrozen> recorded) throws Exception {
        String id = recorded.event().migration();
        Move move = migrations.move(id).orElseThrow();
        if (move.ended()) {
            return Optional.empty();
        }
        return Optional.of(Attempts.of(id, Duration.ofSeconds(2), () -> export(move)));
    }

    private MigrationCommand export(Move move) throws Stopped, IOException {
        String id = move.requested().migration();
        List<ResourceResult> source = places.source(move);
        List<StateToMove> states = StateToMove.of(move.requested().requirements());
        Path directory = shelf.fresh(id);
        SnapshotWriter writer =
                new SnapshotWriter(directory, header(move.requested()), Sealing.publicPart(keys.recipient()));
        Map<String, Counted> inventory = new LinkedHashMap<>();
        for (StateToMove state : states) {
            stopIfEnded(id);
            Counted counted = export(state, source, writer);
            inventory.put(state.name(), counted);
            commands.send(
                    new RecordComponentExported(id, state.name(), inventory.size(), states.size(), counted.counts()));
        }
        writer.finish(keys.signer());
        Path place = shelf.finish(id);
        stopIfEnded(id);
        Snapshot snapshot = Snapshot.open(place, List.of(keys.signer().known()), Limits.DEFAULT);
        return new RecordExport(id, snapshot.digest().text(), snapshot.bytes(), new Inventory(inventory));
    }

    /// Whoever aborts has the snapshot removed once; one that is finished later would lie there for ever.
    private void stopIfEnded(String id) throws GivenUp, IOException {
        if (migrations.move(id).map(Move::ended).orElse(true)) {
            shelf.remove(id);
            throw new GivenUp("it has ended");
        }
    }

    private Counted export(StateToMove state, List<ResourceResult> source, SnapshotWriter writer)
            throws Stopped, IOException {
        StateDriver driver = places.driver(state);
        StatePlace place = places.place(state, source, "source");
        if (state.identity() && !Attempts.value(driver.present(place))) {
            throw new GivenUp("the identity " + state.name() + " has no value at the source");
        }
        Contents.State written = writer.addAny(
                driver.sensitive(),
                new SnapshotWriter.Component(state.name(), state.resource(), state.kind(), state.identity()),
                out -> {
                    Exported exported = Attempts.value(driver.export(place, out));
                    return new SnapshotWriter.Found(
                            exported.format(),
                            exported.counted().counts(),
                            exported.counted().content());
                });
        return new Counted(written.inventory(), written.content());
    }

    private static Contents header(MigrationRequested move) {
        TreeMap<String, String> modules = new TreeMap<>();
        Map<String, Object> options = new TreeMap<>();
        for (ApplicationPlan application : move.requirements().applications()) {
            modules.put(application.name(), application.version());
            options.put(application.name(), application.options());
        }
        return new Contents(
                move.deployment(),
                move.revision(),
                "v1",
                modules,
                Map.of("deployed", options),
                "",
                Instant.now().toString(),
                List.of());
    }
}
