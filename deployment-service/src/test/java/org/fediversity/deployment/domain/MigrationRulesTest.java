package org.fediversity.deployment.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fediversity.deployment.domain.Story.given;

import java.util.List;
import java.util.Map;
import org.fediversity.contracts.DeploymentEvent.DeploymentFrozen;
import org.fediversity.contracts.DeploymentEvent.DeploymentMoved;
import org.fediversity.contracts.DeploymentEvent.DeploymentResumed;
import org.fediversity.contracts.DeploymentEvent.FreezeFailed;
import org.fediversity.contracts.DeploymentEvent.FreezeStarted;
import org.fediversity.contracts.DeploymentEvent.MigrationScriptCompleted;
import org.fediversity.contracts.DeploymentEvent.MoveStarted;
import org.fediversity.contracts.DeploymentEvent.ResumeStarted;
import org.fediversity.contracts.DeploymentEvent.TargetFailed;
import org.fediversity.contracts.DeploymentEvent.TargetStartRequested;
import org.fediversity.contracts.DeploymentEvent.TargetStarted;
import org.fediversity.contracts.Requirements;
import org.fediversity.contracts.ResourceResult;
import org.fediversity.deployment.Sample;
import org.fediversity.deployment.domain.Deployment.Frozen;
import org.fediversity.deployment.domain.Deployment.Idle;
import org.fediversity.deployment.domain.DeploymentCommand.Freeze;
import org.fediversity.deployment.domain.DeploymentCommand.Move;
import org.fediversity.deployment.domain.DeploymentCommand.RecordFrozen;
import org.fediversity.deployment.domain.DeploymentCommand.RecordMoved;
import org.fediversity.deployment.domain.DeploymentCommand.RecordResumed;
import org.fediversity.deployment.domain.DeploymentCommand.RecordTargetFailed;
import org.fediversity.deployment.domain.DeploymentCommand.RecordTargetStarted;
import org.fediversity.deployment.domain.DeploymentCommand.RequestDeployment;
import org.fediversity.deployment.domain.DeploymentCommand.Resume;
import org.fediversity.deployment.domain.DeploymentCommand.Retire;
import org.fediversity.deployment.domain.DeploymentCommand.StartTarget;
import org.junit.jupiter.api.Test;

class MigrationRulesTest {
    private static final String D = "d-1";
    private static final String M = "m-1";
    private static final Requirements THERE = Sample.hello("there");
    private static final List<ResourceResult> RESULTS = Sample.results("http://hello.op1.localhost:8088");
    private static final StartTarget START = new StartTarget(D, M, "beta", "distributed", THERE, RESULTS);
    private static final Map<String, String> ENDPOINTS = Map.of("hello", "127.0.0.1:20001");

    private static Story frozen() {
        return DeploymentDeciderTest.deployed().and(new Freeze(D, M, "alpha"), new RecordFrozen(D, M));
    }

    static Story targetRunning() {
        return frozen().and(START, new RecordTargetStarted(D, M, ENDPOINTS, List.of()));
    }

    @Test
    void scripts_that_did_their_work_are_told_before_the_target_is() {
        frozen().and(START)
                .when(new RecordTargetStarted(D, M, ENDPOINTS, List.of("hello/rewrite")))
                .then(
                        new MigrationScriptCompleted(D, M, "beta", "hello/rewrite"),
                        new TargetStarted(D, M, "beta", ENDPOINTS));
    }

    @Test
    void a_move_goes_from_freeze_to_a_new_place() {
        Story story = DeploymentDeciderTest.deployed()
                .when(new Freeze(D, M, "alpha"))
                .then(new FreezeStarted(D, M, "alpha"))
                .when(new RecordFrozen(D, M))
                .then(new DeploymentFrozen(D, M, "alpha"))
                .when(START)
                .then(new TargetStartRequested(D, M, "beta", "distributed", THERE, RESULTS))
                .when(new RecordTargetStarted(D, M, ENDPOINTS, List.of()))
                .then(new TargetStarted(D, M, "beta", ENDPOINTS))
                .when(new Move(D, M))
                .then(new MoveStarted(D, M, "alpha", "beta", "distributed"))
                .when(new RecordMoved(D, M))
                .then(new DeploymentMoved(D, M, "alpha", "beta", "distributed"));
        assertThat(story.state()).isInstanceOfSatisfying(Idle.class, idle -> {
            assertThat(idle.about().environment()).isEqualTo("beta");
            assertThat(idle.about().topology()).isEqualTo("distributed");
            assertThat(idle.release()).hasValueSatisfying(release -> {
                assertThat(release.generation()).isEqualTo("migration-m-1");
                assertThat(release.revision()).isEqualTo(1);
                assertThat(release.requirements()).isEqualTo(THERE);
            });
        });
    }

