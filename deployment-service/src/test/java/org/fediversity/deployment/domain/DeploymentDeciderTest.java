package org.fediversity.deployment.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fediversity.deployment.domain.Story.given;

import java.util.List;
import java.util.Map;
import org.fediversity.contracts.DeploymentEvent;
import org.fediversity.contracts.DeploymentEvent.CancellationRequested;
import org.fediversity.contracts.DeploymentEvent.DeploymentCancelled;
import org.fediversity.contracts.DeploymentEvent.DeploymentCreated;
import org.fediversity.contracts.DeploymentEvent.DeploymentFailed;
import org.fediversity.contracts.DeploymentEvent.DeploymentRequested;
import org.fediversity.contracts.DeploymentEvent.DeploymentRetired;
import org.fediversity.contracts.DeploymentEvent.DeploymentSucceeded;
import org.fediversity.contracts.DeploymentEvent.DriftDetected;
import org.fediversity.contracts.DeploymentEvent.DriftEnded;
import org.fediversity.contracts.DeploymentEvent.RetirementRequested;
import org.fediversity.contracts.DeploymentEvent.RollbackRequested;
import org.fediversity.contracts.DeploymentEvent.RolloutResourcesReceived;
import org.fediversity.contracts.DeploymentEvent.RolloutStepCompleted;
import org.fediversity.contracts.DeploymentEvent.RolloutStepFailed;
import org.fediversity.contracts.DeploymentEvent.RolloutStepStarted;
import org.fediversity.contracts.DeploymentEvent.TokenIssued;
import org.fediversity.contracts.DeploymentEvent.TokenRevoked;
import org.fediversity.contracts.Requirements;
import org.fediversity.contracts.ResourceResult;
import org.fediversity.deployment.Sample;
import org.fediversity.deployment.domain.Deployment.Idle;
import org.fediversity.deployment.domain.Deployment.RollingOut;
import org.fediversity.deployment.domain.DeploymentCommand.CancelRollout;
import org.fediversity.deployment.domain.DeploymentCommand.CompleteStep;
import org.fediversity.deployment.domain.DeploymentCommand.CreateDeployment;
import org.fediversity.deployment.domain.DeploymentCommand.FailProvisioning;
import org.fediversity.deployment.domain.DeploymentCommand.FailStep;
import org.fediversity.deployment.domain.DeploymentCommand.IssueToken;
import org.fediversity.deployment.domain.DeploymentCommand.ReceiveResources;
import org.fediversity.deployment.domain.DeploymentCommand.RecordDrift;
import org.fediversity.deployment.domain.DeploymentCommand.RecordRetired;
import org.fediversity.deployment.domain.DeploymentCommand.RequestDeployment;
import org.fediversity.deployment.domain.DeploymentCommand.RequestRollback;
import org.fediversity.deployment.domain.DeploymentCommand.Retire;
import org.fediversity.deployment.domain.DeploymentCommand.RevokeToken;
import org.junit.jupiter.api.Test;

class DeploymentDeciderTest {
    private static final String D = "d-1";
    private static final Requirements NEEDS = Sample.hello("hi");
    private static final List<ResourceResult> RESULTS = Sample.results("http://hello.op1.localhost:8088");
    private static final Map<String, String> URLS = Map.of("hello", "http://hello.op1.localhost:8088");

    static final DeploymentCreated CREATED =
            new DeploymentCreated(D, "op-1", "Mine", "alpha", "monolithic", "op1.localhost", List.of(Sample.HELLO));

    private static DeploymentRequested requested(int rollout, int revision) {
        return new DeploymentRequested(D, "op-1", rollout, revision, "alpha", "monolithic", "op1.localhost", NEEDS);
    }

    private static RolloutStepStarted started(int rollout, String step, String component) {
        return new RolloutStepStarted(D, rollout, step, component);
    }

    private static CompleteStep complete(int rollout, String step, String component) {
        return new CompleteStep(D, rollout, step, component, "done", step.equals("verify") ? "1.0.0" : "", URLS);
    }

    private static ReceiveResources receive(int rollout) {
        return new ReceiveResources(D, "rollout/" + rollout, RESULTS);
    }

    /// A deployment whose first rollout has come so far that only the switch is ahead.
    private static Story verified() {
        return given(CREATED)
                .and(
                        new RequestDeployment(D, 1, NEEDS),
                        receive(1),
                        complete(1, "install", "hello/web"),
                        complete(1, "start", "hello/web"),
                        complete(1, "verify", "hello/web"));
    }

    static Story deployed() {
        return verified().and(complete(1, "switch", ""));
    }

