package org.fediversity.provisioning.api;

import java.util.List;
import org.fediversity.provisioning.domain.Definition;
import org.fediversity.provisioning.view.Environments;

/// What an operator may know of an environment.
public record EnvironmentSummary(String name, String title, String backend, List<String> topologies) {
    static EnvironmentSummary of(Environments.Declared declared) {
        Definition definition = declared.definition();
        return new EnvironmentSummary(declared.name(), declared.title(), definition.backend(), definition.topologies());
    }
}
