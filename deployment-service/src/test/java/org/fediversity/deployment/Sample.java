package org.fediversity.deployment;

import java.util.List;
import java.util.Map;
import org.fediversity.contracts.PinnedApplication;
import org.fediversity.contracts.Requirements;
import org.fediversity.contracts.Requirements.ApplicationPlan;
import org.fediversity.contracts.Requirements.ComponentPlan;
import org.fediversity.contracts.Requirements.RequiredResource;
import org.fediversity.contracts.Requirements.ScriptPlan;
import org.fediversity.contracts.ResourceResult;

/// A tiny application, as config-service and provisioning-service would describe it.
public final class Sample {
    private Sample() {}

    public static final PinnedApplication HELLO = new PinnedApplication("hello", "1.0.0", "hello");

    /// One component `web` that says a greeting.
    public static Requirements hello(String greeting) {
        return hello("hello", greeting);
    }

    /// The same, under another label.
    public static Requirements hello(String label, String greeting) {
        return hello(
                label, greeting, List.of("java", "-Xmx48m", "-XX:TieredStopAtLevel=1", "${module.dir}/Hello.java"));
    }

    public static Requirements hello(String label, String greeting, List<String> command) {
        return new Requirements(
                List.of(new RequiredResource("machine", "", "machine", "machine", "", Map.of("cpu", 1))),
                List.of(new ApplicationPlan(
                        "hello",
                        "1.0.0",
                        label,
                        Map.of("greeting", greeting, "password", Map.of("secret", "config/1", "fingerprint", "abc")),
                        programs(),
                        List.of(new ComponentPlan(
                                "web",
                                "machine",
                                Map.of("health", "/health", "expect", 200),
                                Map.of(
                                        "PORT", "${component.port}",
                                        "GREETING", "${options.greeting}",
                                        "PASSWORD", "${options.password}",
                                        "URL", "${resources.address.url}"),
                                Map.of("process", Map.of("command", command, "stopSeconds", 5)))),
                        List.of(),
                        List.of())));
    }

    /// The same, with migration scripts.
    public static Requirements moving(Requirements requirements, ScriptPlan... scripts) {
        return new Requirements(
                requirements.resources(),
                requirements.applications().stream()
                        .map(plan -> new ApplicationPlan(
                                plan.name(),
                                plan.version(),
                                plan.label(),
                                plan.options(),
                                plan.moduleDirectory(),
                                plan.components(),
                                plan.state(),
                                List.of(scripts)))
                        .toList());
    }

    /// The same, with every application at another version.
    public static Requirements at(String version, Requirements requirements) {
        return new Requirements(
                requirements.resources(),
                requirements.applications().stream()
                        .map(plan -> new ApplicationPlan(
                                plan.name(),
                                version,
                                plan.label(),
                                plan.options(),
                                plan.moduleDirectory(),
                                plan.components(),
                                plan.state(),
                                plan.scripts()))
                        .toList());
    }

    public static List<ResourceResult> results(String url) {
        return List.of(
                new ResourceResult(
                        "machine", "", "machine", "machine", "process", Map.of("host", "127.0.0.1"), Map.of()),
                new ResourceResult(
                        "hello/address", "hello", "address", "domain-name", "localhost", Map.of("url", url), Map.of()));
    }

    /// Where the programs of the tests lie.
    public static String programs() {
        return java.nio.file.Path.of("src/test/resources/programs")
                .toAbsolutePath()
                .toString();
    }
}