    @Test
    void a_rollout_goes_step_by_step_from_request_to_success() {
        given(CREATED)
                .when(new RequestDeployment(D, 3, NEEDS))
                .then(requested(1, 3), started(1, "provision", ""))
                .when(receive(1))
                .then(
                        new RolloutResourcesReceived(D, 1, RESULTS),
                        new RolloutStepCompleted(D, 1, "provision", "", "2 resources are ready", ""),
                        started(1, "install", "hello/web"))
                .when(complete(1, "install", "hello/web"))
                .then(
                        new RolloutStepCompleted(D, 1, "install", "hello/web", "done", ""),
                        started(1, "start", "hello/web"))
                .when(complete(1, "start", "hello/web"))
                .then(
                        new RolloutStepCompleted(D, 1, "start", "hello/web", "done", ""),
                        started(1, "verify", "hello/web"))
                .when(complete(1, "verify", "hello/web"))
                .then(new RolloutStepCompleted(D, 1, "verify", "hello/web", "done", "1.0.0"), started(1, "switch", ""))
                .when(complete(1, "switch", ""))
                .then(
                        new RolloutStepCompleted(D, 1, "switch", "", "done", ""),
                        new DeploymentSucceeded(D, 1, 3, "alpha", URLS, Map.of("hello", "1.0.0")));
    }

    @Test
    void a_second_rollout_removes_what_the_first_one_brought() {
        deployed()
                .and(
                        new RequestDeployment(D, 2, NEEDS),
                        receive(2),
                        complete(2, "install", "hello/web"),
                        complete(2, "start", "hello/web"),
                        complete(2, "verify", "hello/web"))
                .when(complete(2, "switch", ""))
                .then(new RolloutStepCompleted(D, 2, "switch", "", "done", ""), started(2, "remove", ""));
    }

    @Test
    void an_older_version_than_the_one_that_serves_is_a_downgrade_and_refused() {
        Story story = serving("1.10.0");
        assertThat(story.when(new RequestDeployment(D, 1, Sample.at("1.9.0", NEEDS)))
                        .thenRefused(DeploymentRefusal.DOWNGRADE)
                        .detail())
                .contains("Revision 1")
                .contains("hello from 1.10.0 to 1.9.0");
        story.when(new RequestDeployment(D, 1, Sample.at("1.10.0-rc.1", NEEDS)))
                .thenRefused(DeploymentRefusal.DOWNGRADE);
    }

    @Test
    void an_earlier_revision_with_the_same_a_newer_or_no_version_is_no_downgrade() {
        for (String version : List.of("1.10.0", "1.10.0+other-build", "2.0.0")) {
            serving("1.10.0").and(new RequestDeployment(D, 1, Sample.at(version, NEEDS)));
        }
        serving("1.10.0").and(new RequestDeployment(D, 1, new Requirements(List.of(), List.of())));
    }

    @Test
    void after_an_upgrade_that_failed_what_serves_may_be_deployed_again() {
        serving("1.9.0")
                .and(
                        new RequestDeployment(D, 3, Sample.at("1.10.0", NEEDS)),
                        new FailProvisioning(D, "rollout/2", "no room"),
                        new RequestDeployment(D, 2, Sample.at("1.9.0", NEEDS)));
    }

    private static Story serving(String version) {
        return given(CREATED)
                .and(
                        new RequestDeployment(D, 2, Sample.at(version, NEEDS)),
                        receive(1),
                        complete(1, "install", "hello/web"),
                        complete(1, "start", "hello/web"),
                        complete(1, "verify", "hello/web"),
                        complete(1, "switch", ""));
    }

    @Test
    void a_deployment_is_created_once() {
        given(CREATED)
                .when(new CreateDeployment(D, "op-1", "x", "alpha", "monolithic", "op1.localhost", List.of()))
                .thenRefused(DeploymentRefusal.DEPLOYMENT_EXISTS);
    }

    @Test
    void what_was_not_created_can_do_nothing() {
        given().when(new RequestDeployment(D, 1, NEEDS)).thenRefused(DeploymentRefusal.DEPLOYMENT_UNKNOWN);
        given().when(new Retire(D, false)).thenRefused(DeploymentRefusal.DEPLOYMENT_UNKNOWN);
    }

    @Test
    void two_rollouts_never_run_at_a_time() {
        given(CREATED)
                .and(new RequestDeployment(D, 1, NEEDS))
                .when(new RequestDeployment(D, 2, NEEDS))
                .thenRefused(DeploymentRefusal.ROLLOUT_RUNNING);
    }

    @Test
    void a_step_that_is_told_twice_is_done_once() {
        given(CREATED)
                .and(new RequestDeployment(D, 1, NEEDS), receive(1), complete(1, "install", "hello/web"))
                .when(complete(1, "install", "hello/web"))
                .thenNothing();
        given(CREATED)
                .and(new RequestDeployment(D, 1, NEEDS), receive(1))
                .when(receive(1))
                .thenNothing();
    }

