package org.fediversity.deployment.policy;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.fediversity.contracts.DeploymentEvent.RolloutStepStarted;
import org.fediversity.deployment.domain.About;
import org.fediversity.deployment.domain.Deployment.RollingOut;
import org.fediversity.deployment.domain.DeploymentCommand;
import org.fediversity.deployment.domain.DeploymentCommand.CompleteStep;
import org.fediversity.deployment.domain.DeploymentCommand.FailStep;
import org.fediversity.deployment.domain.Hosts;
import org.fediversity.deployment.domain.Release;
import org.fediversity.deployment.domain.Release.Part;
import org.fediversity.deployment.domain.Rollout;
import org.fediversity.deployment.domain.Step;
import org.fediversity.deployment.driver.Outcome;
import org.fediversity.deployment.policy.Verification.Verdict;
import org.fediversity.runtime.Policy;
import org.fediversity.runtime.Recorded;
import org.jboss.logging.Logger;

/// Whenever a step of a rollout started, it is carried out. Provisioning is another service's.
@ApplicationScoped
class CarryOutStepWhenStarted implements Policy<RolloutStepStarted> {
    private static final Logger LOG = Logger.getLogger(CarryOutStepWhenStarted.class);
    private final Deployments deployments;
    private final Components components;
    private final Hosts hosts;
    private final PolicySettings settings;

    CarryOutStepWhenStarted(Deployments deployments, Components components, Hosts hosts, PolicySettings settings) {
        this.deployments = deployments;
        this.components = components;
        this.hosts = hosts;
        this.settings = settings;
    }

    @Override
    public Class<RolloutStepStarted> event() {
        return RolloutStepStarted.class;
    }

    @Override
    public Optional<DeploymentCommand> react(Recorded<RolloutStepStarted> recorded) throws Exception {
        RolloutStepStarted step = recorded.event();
        if (step.step().equals(Step.PROVISION)) {
            return Optional.empty();
        }
        try {
            return deployments.inTurn(
                    step.deployment(),
                    state -> isAt(state, step) && state instanceof RollingOut(var about, var serving, var rollout)
                            ? Optional.of(carryOut(step, about, rollout))
                            : Optional.empty());
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            if (step.step().equals(Step.REMOVE)
                    || isWithinPatience(recorded.meta().time())) {
                throw e; // tried again: the new release serves already, or whoever does not answer may be back soon
            }
            LOG.errorf(e, "step %s %s of %s fails", step.step(), step.component(), step.deployment());
            return Optional.of(failed(step, "something that it depends on does not answer"));
        }
    }

    private boolean isWithinPatience(Instant started) {
        return Duration.between(started, Instant.now()).compareTo(settings.outagePatience()) < 0;
    }

    private static boolean isAt(Object state, RolloutStepStarted step) {
        return state instanceof RollingOut s
                && s.rollout().number() == step.rollout()
                && s.rollout().isAt(step.step(), step.component());
    }

    private DeploymentCommand carryOut(RolloutStepStarted step, About about, Rollout rollout) throws Exception {
        if (rollout.cancelling() && !step.step().equals(Step.REMOVE)) {
            return failed(step, "cancelled");
        }
        Release release = rollout.release();
        return switch (step.step()) {
            case Step.INSTALL -> result(step, about, release, components.install(about, release, part(release, step)));
            case Step.START -> result(step, about, release, components.start(about, release, part(release, step)));
            case Step.VERIFY -> verified(step, about, release);
            case Step.SWITCH -> result(step, about, release, components.lead(about, release));
            case Step.REMOVE -> {
                int gone = components.remove(about.id(), release.environment(), one -> !one.generation()
                        .equals(release.generation()));
                yield result(step, about, release, new Outcome.Ready(gone + " earlier components are gone"));
            }
            default -> failed(step, "there is no such step");
        };
    }

    private static Part part(Release release, RolloutStepStarted step) {
        return release.part(step.component())
                .orElseThrow(() -> new IllegalStateException("no component " + step.component()));
    }

    private DeploymentCommand verified(RolloutStepStarted step, About about, Release release) throws Exception {
        BooleanSupplier cancelled = () -> deployments.now(about.id()) instanceof RollingOut s
                && s.rollout().cancelling();
        return switch (components.verify(about, release, part(release, step), cancelled)) {
            case Verdict.Healthy(var detail, var version) -> completed(step, about, release, detail, version);
            case Verdict.Unhealthy(var reason) -> failed(step, reason);
        };
    }

    private DeploymentCommand result(RolloutStepStarted step, About about, Release release, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Ready(var detail) -> completed(step, about, release, detail, "");
            case Outcome.Refused(var reason) -> failed(step, reason);
            case Outcome.Unreachable(var reason) -> throw new IllegalStateException(reason);
        };
    }

    private DeploymentCommand completed(
            RolloutStepStarted step, About about, Release release, String detail, String version) {
        return new CompleteStep(
                step.deployment(),
                step.rollout(),
                step.step(),
                step.component(),
                detail,
                version,
                hosts.urls(release, about.domain()));
    }

    private static DeploymentCommand failed(RolloutStepStarted step, String reason) {
        return new FailStep(step.deployment(), step.rollout(), step.step(), step.component(), reason);
    }
}
