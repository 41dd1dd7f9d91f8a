package org.fediversity.migration.api;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Collectors;
import org.fediversity.contracts.Requirements;
import org.fediversity.migration.api.Destinations.Destination;
import org.fediversity.migration.api.MigrationsResource.MigrationOrder;
import org.fediversity.migration.domain.Configurations;
import org.fediversity.migration.domain.Deployments;
import org.fediversity.migration.domain.Deployments.Deployment;
import org.fediversity.migration.domain.Environments;
import org.fediversity.migration.domain.Environments.Environment;
import org.fediversity.migration.domain.MigrationCommand.RequestMigration;
import org.fediversity.migration.domain.MigrationRefusal;
import org.fediversity.migration.domain.Secrets;
import org.fediversity.migration.domain.StateToMove;
import org.fediversity.migration.view.Claims;
import org.fediversity.runtime.Commands;
import org.fediversity.runtime.Decision;
import org.fediversity.runtime.Fault;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.web.GeneralRefusal;
import org.fediversity.runtime.web.Sight;

/// Whether a move may begin: everything that can be known before anything is touched is asked here, and refused with
/// the place in the order that is at fault.
@ApplicationScoped
class Departures {
    private final TimeBasedEpochRandomGenerator ids = Generators.timeBasedEpochRandomGenerator();
    private final Deployments deployments;
    private final Configurations configurations;
    private final Environments environments;
    private final Destinations destinations;
    private final Secrets secrets;
    private final Claims claims;
    private final Commands commands;

    Departures(
            Deployments deployments,
            Configurations configurations,
            Environments environments,
            Destinations destinations,
            Secrets secrets,
            Claims claims,
            Commands commands) {
        this.deployments = deployments;
        this.configurations = configurations;
        this.environments = environments;
        this.destinations = destinations;
        this.secrets = secrets;
        this.claims = claims;
        this.commands = commands;
    }

    /// The deployment, if it is the operator's.
    private Deployment own(String operator, String deployment) {
        return deployments
                .find(deployment)
                .filter(found -> found.operator().equals(operator))
                .orElseThrow(() -> unknown(deployment));
    }

    /// Refuses unless the deployment is in sight.
    void visible(Sight sight, String deployment) {
        if (deployments
                .find(deployment)
                .filter(found -> sight.reaches(found.operator(), found.environment()))
                .isEmpty()) {
            throw unknown(deployment);
        }
    }

    private static RefusedException unknown(String deployment) {
        return new RefusedException(GeneralRefusal.NOT_FOUND, "There is no deployment " + deployment + " of yours.");
    }

    /// @return id of the migration
    String depart(String operator, String id, MigrationOrder order) {
        Deployment deployment = own(operator, id);
        Destination destination = destinations.of(deployment, order);
        refuseUnlessStill(deployment);
        String topology = destination.topology();
        Environment target = destination.environment();
        Requirements requirements = requirements(deployment, topology);
        refuseUnlessFeasible(deployment, target, topology, requirements);
        refuseWithoutIdentity(deployment, requirements);
        String migration = ids.generate().toString();
        if (!claims.take(deployment.id(), migration)) {
            throw new RefusedException(
                    MigrationRefusal.MIGRATION_RUNNING,
                    "Another migration of this deployment is under way, or completed and not confirmed yet.");
        }
        try {
            commands.ask(new RequestMigration(
                    migration,
                    deployment.id(),
                    operator,
                    deployment.domain(),
                    deployment.environment(),
                    deployment.topology(),
                    target.name(),
                    topology,
                    destination.strategy(),
                    deployment.deployedRevision(),
                    requirements));
        } catch (RefusedException e) {
            claims.giveBack(deployment.id(), migration);
            throw e;
        }
        return migration;
    }

    private static void refuseUnlessStill(Deployment deployment) {
        if (deployment.deployedRevision() == 0) {
            throw new RefusedException(MigrationRefusal.NOTHING_DEPLOYED, "Deploy it first.");
        }
        switch (deployment.status()) {
            case "deploying" ->
                throw new RefusedException(
                        MigrationRefusal.ROLLOUT_RUNNING, "A rollout is running; wait for its end or cancel it.");
            case "frozen", "migrating" ->
                throw new RefusedException(
                        MigrationRefusal.MIGRATION_RUNNING, "It is frozen by a migration that is under way.");
            case "retiring", "retired" ->
                throw new RefusedException(MigrationRefusal.NOTHING_DEPLOYED, "It is retired.");
            default -> {}
        }
    }

    private Requirements requirements(Deployment deployment, String topology) {
        return configurations
                .requirements(deployment.id(), deployment.deployedRevision(), topology)
                .map(Configurations.Needed::requirements)
                .orElseThrow(() -> new RefusedException(
                        MigrationRefusal.NOTHING_DEPLOYED, "The deployed configuration is not known any more."));
    }

    private void refuseUnlessFeasible(
            Deployment deployment, Environment target, String topology, Requirements requirements) {
        Environments.Plan plan = environments.plan(deployment, target.name(), topology, requirements);
        if (plan.feasible()) {
            return;
        }
        List<Fault> faults = plan.problems().stream()
                .map(problem -> new Fault(
                        "/environment",
                        problem.resource().isEmpty()
                                ? problem.message()
                                : problem.resource() + ": " + problem.message()))
                .toList();
        throw new RefusedException(new Decision.Refused(
                MigrationRefusal.INFEASIBLE, "The environment cannot give everything that is needed.", faults));
    }

    private void refuseWithoutIdentity(Deployment deployment, Requirements requirements) {
        List<StateToMove> missing = StateToMove.identitiesWithoutValue(
                requirements, environments.held(deployment.id(), deployment.environment()), secrets);
        if (!missing.isEmpty()) {
            String names = missing.stream().map(StateToMove::name).collect(Collectors.joining(", "));
            throw new RefusedException(
                    MigrationRefusal.IDENTITY_MISSING, "Without " + names + " it would not be the same any more.");
        }
    }
}