    @Test
    void resources_of_another_request_are_not_taken() {
        given(CREATED)
                .and(new RequestDeployment(D, 1, NEEDS))
                .when(new ReceiveResources(D, "rollout/2", RESULTS))
                .thenNothing();
    }

    @Test
    void a_step_that_fails_fails_the_rollout_and_what_served_serves_still() {
        Story story = deployed()
                .and(new RequestDeployment(D, 2, NEEDS), receive(2), complete(2, "install", "hello/web"))
                .when(new FailStep(D, 2, "start", "hello/web", "it ended at once"))
                .then(
                        new RolloutStepFailed(D, 2, "start", "hello/web", "it ended at once"),
                        new DeploymentFailed(D, 2, 2, "it ended at once"));
        assertThat(story.state()).isInstanceOfSatisfying(Idle.class, idle -> assertThat(idle.release())
                .hasValueSatisfying(release -> assertThat(release.generation()).isEqualTo("rollout-1")));
    }

    @Test
    void a_late_failure_does_not_undo_a_success() {
        deployed()
                .when(new FailStep(D, 1, "verify", "hello/web", "too slow"))
                .thenNothing()
                .when(new FailProvisioning(D, "rollout/1", "late"))
                .thenNothing();
    }

    @Test
    void provisioning_that_fails_fails_the_rollout() {
        given(CREATED)
                .and(new RequestDeployment(D, 1, NEEDS))
                .when(new FailProvisioning(D, "rollout/1", "no room"))
                .then(
                        new RolloutStepFailed(D, 1, "provision", "", "no room"),
                        new DeploymentFailed(D, 1, 1, "no room"));
    }

    @Test
    void cancelling_while_resources_are_awaited_frees_the_queue_at_once() {
        given(CREATED)
                .and(new RequestDeployment(D, 1, NEEDS))
                .when(new CancelRollout(D, 1))
                .then(new CancellationRequested(D, 1), new DeploymentCancelled(D, 1, 1))
                .when(receive(1))
                .thenNothing()
                .when(new RequestDeployment(D, 1, NEEDS))
                .then(requested(2, 1), started(2, "provision", ""));
    }

    @Test
    void cancelling_within_a_step_is_honoured_at_its_end() {
        given(CREATED)
                .and(new RequestDeployment(D, 1, NEEDS), receive(1))
                .when(new CancelRollout(D, 1))
                .then(new CancellationRequested(D, 1))
                .when(new CancelRollout(D, 1))
                .thenNothing()
                .when(complete(1, "install", "hello/web"))
                .then(
                        new RolloutStepCompleted(D, 1, "install", "hello/web", "done", ""),
                        new DeploymentCancelled(D, 1, 1));
    }

    @Test
    void a_cancelled_rollout_whose_step_fails_is_cancelled_rather_than_failed() {
        given(CREATED)
                .and(new RequestDeployment(D, 1, NEEDS), receive(1), new CancelRollout(D, 1))
                .when(new FailStep(D, 1, "install", "hello/web", "cancelled"))
                .then(
                        new RolloutStepFailed(D, 1, "install", "hello/web", "cancelled"),
                        new DeploymentCancelled(D, 1, 1));
    }

    @Test
    void once_the_edge_is_being_switched_it_is_too_late_to_cancel() {
        verified().when(new CancelRollout(D, 1)).thenRefused(DeploymentRefusal.ROLLOUT_PAST_RETURN);
    }

    @Test
    void cancelling_what_has_ended_is_nothing_and_what_never_was_is_unknown() {
        deployed().when(new CancelRollout(D, 1)).thenNothing();
        deployed().when(new CancelRollout(D, 2)).thenRefused(DeploymentRefusal.ROLLOUT_UNKNOWN);
    }

    @Test
    void a_deployment_is_retired_once_it_is_taken_down() {
        deployed()
                .when(new Retire(D, true))
                .then(new RetirementRequested(D, "alpha", true))
                .when(new Retire(D, false))
                .thenNothing()
                .when(new RecordRetired(D, true))
                .then(new DeploymentRetired(D, "alpha", true))
                .when(new RecordRetired(D, true))
                .thenNothing()
                .when(new RequestDeployment(D, 2, NEEDS))
                .thenRefused(DeploymentRefusal.DEPLOYMENT_RETIRED);
    }

    @Test
    void a_rollback_is_a_rollout_of_an_earlier_revision_that_says_so() {
        assertThat(deployed().and(new RequestRollback(D, 1, NEEDS)).past())
                .contains(new RollbackRequested(D, 2, 1))
                .filteredOn(DeploymentRequested.class::isInstance)
                .hasSize(2);
        given(CREATED)
                .and(new RequestDeployment(D, 1, NEEDS))
                .when(new RequestRollback(D, 1, NEEDS))
                .thenRefused(DeploymentRefusal.ROLLOUT_RUNNING);
    }

