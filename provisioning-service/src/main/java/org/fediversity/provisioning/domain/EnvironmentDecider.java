package org.fediversity.provisioning.domain;

import static org.fediversity.runtime.Decision.accepted;
import static org.fediversity.runtime.Decision.nothingToDo;
import static org.fediversity.runtime.Decision.refused;

import java.util.List;
import java.util.Map;
import org.fediversity.contracts.ProvisioningEvent.EnvironmentDeclared;
import org.fediversity.provisioning.domain.Environment.Declared;
import org.fediversity.provisioning.domain.Environment.Undeclared;
import org.fediversity.provisioning.domain.EnvironmentCommand.Declare;
import org.fediversity.provisioning.domain.EnvironmentCommand.DeclareAnew;
import org.fediversity.provisioning.domain.EnvironmentCommand.DeclareFromFile;
import org.fediversity.runtime.Decider;
import org.fediversity.runtime.Decision;
import org.fediversity.runtime.Fault;

/// Who may declare an environment, and when it counts as changed.
enum EnvironmentDecider implements Decider<EnvironmentCommand, Environment, EnvironmentDeclared> {
    INSTANCE;

    @Override
    public Environment initial() {
        return new Undeclared();
    }

    @Override
    public Decision decide(EnvironmentCommand command, Environment state) {
        return switch (command) {
            case Declare(var name, var provider, var definition) ->
                switch (state) {
                    case Undeclared _ -> accepted(new EnvironmentDeclared(name, provider, 1, definition));
                    case Declared _ ->
                        refused(
                                ProvisioningRefusal.ENVIRONMENT_EXISTS,
                                "There is an environment '" + name + "' already; PUT changes it.");
                };
            case DeclareAnew(var name, var provider, var seen, var definition) ->
                switch (state) {
                    case Undeclared _ ->
                        refused(ProvisioningRefusal.NO_SUCH_ENVIRONMENT, "There is no environment '" + name + "'.");
                    case Declared declared
                    when declared.revision() != seen ->
                        refused(
                                ProvisioningRefusal.ENVIRONMENT_CHANGED,
                                "You read revision " + seen + ", it is at revision " + declared.revision() + " now.");
                    case Declared declared -> again(declared, name, provider, definition);
                };
            case DeclareFromFile(var name, var definition) ->
                switch (state) {
                    case Undeclared _ -> accepted(new EnvironmentDeclared(name, DeclareFromFile.SET_UP, 1, definition));
                    case Declared declared when !declared.provider().equals(DeclareFromFile.SET_UP) -> nothingToDo();
                    case Declared declared -> again(declared, name, DeclareFromFile.SET_UP, definition);
                };
        };
    }

    private static Decision again(Declared declared, String name, String provider, Map<String, Object> definition) {
        if (declared.definition().equals(definition)) {
            return nothingToDo();
        }
        String backend = Plain.text(declared.definition(), "backend");
        return Plain.text(definition, "backend").equals(backend)
                ? accepted(new EnvironmentDeclared(name, provider, declared.revision() + 1, definition))
                : refused(
                        ProvisioningRefusal.ENVIRONMENT_INVALID,
                        "An environment keeps its backend: what runs there could not be found again.",
                        List.of(new Fault("/backend", "is '" + backend + "' since the environment was declared")));
    }

    @Override
    public Environment evolve(Environment state, EnvironmentDeclared event) {
        return new Declared(event.provider(), event.revision(), event.definition());
    }
}
