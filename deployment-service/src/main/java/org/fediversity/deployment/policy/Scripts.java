package org.fediversity.deployment.policy;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.fediversity.contracts.Requirements.ApplicationPlan;
import org.fediversity.contracts.Requirements.ScriptPlan;
import org.fediversity.contracts.ResourceResult;
import org.fediversity.deployment.domain.About;
import org.fediversity.deployment.domain.Instance;
import org.fediversity.deployment.domain.Release;
import org.fediversity.deployment.domain.Release.Part;
import org.fediversity.deployment.driver.Backend;
import org.fediversity.deployment.driver.Backend.Ran;
import org.fediversity.deployment.driver.Backends;
import org.fediversity.deployment.driver.Database;
import org.fediversity.deployment.driver.Secrets;
import org.fediversity.deployment.policy.Rendering.Scripted;
import org.jboss.logging.Logger;

/// Runs the migration scripts of applications on the target of a move. A script has done its work when what it is
/// verified by says what is expected; how it ended alone proves nothing.
@ApplicationScoped
class Scripts {
    /// While no component runs.
    static final String STOPPED = "stopped";

    /// Once all components are well.
    static final String STARTED = "started";

    private static final Logger LOG = Logger.getLogger("org.fediversity.scripts");
    private final Backends backends;
    private final Rendering rendering;
    private final Database database;
    private final Secrets secrets;

    Scripts(Backends backends, Rendering rendering, Database database, Secrets secrets) {
        this.backends = backends;
        this.rendering = rendering;
        this.database = database;
        this.secrets = secrets;
    }

    static boolean any(Release target, String phase) {
        return target.requirements().applications().stream()
                .flatMap(application -> application.scripts().stream())
                .anyMatch(script -> script.phase().equals(phase));
    }

    /// @param done takes the names of those that were wanted and did their work, as `<application>/<script>`
    /// @return empty if all is well, else why not
    String run(About about, Release source, Release target, String phase, List<String> done, BooleanSupplier unwanted) {
        for (ApplicationPlan application : target.requirements().applications()) {
            for (ScriptPlan script : application.scripts()) {
                if (script.phase().equals(phase)) {
                    String name = application.name() + "/" + script.name();
                    Optional<String> trouble = run(about, source, target, application, script, unwanted);
                    if (trouble.isPresent() && !trouble.get().isEmpty()) {
                        return "migration script " + name + ": " + trouble.get();
                    }
                    trouble.ifPresent(_ -> done.add(name));
                }
            }
        }
        return "";
    }

    /// @return nothing if it was not wanted, an empty text if it did its work, else what is wrong
    private Optional<String> run(
            About about,
            Release source,
            Release target,
            ApplicationPlan application,
            ScriptPlan script,
            BooleanSupplier unwanted) {
        Optional<Part> part = target.part(application.name() + "/" + script.component());
        if (part.isEmpty()) {
            return Optional.of("there is no component " + script.component());
        }
        Backend backend = backends.of(target.environment())
                .orElseThrow(() -> new IllegalStateException("no driver for the backend of " + target.environment()));
        Instance instance = Instance.of(about.id(), target, part.get());
        return switch (rendering.script(
                about,
                source,
                target,
                part.get(),
                script,
                backend.endpoint(instance).port())) {
            case Scripted.Unwanted _ -> Optional.empty();
            case Scripted.Failed(var reason) -> Optional.of(reason);
            case Scripted.Wanted wanted -> {
                Ran ran = backend.run(instance, wanted.command(), unwanted);
                LOG.infof("%s of %s: %s", script.name(), about.id(), ran);
                yield Optional.of(
                        switch (ran) {
                            case Ran.Refused(var reason) -> reason;
                            case Ran.Ended(var code, var _) when code != 0 -> "it ended with exit code " + code;
                            case Ran.Ended _ ->
                                verified(backend, instance, target, application, wanted.verify(), unwanted);
                        });
            }
        };
    }

    private String verified(
            Backend backend,
            Instance instance,
            Release target,
            ApplicationPlan application,
            Map<String, Object> verify,
            BooleanSupplier unwanted) {
        String expected = String.valueOf(verify.getOrDefault("expect", "0")).strip();
        if (verify.get("command") instanceof List<?> words) {
            return switch (backend.run(
                    instance, words.stream().map(String::valueOf).toList(), unwanted)) {
                case Ran.Refused(var reason) -> "its verification: " + reason;
                case Ran.Ended(var code, var _) when code != 0 -> "its verification ended with exit code " + code;
                case Ran.Ended(var _, var said) -> compared(said.strip().lines().toList(), expected);
            };
        }
        Optional<String> url = url(target, application, String.valueOf(verify.getOrDefault("resource", "")));
        if (url.isEmpty()) {
            return "there is no database to verify it by";
        }
        List<Object> args = verify.get("args") instanceof List<?> given ? List.copyOf(given) : List.of();
        return switch (database.ask(url.get(), String.valueOf(verify.get("sql")), args)) {
            case Database.Answer.Refused(var reason) -> "its verification: " + reason;
            case Database.Answer.Said(var value) -> compared(List.of(value), expected);
        };
    }

    /// Neither what is said nor what is expected is repeated: both are made of what the application keeps.
    private static String compared(List<String> said, String expected) {
        return !said.isEmpty() && said.getLast().strip().equals(expected)
                ? ""
                : "its verification does not come to what is expected";
    }

    /// The database named, or the only one.
    private Optional<String> url(Release target, ApplicationPlan application, String name) {
        List<ResourceResult> databases = target.results().stream()
                .filter(result -> result.application().equals(application.name())
                        && result.type().equals("postgresql")
                        && (name.isEmpty() || result.name().equals(name)))
                .toList();
        return databases.size() == 1
                ? Optional.ofNullable(databases.getFirst().secrets().get("jdbcUrl"))
                        .flatMap(secrets::open)
                : Optional.empty();
    }
}
