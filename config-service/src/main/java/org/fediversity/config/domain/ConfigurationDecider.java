package org.fediversity.config.domain;

import java.util.Map;
import org.fediversity.config.domain.ConfigurationCommand.DiscardStaged;
import org.fediversity.config.domain.ConfigurationCommand.MarkDeployed;
import org.fediversity.config.domain.ConfigurationCommand.StageAgain;
import org.fediversity.config.domain.ConfigurationCommand.StageConfiguration;
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
import org.fediversity.contracts.Requirements;
import org.fediversity.runtime.Decider;
import org.fediversity.runtime.Decision;

/// The rules of configurations: every staging that changes something is a new revision, and numbers are given once.
public enum ConfigurationDecider implements Decider<ConfigurationCommand, Configuration, ConfigEvent> {
    INSTANCE;

    @Override
    public Configuration initial() {
        return new Configuration.Unstaged();
    }

    @Override
    public Decision decide(ConfigurationCommand command, Configuration state) {
        return switch (command) {
            case StageConfiguration s -> stage(s, state);
            case DiscardStaged d -> discard(d, state);
            case MarkDeployed m ->
                switch (state) {
                    case Configuration.Staged staged
                    when staged.running() != m.revision() && staged.digests().containsKey(m.revision()) ->
                        Decision.accepted(new ConfigurationDeployed(m.deployment(), m.revision()));
                    case Configuration.Staged known -> Decision.nothingToDo();
                    case Configuration.Unstaged none -> Decision.nothingToDo();
                };
            case StageAgain n ->
                switch (state) {
                    case Configuration.Staged staged
                    when staged.revision() != n.revision() && staged.digests().containsKey(n.revision()) ->
                        Decision.accepted(new ConfigurationDiscarded(n.deployment(), staged.revision(), n.revision()));
                    case Configuration.Staged same -> Decision.nothingToDo();
                    case Configuration.Unstaged none -> Decision.nothingToDo();
                };
        };
    }

    private static Decision stage(StageConfiguration s, Configuration state) {
        int current = state instanceof Configuration.Staged staged ? staged.revision() : 0;
        if (s.expected() != ConfigurationCommand.ANY && s.expected() != current) {
            return stale(current);
        }
        return switch (state) {
            case Configuration.Unstaged none -> staged(s, 1);
            case Configuration.Staged same
            when digest(s.applications(), s.requirements())
                    .equals(same.digests().get(same.revision())) -> Decision.nothingToDo();
            case Configuration.Staged before -> staged(s, before.next());
        };
    }

    private static Decision staged(StageConfiguration s, int revision) {
        return Decision.accepted(new ConfigurationStaged(s.deployment(), revision, s.applications(), s.requirements()));
    }

    private static Decision discard(DiscardStaged d, Configuration state) {
        return switch (state) {
            case Configuration.Unstaged none ->
                Decision.refused(ConfigRefusal.NOTHING_STAGED, "There is nothing to give up.");
            case Configuration.Staged staged
            when d.expected() != ConfigurationCommand.ANY && d.expected() != staged.revision() ->
                stale(staged.revision());
            case Configuration.Staged staged
            when staged.running() == 0 ->
                Decision.refused(
                        ConfigRefusal.NOTHING_DEPLOYED, "Nothing runs yet that could be staged again instead.");
            case Configuration.Staged staged when staged.running() == staged.revision() -> Decision.nothingToDo();
            case Configuration.Staged staged ->
                Decision.accepted(new ConfigurationDiscarded(d.deployment(), staged.revision(), staged.running()));
        };
    }

    private static Decision stale(int current) {
        return Decision.refused(
                ConfigRefusal.CONFIGURATION_CHANGED,
                "Revision " + current + " is staged now. Read it, then repeat your change.");
    }

    private static String digest(Map<String, Object> applications, Requirements requirements) {
        return Digest.of(Map.of("applications", applications, "requirements", requirements));
    }

    @Override
    public Configuration evolve(Configuration state, ConfigEvent event) {
        Configuration.Staged before =
                state instanceof Configuration.Staged staged ? staged : new Configuration.Staged(0, Map.of(), 0);
        return switch (event) {
            case ConfigurationStaged staged ->
                before.stage(staged.revision(), digest(staged.applications(), staged.requirements()));
            case ConfigurationDiscarded discarded -> before.backTo(discarded.backTo());
            case ConfigurationDeployed deployed -> before.runs(deployed.revision());
            case ApplicationPublished other -> state;
            case ApplicationDeprecated other -> state;
            case ApplicationReinstated other -> state;
            case ApplicationWithdrawn other -> state;
            case OperatorRegistered other -> state;
            case OperatorErased other -> state;
            case DomainClaimed other -> state;
            case DomainClaimExpired other -> state;
            case DomainVerified other -> state;
            case DomainProofMissing other -> state;
            case DomainProofFound other -> state;
            case DomainLapsed other -> state;
        };
    }
}
