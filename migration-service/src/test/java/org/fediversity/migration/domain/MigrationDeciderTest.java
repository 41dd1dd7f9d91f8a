package org.fediversity.migration.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.fediversity.contracts.MigrationEvent;
import org.fediversity.contracts.MigrationEvent.*;
import org.fediversity.contracts.Requirements;
import org.fediversity.migration.domain.Inventory.Counted;
import org.fediversity.migration.domain.MigrationCommand.*;
import org.fediversity.runtime.Decision;
import org.fediversity.runtime.Json;
import org.fediversity.runtime.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MigrationDeciderTest {
    private static final String M = "m-1";
    private static final String D = "d-1";
    private static final Inventory INVENTORY = inventory(12, "sha256:a");

    private static final MigrationEvent REQUESTED = new MigrationRequested(
            M, D, "op-1", "a.localhost", "alpha", "monolithic", "beta", "distributed", "cold", 3, Requirements.NONE);
    private static final MigrationEvent PREPARED = new TargetPrepared(M, D, "beta", List.of());
    private static final MigrationEvent CUTOVER = new CutoverStarted(M, D, "alpha", "beta");
    private static final MigrationEvent FREEZING = new SourceFreezing(M, D, "alpha", "2026-11-01T10:00:00Z");
    private static final MigrationEvent FROZEN = new SourceFrozen(M, D, "alpha");
    private static final MigrationEvent PART =
            new StateComponentExported(M, D, "notes/posts", 1, 1, Map.of("rows", 12L));
    private static final MigrationEvent EXPORTED = new StateExported(M, D, "sha256:s", 4711, INVENTORY.asPlain());
    private static final MigrationEvent IMPORTED =
            new StateImported(M, D, "beta", "distributed", INVENTORY.asPlain(), Requirements.NONE, List.of());
    private static final MigrationEvent VERIFYING = new VerificationStarted(M, D, "beta", Map.of("notes", "h:1"));
    private static final MigrationEvent VERIFIED = new TargetVerified(M, D, "beta", List.of("answers"));
    private static final MigrationEvent CUSTODY = new CustodyTransferred(M, D, "alpha", "beta");
    private static final MigrationEvent SWITCHED = new TrafficSwitched(M, D, "beta");
    private static final MigrationEvent COMPLETED = new MigrationCompleted(M, D, 30_000);
    private static final MigrationEvent CONFIRMED = new MigrationConfirmed(M, D, "alpha");

    private static final List<MigrationEvent> WHOLE_STORY = List.of(
            REQUESTED, PREPARED, CUTOVER, FREEZING, FROZEN, PART, EXPORTED, IMPORTED, VERIFYING, VERIFIED, CUSTODY,
            SWITCHED, COMPLETED, CONFIRMED);

    @Test
    void a_move_is_asked_for_once() {
        RequestMigration ask = new RequestMigration(
                M,
                D,
                "op-1",
                "a.localhost",
                "alpha",
                "monolithic",
                "beta",
                "distributed",
                "cold",
                3,
                Requirements.NONE);

        assertThat(events(given(), ask)).containsExactly(REQUESTED);
        assertThat(events(given(REQUESTED), ask)).isEmpty();
    }

    @Test
    void the_source_is_frozen_only_when_the_target_is_ready() {
        assertThat(events(given(REQUESTED), new PrepareTarget(M, "beta", List.of())))
                .containsExactly(PREPARED, CUTOVER);
    }

    @Test
    void resources_of_another_environment_prepare_nothing() {
        assertThat(events(given(REQUESTED), new PrepareTarget(M, "gamma", List.of())))
                .isEmpty();
    }

    @Test
    void downtime_counts_from_the_moment_the_freeze_began() {
        var before = given(REQUESTED, PREPARED, CUTOVER);
        assertThat(events(before, new NoteFreezing(M, "2026-11-01T10:00:00Z"))).containsExactly(FREEZING);
        assertThat(events(given(REQUESTED, PREPARED, CUTOVER, FREEZING), new NoteFrozen(M, "2026-11-01T10:00:05Z")))
                .containsExactly(FROZEN);
        assertThat(events(upTo(CUSTODY), new NoteMoved(M, "2026-11-01T10:00:30Z")))
                .containsExactly(SWITCHED, COMPLETED);
    }

    @Test
    void a_freeze_whose_beginning_nobody_told_counts_from_its_end() {
        assertThat(events(given(REQUESTED, PREPARED, CUTOVER), new NoteFrozen(M, "2026-11-01T10:00:00Z")))
                .containsExactly(FREEZING, FROZEN);
    }

    @Test
    void a_component_is_recorded_once() {
        var record = new RecordComponentExported(M, "notes/posts", 1, 1, Map.of("rows", 12L));
        assertThat(events(upTo(FROZEN), record)).containsExactly(PART);
        assertThat(events(upTo(PART), record)).isEmpty();
    }

    @Test
    void what_arrived_as_it_was_sent_is_imported() {
        assertThat(events(upTo(EXPORTED), new RecordImport(M, INVENTORY))).containsExactly(IMPORTED);
    }

    @Test
    void a_missing_row_at_the_target_ends_the_move() {
        assertThat(events(upTo(EXPORTED), new RecordImport(M, inventory(11, "sha256:a"))))
                .containsExactly(aborted("what arrived is not what was sent: notes/posts: rows was 12, is 11"));
    }

    @Test
    void other_content_in_as_many_rows_ends_the_move() {
        assertThat(events(upTo(EXPORTED), new RecordImport(M, inventory(12, "sha256:b"))))
                .containsExactly(aborted(
                        "what arrived is not what was sent: notes/posts: the counts agree, the content does not"));
    }

    @Test
    void a_component_that_did_not_arrive_ends_the_move() {
        assertThat(events(upTo(EXPORTED), new RecordImport(M, new Inventory(Map.of()))))
                .containsExactly(aborted("what arrived is not what was sent: notes/posts is only at the source"));
    }

    @Test
    void custody_changes_only_after_the_target_was_verified() {
        assertThat(events(upTo(VERIFYING), new RecordVerification(M, List.of("answers"))))
                .containsExactly(VERIFIED, CUSTODY);
        assertThat(events(upTo(IMPORTED), new RecordVerification(M, List.of("answers"))))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("beforeCustody")
    void any_failure_before_custody_gives_the_domain_back(List<MigrationEvent> story) {
        assertThat(events(story, new GiveUp(M, "because"))).containsExactly(aborted("because"));
    }

    @ParameterizedTest
    @MethodSource("beforeCustody")
    void the_operator_may_abort_before_custody(List<MigrationEvent> story) {
        assertThat(events(story, new AbortMigration(M))).containsExactly(aborted("the operator gave it up"));
    }

    @Test
    void after_custody_there_is_no_way_back() {
        assertThat(refusal(upTo(CUSTODY), new AbortMigration(M))).isEqualTo(MigrationRefusal.PAST_POINT_OF_NO_RETURN);
        assertThat(refusal(upTo(COMPLETED), new AbortMigration(M))).isEqualTo(MigrationRefusal.ALREADY_ENDED);
    }

    @Test
    void a_late_failure_does_not_undo_a_success() {
        assertThat(events(upTo(CUSTODY), new GiveUp(M, "late"))).isEmpty();
        assertThat(events(upTo(COMPLETED), new GiveUp(M, "late"))).isEmpty();
    }

    @Test
    void news_for_a_move_that_was_given_up_change_nothing() {
        var story = given(REQUESTED, PREPARED, CUTOVER, FREEZING, FROZEN, aborted("x"));
        assertThat(Stream.of(
                                new PrepareTarget(M, "beta", List.of()),
                                new NoteFrozen(M, "2026-11-01T10:00:00Z"),
                                new RecordExport(M, "sha256:s", 1, INVENTORY),
                                new RecordImport(M, INVENTORY),
                                new NoteTargetStarted(M, Map.of()),
                                new RecordVerification(M, List.of()),
                                new NoteMoved(M, "2026-11-01T10:00:00Z"),
                                new AbortMigration(M))
                        .map(command -> events(story, command)))
                .allMatch(List::isEmpty);
    }

    @Test
    void only_a_completed_move_can_be_confirmed_and_only_once() {
        assertThat(events(upTo(COMPLETED), new ConfirmMigration(M))).containsExactly(CONFIRMED);
        assertThat(events(upTo(CONFIRMED), new ConfirmMigration(M))).isEmpty();
        assertThat(refusal(upTo(EXPORTED), new ConfirmMigration(M))).isEqualTo(MigrationRefusal.NOT_COMPLETED);
        assertThat(refusal(given(), new ConfirmMigration(M))).isEqualTo(MigrationRefusal.UNKNOWN_MIGRATION);
    }

    @ParameterizedTest
    @MethodSource("stories")
    void every_situation_survives_being_written_and_read(List<MigrationEvent> story) {
        Migration state = state(story);
        String json = Json.write(new Holder(state));

        Migration read = Json.read(json, Holder.class).state();
        assertThat(read).hasSameClassAs(state);
        assertThat(Json.write(new Holder(read))).isEqualTo(json);
    }

    /// Jackson needs a declared type, as the aggregate has one.
    record Holder(Migration state) {}

    static List<List<MigrationEvent>> stories() {
        return Stream.iterate(1, n -> n <= WHOLE_STORY.size(), n -> n + 1)
                .map(n -> WHOLE_STORY.subList(0, n))
                .toList();
    }

    static List<List<MigrationEvent>> beforeCustody() {
        return stories().stream().filter(story -> !story.contains(CUSTODY)).toList();
    }

    private static MigrationEvent aborted(String reason) {
        return new MigrationAborted(M, D, "alpha", "beta", reason);
    }

    private static Inventory inventory(long rows, String content) {
        Map<String, Counted> states = new LinkedHashMap<>();
        states.put("notes/posts", new Counted(new TreeMap<>(Map.of("rows", rows)), content));
        return new Inventory(states);
    }

    private static List<MigrationEvent> given(MigrationEvent... events) {
        return List.of(events);
    }

    private static List<MigrationEvent> upTo(MigrationEvent last) {
        return WHOLE_STORY.subList(0, WHOLE_STORY.indexOf(last) + 1);
    }

    private static Migration state(List<MigrationEvent> story) {
        Migration state = MigrationDecider.INSTANCE.initial();
        for (MigrationEvent event : story) {
            state = MigrationDecider.INSTANCE.evolve(state, event);
        }
        return state;
    }

    private static List<MigrationEvent> events(List<MigrationEvent> story, MigrationCommand command) {
        Decision decision = MigrationDecider.INSTANCE.decide(command, state(story));
        assertThat(decision).isInstanceOf(Decision.Accepted.class);
        return ((Decision.Accepted) decision)
                .events().stream().map(MigrationEvent.class::cast).toList();
    }

    private static Refusal refusal(List<MigrationEvent> story, MigrationCommand command) {
        Decision decision = MigrationDecider.INSTANCE.decide(command, state(story));
        assertThat(decision).isInstanceOf(Decision.Refused.class);
        return ((Decision.Refused) decision).why();
    }
}
