package org.fediversity.config.domain;

import java.util.Map;
import org.fediversity.config.domain.ApplicationCommand.PublishApplication;
import org.fediversity.contracts.ConfigEvent;
import org.fediversity.contracts.ConfigEvent.ApplicationPublished;
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
                    case Application.Published(var digests)
                    when p.digest().equals(digests.get(p.version())) -> Decision.nothingToDo();
                    case Application.Published(var digests)
                    when digests.containsKey(p.version()) ->
                        Decision.refused(
                                ConfigRefusal.VERSION_PUBLISHED,
                                p.application() + " " + p.version()
                                        + " is published with other content. A version never changes: give it a new number.");
                    case Application.Published others -> published(p);
                    case Application.Unpublished none -> published(p);
                };
        };
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
                        new Application.Published(Map.of(published.version(), published.digest()));
                    case Application.Published before -> before.and(published.version(), published.digest());
                };
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
}
