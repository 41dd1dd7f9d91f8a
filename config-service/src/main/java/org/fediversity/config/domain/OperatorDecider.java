package org.fediversity.config.domain;

import org.fediversity.config.domain.OperatorCommand.RecordErasure;
import org.fediversity.config.domain.OperatorCommand.RegisterOperator;
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

/// The rules of operators: signing up twice is signing up once; whoever was erased may come back.
public enum OperatorDecider implements Decider<OperatorCommand, Operator, ConfigEvent> {
    INSTANCE;

    @Override
    public Operator initial() {
        return new Operator.Unknown();
    }

    @Override
    public Decision decide(OperatorCommand command, Operator state) {
        return switch (command) {
            case RegisterOperator(var operator) ->
                switch (state) {
                    case Operator.Registered registered -> Decision.nothingToDo();
                    case Operator.Unknown unknown -> Decision.accepted(new OperatorRegistered(operator));
                    case Operator.Erased erased -> Decision.accepted(new OperatorRegistered(operator));
                };
            case RecordErasure(var operator, var receipt) ->
                switch (state) {
                    case Operator.Registered registered -> Decision.accepted(new OperatorErased(operator, receipt));
                    case Operator.Erased erased -> Decision.nothingToDo();
                    case Operator.Unknown unknown ->
                        Decision.refused(IdentityRefusal.NOT_SIGNED_UP, "Sign up first: POST /operators.");
                };
        };
    }

    @Override
    public Operator evolve(Operator state, ConfigEvent event) {
        return switch (event) {
            case OperatorRegistered registered -> new Operator.Registered();
            case OperatorErased erased -> new Operator.Erased();
            case ApplicationPublished other -> state;
            case ApplicationDeprecated other -> state;
            case ApplicationReinstated other -> state;
            case ApplicationWithdrawn other -> state;
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
