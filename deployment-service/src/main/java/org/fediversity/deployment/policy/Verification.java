package org.fediversity.deployment.policy;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.fediversity.deployment.domain.About;
import org.fediversity.deployment.domain.Hosts;
import org.fediversity.deployment.domain.Instance;
import org.fediversity.deployment.domain.Observation;
import org.fediversity.deployment.domain.Observation.Condition;
import org.fediversity.deployment.domain.Release;
import org.fediversity.deployment.domain.Release.Part;
import org.fediversity.deployment.driver.Backend;
import org.fediversity.deployment.driver.Endpoint;
import org.fediversity.deployment.driver.Probe;
import org.fediversity.deployment.driver.Probe.Answer;
import org.fediversity.runtime.Json;

/// Whether a component answers as its module says, under the name that people will use, before anybody is led there.
@ApplicationScoped
class Verification {
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int DEATHS = 3;
    private static final int LONGEST_VERSION = 100;
    private static final String NODEINFO = "/.well-known/nodeinfo";

    private final Probe probe;
    private final Hosts hosts;
    private final PolicySettings settings;

    Verification(Probe probe, Hosts hosts, PolicySettings settings) {
        this.probe = probe;
        this.hosts = hosts;
        this.settings = settings;
    }

    /// What came of it.
    sealed interface Verdict {
        /// @param version what the application says of itself (NodeInfo), or empty
        record Healthy(String detail, String version) implements Verdict {}

        record Unhealthy(String reason) implements Verdict {}
    }

    /// Looks again and again, as long as patience lasts and nobody wants it to stop.
    Verdict of(Backend backend, About about, Release release, Part part, BooleanSupplier unwanted)
            throws InterruptedException {
        Instance instance = Instance.of(about.id(), release, part);
        Endpoint endpoint = backend.endpoint(instance);
        String authority = hosts.authority(part.application().label(), about.domain());
        Map<String, Object> http = part.component().http();
        String path = String.valueOf(http.getOrDefault("health", "/"));
        int expected = http.get("expect") instanceof Number number ? number.intValue() : 200;
        long begun = System.nanoTime();
        long end = begun + settings.healthPatience().toNanos();
        String seen = "";
        for (int look = 0; System.nanoTime() < end; look++) {
            if (look % 4 == 0 && unwanted.getAsBoolean()) {
                return new Verdict.Unhealthy("nobody waits for it any more");
            }
            switch (probe.get(endpoint, authority, path)) {
                case Answer.Said(var status, var body)
                when status == expected -> {
                    String version = version(endpoint, authority);
                    long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
                    return new Verdict.Healthy(
                            "healthy after " + seconds + " s" + (version.isEmpty() ? "" : ", version " + version),
                            version);
                }
                case Answer.Said(var status, var body) -> seen = "it answers " + status + " instead of " + expected;
                case Answer.Silent(var reason) -> seen = reason;
            }
            Optional<Observation> now = backend.of(instance);
            if (now.isEmpty() || now.get().condition() == Condition.STOPPED) {
                return new Verdict.Unhealthy("it does not run");
            }
            if (now.get().restarts() >= DEATHS) {
                return new Verdict.Unhealthy("it keeps dying: " + now.get().detail());
            }
            Thread.sleep(PAUSE);
        }
        return new Verdict.Unhealthy(
                path + " is not as expected after " + settings.healthPatience().toSeconds() + " s: " + seen);
    }

    /// Asks NodeInfo (FEP-f1d5), which not every application has.
    private String version(Endpoint endpoint, String authority) {
        if (!(probe.get(endpoint, authority, NODEINFO) instanceof Answer.Said(var status, var body)) || status != 200) {
            return "";
        }
        try {
            for (JsonNode link : Json.tree(body).path("links")) {
                if (link.path("rel").asText().contains("nodeinfo.diaspora.software/ns/schema/2.")) {
                    String path = URI.create(link.path("href").asText()).getRawPath();
                    if (path != null
                            && probe.get(endpoint, authority, path) instanceof Answer.Said(var found, var document)
                            && found == 200) {
                        return plain(Json.tree(document)
                                .path("software")
                                .path("version")
                                .asText(""));
                    }
                }
            }
        } catch (IllegalArgumentException e) {
            return ""; // something else lives at this path
        }
        return "";
    }

    /// A stranger's word goes into an event that is kept for ever: one short line of it.
    static String plain(String version) {
        String line = version.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() > LONGEST_VERSION ? line.substring(0, LONGEST_VERSION) : line;
    }
}
