package org.fediversity.migration.domain;

import static org.fediversity.runtime.Decision.accepted;
import static org.fediversity.runtime.Decision.nothingToDo;
import static org.fediversity.runtime.Decision.refused;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.fediversity.contracts.MigrationEvent;
import org.fediversity.contracts.MigrationEvent.*;
import org.fediversity.migration.domain.Migration.*;
import org.fediversity.migration.domain.MigrationCommand.*;
import org.fediversity.runtime.Decider;
import org.fediversity.runtime.Decision;

/// The rules of a move. News that come late or twice change nothing; any failure before custody gives the domain back
/// to the source; after custody there is no way back.
public final class MigrationDecider implements Decider<MigrationCommand, Migration, MigrationEvent> {
    /// There is nothing in it that could differ.
    public static final MigrationDecider INSTANCE = new MigrationDecider();

    private MigrationDecider() {}

    @Override
    public Migration initial() {
        return new Unknown();
    }

    @Override
    public Decision decide(MigrationCommand command, Migration state) {
        return switch (command) {
            case RequestMigration c -> request(c, state);
            case PrepareTarget c -> prepare(c, state);
            case NoteFreezing c -> freezing(c, state);
            case NoteFrozen c -> frozen(c, state);
            case RecordComponentExported c -> componentExported(c, state);
            case RecordExport c -> exported(c, state);
            case RecordComponentImported c -> componentImported(c, state);
            case RecordImport c -> imported(c, state);
            case NoteTargetStarted c -> started(c, state);
            case RecordVerification c -> verified(c, state);
            case NoteMoved c -> moved(c, state);
            case GiveUp c -> state instanceof BeforeCustody before ? aborted(before.move(), c.reason()) : nothingToDo();
            case AbortMigration c -> abort(c, state);
            case ConfirmMigration c -> confirm(c, state);
        };
    }

    private static Decision request(RequestMigration c, Migration state) {
        if (!(state instanceof Unknown)) {
            return nothingToDo();
        }
        return accepted(new MigrationRequested(
                c.migration(),
                c.deployment(),
                c.operator(),
                c.domain(),
                c.sourceEnvironment(),
                c.sourceTopology(),
                c.targetEnvironment(),
                c.targetTopology(),
                c.strategy(),
                c.revision(),
                c.requirements()));
    }

    private static Decision prepare(PrepareTarget c, Migration state) {
        if (!(state instanceof Preparing(Move move)) || !c.environment().equals(move.targetEnvironment())) {
            return nothingToDo();
        }
        return accepted(
                new TargetPrepared(move.migration(), move.deployment(), move.targetEnvironment(), c.results()),
                new CutoverStarted(
                        move.migration(), move.deployment(), move.sourceEnvironment(), move.targetEnvironment()));
    }

    private static Decision freezing(NoteFreezing c, Migration state) {
        return state instanceof Freezing freezing && freezing.since().isEmpty()
                ? accepted(frozenSince(freezing.move(), c.since()))
                : nothingToDo();
    }

    private static Decision frozen(NoteFrozen c, Migration state) {
        if (!(state instanceof Freezing freezing)) {
            return nothingToDo();
        }
        Move move = freezing.move();
        String since = freezing.since();
        SourceFrozen frozen = new SourceFrozen(move.migration(), move.deployment(), move.sourceEnvironment());
        return since.isEmpty() ? accepted(frozenSince(move, c.at()), frozen) : accepted(frozen);
    }

    private static SourceFreezing frozenSince(Move move, String since) {
        return new SourceFreezing(move.migration(), move.deployment(), move.sourceEnvironment(), since);
    }

    private static Decision componentExported(RecordComponentExported c, Migration state) {
        return state instanceof Exporting exporting && !exporting.done().contains(c.state())
                ? accepted(new StateComponentExported(
                        c.migration(), exporting.move().deployment(), c.state(), c.number(), c.of(), c.counts()))
                : nothingToDo();
    }

    private static Decision exported(RecordExport c, Migration state) {
        return state instanceof Exporting exporting
                ? accepted(new StateExported(
                        c.migration(),
                        exporting.move().deployment(),
                        c.snapshot(),
                        c.bytes(),
                        c.inventory().asPlain()))
                : nothingToDo();
    }

    private static Decision componentImported(RecordComponentImported c, Migration state) {
        return state instanceof Importing importing && !importing.done().contains(c.state())
                ? accepted(new StateComponentImported(
                        c.migration(), importing.move().deployment(), c.state(), c.number(), c.of(), c.counts()))
                : nothingToDo();
    }

    private static Decision imported(RecordImport c, Migration state) {
        if (!(state instanceof Importing importing)) {
            return nothingToDo();
        }
        Move move = importing.move();
        List<String> differences = Inventory.ofPlain(importing.inventory()).differences(c.inventory());
        if (!differences.isEmpty()) {
            return aborted(
                    move,
                    "what arrived is not what was sent: "
                            + String.join("; ", differences.subList(0, few(differences))));
        }
        return accepted(new StateImported(
                move.migration(),
                move.deployment(),
                move.targetEnvironment(),
                move.targetTopology(),
                c.inventory().asPlain(),
                move.requirements(),
                importing.results()));
    }