    @Test
    void what_was_retired_with_its_state_kept_can_be_erased_later() {
        deployed()
                .when(new Retire(D, false))
                .then(new RetirementRequested(D, "alpha", false))
                .when(new RecordRetired(D, false))
                .then(new DeploymentRetired(D, "alpha", false))
                .when(new Retire(D, false))
                .thenNothing()
                .when(new Retire(D, true))
                .then(new RetirementRequested(D, "alpha", true))
                .when(new RecordRetired(D, true))
                .then(new DeploymentRetired(D, "alpha", true))
                .when(new Retire(D, true))
                .thenNothing();
    }

    @Test
    void whoever_thinks_better_of_it_while_it_is_being_retired_has_the_state_erased_too() {
        deployed()
                .when(new Retire(D, false))
                .when(new Retire(D, true))
                .then(new RetirementRequested(D, "alpha", true))
                .when(new RecordRetired(D, false))
                .thenNothing()
                .when(new RecordRetired(D, true))
                .then(new DeploymentRetired(D, "alpha", true));
    }

    @Test
    void nothing_is_retired_while_a_rollout_runs() {
        given(CREATED)
                .and(new RequestDeployment(D, 1, NEEDS))
                .when(new Retire(D, false))
                .thenRefused(DeploymentRefusal.ROLLOUT_RUNNING);
    }

    @Test
    void tokens_are_issued_and_revoked() {
        var issue = new IssueToken(D, "t-1", List.of("migrate"), "abc", "2026-01-01T00:00:00Z");
        given(CREATED)
                .when(issue)
                .then(new TokenIssued(D, "t-1", List.of("migrate"), "abc", "2026-01-01T00:00:00Z"))
                .when(issue)
                .thenNothing()
                .when(new RevokeToken(D, "t-1"))
                .then(new TokenRevoked(D, "t-1"))
                .when(new RevokeToken(D, "t-1"))
                .thenRefused(DeploymentRefusal.TOKEN_UNKNOWN);
    }

    @Test
    void drift_is_told_when_it_begins_changes_and_ends_and_only_while_nothing_is_under_way() {
        deployed().when(new RecordDrift(D, List.of())).thenNothing();
        RecordDrift missing = new RecordDrift(D, List.of("hello/web is missing"));
        deployed().when(missing).then(new DriftDetected(D, missing.differences()));
        deployed().and(missing).when(missing).thenNothing();
        RecordDrift failing = new RecordDrift(D, List.of("hello/web is failing"));
        deployed().and(missing).when(failing).then(new DriftDetected(D, failing.differences()));
        deployed().and(missing).when(new RecordDrift(D, List.of())).then(new DriftEnded(D));
        deployed()
                .and(missing, new RecordDrift(D, List.of()))
                .when(missing)
                .then(new DriftDetected(D, missing.differences()));
        deployed().and(new RequestDeployment(D, 2, NEEDS)).when(missing).thenNothing();
    }

    @Test
    void an_application_without_components_needs_no_more_than_its_resources() {
        Requirements shell = new Requirements(List.of(), List.of());
        given(CREATED)
                .and(new RequestDeployment(D, 1, shell), receive(1))
                .when(complete(1, "switch", ""))
                .then(
                        new RolloutStepCompleted(D, 1, "switch", "", "done", ""),
                        new DeploymentSucceeded(D, 1, 1, "alpha", URLS, Map.of()));
    }

    @Test
    void the_state_survives_being_written_and_read_as_a_snapshot() throws Exception {
        Story rolling = deployed().and(new RequestDeployment(D, 2, NEEDS), receive(2));
        assertThat(rolling.state()).isInstanceOf(RollingOut.class);
        for (Story story : List.of(given(CREATED), deployed(), rolling, MigrationRulesTest.targetRunning())) {
            var json = org.fediversity.runtime.Json.MAPPER;
            String text = json.writerFor(Deployment.class).writeValueAsString(story.state());
            assertThat(json.readValue(text, Deployment.class)).isEqualTo(story.state());
        }
    }

    @Test
    void no_event_makes_evolve_fail_in_any_situation() {
        List<DeploymentEvent> all = new java.util.ArrayList<>(deployed().past());
        all.addAll(MigrationRulesTest.targetRunning().past());
        for (Story story :
                List.of(given(), given(CREATED), verified(), deployed(), MigrationRulesTest.targetRunning())) {
            for (DeploymentEvent event : all) {
                assertThat(DeploymentDecider.INSTANCE.evolve(story.state(), event))
                        .isNotNull();
            }
        }
    }
}