    @Test
    void what_was_moved_is_rolled_out_at_its_new_place() {
        Story story = targetRunning().and(new Move(D, M), new RecordMoved(D, M), new RequestDeployment(D, 2, THERE));
        assertThat(story.state()).isInstanceOfSatisfying(Deployment.RollingOut.class, rolling -> assertThat(
                        rolling.rollout().environment())
                .isEqualTo("beta"));
    }

    @Test
    void whatever_is_asked_twice_happens_once() {
        targetRunning()
                .when(new Freeze(D, M, "alpha"))
                .thenNothing()
                .when(new RecordFrozen(D, M))
                .thenNothing()
                .when(START)
                .thenNothing()
                .when(new RecordTargetStarted(D, M, ENDPOINTS, List.of()))
                .thenNothing();
    }

    @Test
    void a_freeze_that_cannot_be_is_answered_so() {
        given(DeploymentDeciderTest.CREATED)
                .when(new Freeze(D, M, "alpha"))
                .then(new FreezeFailed(D, M, "nothing is deployed"));
        DeploymentDeciderTest.deployed()
                .when(new Freeze(D, M, "gamma"))
                .then(new FreezeFailed(D, M, "it runs in alpha"));
        DeploymentDeciderTest.deployed()
                .and(new RequestDeployment(D, 2, THERE))
                .when(new Freeze(D, M, "alpha"))
                .then(new FreezeFailed(D, M, "rollout 2 is running"));
        frozen().when(new Freeze(D, "m-2", "alpha")).then(new FreezeFailed(D, "m-2", "migration m-1 is running"));
        DeploymentDeciderTest.deployed()
                .and(new Retire(D, false))
                .when(new Freeze(D, M, "alpha"))
                .then(new FreezeFailed(D, M, "it is retired"));
    }

    @Test
    void a_freeze_of_another_migration_that_fails_changes_nothing() {
        Story story = frozen().and(new Freeze(D, "m-2", "alpha"));
        assertThat(story.state()).isInstanceOfSatisfying(Frozen.class, frozen -> assertThat(frozen.migration())
                .isEqualTo(M));
    }

    @Test
    void while_a_migration_runs_nothing_else_begins() {
        frozen().when(new RequestDeployment(D, 2, THERE)).thenRefused(DeploymentRefusal.MIGRATION_RUNNING);
        frozen().when(new Retire(D, false)).thenRefused(DeploymentRefusal.MIGRATION_RUNNING);
    }

    @Test
    void a_target_is_started_only_while_the_source_is_frozen() {
        DeploymentDeciderTest.deployed().when(START).then(new TargetFailed(D, M, "beta", "the source is not frozen"));
        frozen().when(new StartTarget(D, "m-2", "beta", "monolithic", THERE, RESULTS))
                .then(new TargetFailed(D, "m-2", "beta", "migration m-1 is running"));
    }

    @Test
    void a_target_that_fails_leaves_the_source_frozen_until_the_migration_gives_up() {
        Story story = frozen().and(START)
                .when(new RecordTargetFailed(D, M, "it keeps dying"))
                .then(new TargetFailed(D, M, "beta", "it keeps dying"));
        assertThat(story.state()).isInstanceOf(Frozen.class);
        story.when(new Resume(D, M))
                .then(new ResumeStarted(D, M, "alpha"))
                .when(new RecordResumed(D, M))
                .then(new DeploymentResumed(D, M, "alpha"));
        assertThat(story.state()).isInstanceOf(Idle.class);
    }

    @Test
    void a_migration_may_give_up_at_any_moment_before_custody() {
        Freeze freeze = new Freeze(D, M, "alpha");
        for (Story story :
                List.of(DeploymentDeciderTest.deployed().and(freeze), frozen(), frozen().and(START), targetRunning())) {
            story.when(new Resume(D, M))
                    .then(new ResumeStarted(D, M, "alpha"))
                    .when(new Resume(D, M))
                    .thenNothing()
                    .when(new RecordFrozen(D, M))
                    .thenNothing()
                    .when(new RecordTargetStarted(D, M, ENDPOINTS, List.of()))
                    .thenNothing()
                    .when(new Move(D, M))
                    .thenNothing();
        }
    }

    @Test
    void past_custody_there_is_no_way_back() {
        targetRunning().and(new Move(D, M)).when(new Resume(D, M)).thenNothing();
        targetRunning()
                .and(new Move(D, M), new RecordMoved(D, M))
                .when(new Resume(D, M))
                .thenNothing();
    }

    @Test
    void custody_of_something_that_does_not_run_moves_nothing() {
        frozen().when(new Move(D, M)).thenNothing();
        DeploymentDeciderTest.deployed().when(new Move(D, M)).thenNothing();
    }

    @Test
    void a_migration_that_gives_up_before_it_began_changes_nothing() {
        DeploymentDeciderTest.deployed().when(new Resume(D, M)).thenNothing();
        frozen().when(new Resume(D, "m-2")).thenNothing();
    }
}