    private static int few(List<String> list) {
        return Math.min(list.size(), 5);
    }

    private static Decision started(NoteTargetStarted c, Migration state) {
        return state instanceof Starting starting
                ? accepted(new VerificationStarted(
                        c.migration(),
                        starting.move().deployment(),
                        starting.move().targetEnvironment(),
                        c.endpoints()))
                : nothingToDo();
    }

    private static Decision verified(RecordVerification c, Migration state) {
        return state instanceof Verifying(Move move, String since)
                ? accepted(
                        new TargetVerified(move.migration(), move.deployment(), move.targetEnvironment(), c.checks()),
                        new CustodyTransferred(
                                move.migration(),
                                move.deployment(),
                                move.sourceEnvironment(),
                                move.targetEnvironment()))
                : nothingToDo();
    }

    private static Decision moved(NoteMoved c, Migration state) {
        return state instanceof Switching(Move move, String since)
                ? accepted(
                        new TrafficSwitched(move.migration(), move.deployment(), move.targetEnvironment()),
                        new MigrationCompleted(move.migration(), move.deployment(), millis(since, c.at())))
                : nothingToDo();
    }

    private static long millis(String since, String until) {
        if (since.isEmpty()) {
            return 0;
        }
        return Math.max(
                0, Duration.between(Instant.parse(since), Instant.parse(until)).toMillis());
    }

    private static Decision abort(AbortMigration c, Migration state) {
        return switch (state) {
            case Unknown _ -> unknown(c.migration());
            case BeforeCustody before -> aborted(before.move(), "the operator gave it up");
            case Aborted _ -> nothingToDo();
            case Switching _ ->
                refused(
                        MigrationRefusal.PAST_POINT_OF_NO_RETURN,
                        "the target already has custody; to go back, migrate again once this migration is completed");
            case Completed _, Confirmed _ ->
                refused(MigrationRefusal.ALREADY_ENDED, "the migration is completed; to go back, migrate again");
        };
    }

    private static Decision confirm(ConfirmMigration c, Migration state) {
        return switch (state) {
            case Unknown _ -> unknown(c.migration());
            case Completed(Move move) ->
                accepted(new MigrationConfirmed(move.migration(), move.deployment(), move.sourceEnvironment()));
            case Confirmed _ -> nothingToDo();
            case Aborted _ -> refused(MigrationRefusal.NOT_COMPLETED, "it was aborted: the source still serves");
            case BeforeCustody _, Switching _ ->
                refused(MigrationRefusal.NOT_COMPLETED, "it is still under way; wait until its status is completed");
        };
    }

    private static Decision unknown(String migration) {
        return refused(MigrationRefusal.UNKNOWN_MIGRATION, "no migration " + migration);
    }

    private static Decision aborted(Move move, String reason) {
        return accepted(new MigrationAborted(
                move.migration(), move.deployment(), move.sourceEnvironment(), move.targetEnvironment(), reason));
    }

    @Override
    public Migration evolve(Migration state, MigrationEvent event) {
        return switch (event) {
            case MigrationRequested e ->
                new Preparing(new Move(
                        e.migration(),
                        e.deployment(),
                        e.sourceEnvironment(),
                        e.targetEnvironment(),
                        e.targetTopology(),
                        e.requirements()));
            case TargetPrepared e ->
                state instanceof Preparing(Move move) ? new Freezing(move, e.results(), "") : state;
            case CutoverStarted _ -> state;
            case SourceFreezing e ->
                state instanceof Freezing freezing
                        ? new Freezing(freezing.move(), freezing.results(), e.since())
                        : state;
            case SourceFrozen _ ->
                state instanceof Freezing(Move move, var results, String since)
                        ? new Exporting(move, results, since, List.of())
                        : state;
            case StateComponentExported e -> state instanceof Exporting exporting ? exporting.and(e.state()) : state;
            case StateExported e ->
                state instanceof Exporting was
                        ? new Importing(was.move(), was.results(), was.since(), e.snapshot(), e.inventory(), List.of())
                        : state;
            case StateComponentImported e -> state instanceof Importing importing ? importing.and(e.state()) : state;
            case StateImported _ ->
                state instanceof Importing importing ? new Starting(importing.move(), importing.since()) : state;
            case VerificationStarted _ ->
                state instanceof Starting(Move move, String since) ? new Verifying(move, since) : state;
            case TargetVerified _ -> state;
            case CustodyTransferred _ ->
                state instanceof Verifying(Move move, String since) ? new Switching(move, since) : state;
            case TrafficSwitched _ -> state;
            case MigrationCompleted _ -> state instanceof Switching was ? new Completed(was.move()) : state;
            case MigrationAborted e ->
                state instanceof BeforeCustody before ? new Aborted(before.move(), e.reason()) : state;
            case MigrationConfirmed _ -> state instanceof Completed(Move move) ? new Confirmed(move) : state;
        };
    }
}
