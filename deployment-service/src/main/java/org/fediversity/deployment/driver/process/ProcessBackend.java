package org.fediversity.deployment.driver.process;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.fediversity.deployment.domain.Instance;
import org.fediversity.deployment.domain.Observation;
import org.fediversity.deployment.domain.Observations;
import org.fediversity.deployment.driver.Backend;
import org.fediversity.deployment.driver.Endpoint;
import org.fediversity.deployment.driver.Outcome;
import org.fediversity.deployment.driver.Workload;

/// Run-time backend `process`. What a component `needs` of its machine is counted by provisioning-service and not
/// enforced here: a process may take more.
@ApplicationScoped
public class ProcessBackend implements Backend {
    private static final int STOP_SECONDS = 20;
    private static final Set<String> SIGNALS = Set.of("TERM", "INT", "QUIT", "HUP", "USR1", "USR2", "WINCH");

    private final Supervisor supervisor;
    private final String host;

    @Inject
    ProcessBackend(
            ProcessSettings settings, Observations observations, @ConfigProperty(name = "fediversity.data") Path data) {
        this(
                settings.host(),
                new Supervisor(
                        data.toAbsolutePath().resolve("deployments"),
                        new Ports(settings.firstPort(), settings.lastPort()),
                        settings.logLimit(),
                        observations));
    }

    ProcessBackend(String host, Supervisor supervisor) {
        this.host = host;
        this.supervisor = supervisor;
    }

    void opened(@Observes StartupEvent started) {
        supervisor.open();
    }

    void closed(@Observes ShutdownEvent stopping) {
        supervisor.close();
    }

    @Override
    public String name() {
        return "process";
    }

    @Override
    public Endpoint endpoint(Instance instance) {
        return new Endpoint(host, supervisor.port(instance));
    }

    @Override
    public Outcome install(Instance instance, Workload workload) {
        Map<String, Object> runs = workload.runs();
        if (!(runs.get("command") instanceof List<?> words) || words.isEmpty()) {
            return new Outcome.Refused("the module gives no command for backend process");
        }
        List<String> command = words.stream().map(String::valueOf).toList();
        String signal = String.valueOf(runs.getOrDefault("stopSignal", "TERM"))
                .toUpperCase(Locale.ROOT)
                .replaceFirst("^SIG", "");
        if (!SIGNALS.contains(signal)) {
            return new Outcome.Refused("stopSignal is none of " + SIGNALS);
        }
        String path = workload.environment().getOrDefault("PATH", Programs.path());
        if (Programs.find(command.getFirst(), path).isEmpty()) {
            return new Outcome.Refused("there is no program `" + command.getFirst() + "` on this machine");
        }
        int seconds = runs.get("stopSeconds") instanceof Number number ? number.intValue() : STOP_SECONDS;
        int port = supervisor.port(instance);
        supervisor.install(
                new Spec(instance, false, command, workload.environment(), signal, Math.clamp(seconds, 0, 600)));
        return new Outcome.Ready("will listen on port " + port);
    }

    @Override
    public Outcome start(Instance instance) {
        return supervisor
                .find(instance)
                .map(Supervised::start)
                .orElseGet(() -> new Outcome.Refused("it is not installed"));
    }

    @Override
    public Outcome stop(Instance instance) {
        return supervisor
                .find(instance)
                .map(Supervised::stop)
                .orElseGet(() -> new Outcome.Ready("it is not installed"));
    }

    @Override
    public Outcome remove(Instance instance) {
        return supervisor.remove(instance);
    }

    @Override
    public Ran run(Instance instance, List<String> command, BooleanSupplier unwanted) {
        return supervisor
                .find(instance)
                .map(supervised -> supervised.run(command, unwanted))
                .orElseGet(() -> new Ran.Refused("it is not installed"));
    }

    @Override
    public void erase(String deployment, String environment) {
        supervisor.erase(deployment, environment);
    }

    @Override
    public List<Observation> of(String deployment) {
        return supervisor.of(deployment);
    }
}
