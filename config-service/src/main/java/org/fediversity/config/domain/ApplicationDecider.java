package org.fediversity.config.domain;

import java.util.Map;
import org.fediversity.config.domain.ApplicationCommand.JudgeVersion;
import org.fediversity.config.domain.ApplicationCommand.PublishApplication;
import org.fediversity.contracts.ConfigEvent;
import org.fediversity.contracts.ConfigEvent.ApplicationDeprecated;
import org.fediversity.contracts.ConfigEvent.ApplicationPublished;
import org.fediversity.contracts.ConfigEvent.ApplicationReinstated;
import org.fediversity.contracts.ConfigEvent.ApplicationWithdrawn;
import org.fediversity.contracts.ConfigEvent.ConfigurationDeployed;
import org.fediversity.contracts.ConfigEvent.ConfigurationDiscarded;
import org.fediversity.contracts.ConfigEvent.ConfigurationStaged;
import org.fediversity.contracts.ConfigEvent.DomainClaimExpired;
import org.fediversity.contracts.ConfigEvent.DomainClaimed;
import org.fediversity.contracts.ConfigEvent.DomainLapsed;
import org.fediversity.contracts.ConfigEvent.DomainProofFound;
import org.fediversity.contracts.ConfigEvent.DomainProofMissing;
import org.fediversity.contracts.ConfigEvent.DomainVerified;
import org.fediversity.contracts.ConfigEvent.OperatorErased;
import org.fediversity.contracts.ConfigEvent.OperatorRegistered;
import org.fediversity.runtime.Decider;
import org.fediversity.runtime.Decision;
import org.fediversity.runtime.web.GeneralRefusal;

/// The rules of the catalogue: a version, once published, never changes.
public enum ApplicationDecider implements Decider<ApplicationCommand, Application, ConfigEvent> {
    INSTANCE;

    @Override
    public Application initial() {
        return new Application.Unpublished();
    }

    @Override
    public Decision decide(ApplicationCommand command, Application state) {
        return switch (command) {
            case PublishApplication p ->
                switch (state) {
                    case Application.Published(var digests, var standings, var reasons)
                    when p.digest().equals(digests.get(p.version())) -> Decision.nothingToDo();
                    case Application.Published(var digests, var standings, var reasons)
                    when digests.containsKey(p.version()) ->
                        Decision.refused(
                                ConfigRefusal.VERSION_PUBLISHED,
                                p.application() + " " + p.version()
                                        + " is published with other content. A version never changes: give it a new number.");
                    case Application.Published others -> published(p);
                    case Application.Unpublished none -> published(p);
                };
            case JudgeVersion j ->
                switch (state) {
                    case Application.Published known when known.digests().containsKey(j.version()) -> judge(j, known);
                    case Application.Published others -> unknown(j);
                    case Application.Unpublished none -> unknown(j);
                };
        };
    }

    private static Decision judge(JudgeVersion j, Application.Published known) {
        Standing now = known.standing(j.version());
        if (now == j.standing()
                && (now == Standing.CURRENT || j.reason().equals(known.reasons().get(j.version())))) {
            return Decision.nothingToDo();
        }
        if (now == Standing.WITHDRAWN) {
            return Decision.refused(
                    ConfigRefusal.VERSION_WITHDRAWN,
                    j.application() + " " + j.version() + " was withdrawn for good. Publish it under a new number.");
        }
        return Decision.accepted(
                switch (j.standing()) {
                    case CURRENT -> new ApplicationReinstated(j.application(), j.version());
                    case DEPRECATED -> new ApplicationDeprecated(j.application(), j.version(), j.reason());
                    case WITHDRAWN -> new ApplicationWithdrawn(j.application(), j.version(), j.reason());
                });
    }

    private static Decision unknown(JudgeVersion j) {
        return Decision.refused(
                GeneralRefusal.NOT_FOUND, "There is no application '" + j.application() + "' " + j.version() + ".");
    }

    private static Decision published(PublishApplication p) {
        return Decision.accepted(
                new ApplicationPublished(p.application(), p.version(), p.digest(), p.directory(), p.module()));
    }

    @Override
    public Application evolve(Application state, ConfigEvent event) {
        return switch (event) {
            case ApplicationPublished published ->
                switch (state) {
                    case Application.Unpublished none ->
                        new Application.Published(Map.of(published.version(), published.digest()), Map.of(), Map.of());
                    case Application.Published before -> before.and(published.version(), published.digest());
                };
            case ApplicationDeprecated deprecated ->
                judged(state, deprecated.version(), Standing.DEPRECATED, deprecated.reason());
            case ApplicationReinstated reinstated -> judged(state, reinstated.version(), Standing.CURRENT, "");
            case ApplicationWithdrawn withdrawn ->
                judged(state, withdrawn.version(), Standing.WITHDRAWN, withdrawn.reason());
            case OperatorRegistered other -> state;
            case OperatorErased other -> state;
            case DomainClaimed other -> state;
            case DomainClaimExpired other -> state;
            case DomainVerified other -> state;
            case DomainProofMissing other -> state;
            case DomainProofFound other -> state;
            case DomainLapsed other -> state;
            case ConfigurationStaged other -> state;
            case ConfigurationDiscarded other -> state;
            case ConfigurationDeployed other -> state;
        };
    }

    private static Application judged(Application state, String version, Standing standing, String reason) {
        return state instanceof Application.Published known ? known.judged(version, standing, reason) : state;
    }
}
