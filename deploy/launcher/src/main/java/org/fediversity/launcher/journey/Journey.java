package org.fediversity.launcher.journey;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/// What an operator does: sign up, claim a domain, create, configure, deploy, move. Each step waits until it is done
/// and fails loudly.
public final class Journey {
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Api api;
    private final Narrator narrator;

    public Journey(Api api, Narrator narrator) {
        this.api = api;
        this.narrator = narrator;
    }

    /// Signs up; an operator that is known already goes on.
    public void signUp(String displayName, String email) {
        Answer answer = api.post("/operators", Map.of("displayName", displayName, "email", email))
                .expect(200, 201, 409);
        narrator.tell(answer.status() == 409 ? "is an operator already" : displayName + " is an operator now");
    }

    /// Claims a domain below `.localhost`, which needs no proof.
    public void claimDomain(String domain) {
        api.post("/domains", Map.of("name", domain)).expect(200, 201, 202);
        JsonNode claim = api.get("/domains/" + domain).expect(200).json();
        narrator.tell(domain + (claim.path("verified").asBoolean() ? " is claimed and verified" : " is claimed"));
    }

    /// @param applications name -> label
    /// @return id of the deployment
    public String createDeployment(String name, String environment, String domain, Map<String, String> applications) {
        return createDeployment(
                name,
                environment,
                "monolithic",
                domain,
                applications.entrySet().stream()
                        .map(entry -> Map.of("name", entry.getKey(), "label", entry.getValue()))
                        .toList());
    }

    /// @param applications each with `name` and `label`, and `version` unless it is the newest
    /// @return id of the deployment
    public String createDeployment(
            String name, String environment, String topology, String domain, List<Map<String, String>> applications) {
        Answer answer = api.post(
                        "/deployments",
                        Map.of(
                                "name", name,
                                "environment", environment,
                                "topology", topology,
                                "domain", domain,
                                "applications", applications))
                .expect(201);
        String id = answer.json().path("id").asText(answer.locationId());
        narrator.tell("deployment " + id + " exists in environment " + environment);
        return id;
    }

    /// Stages options; the entity tag says that nobody else staged meanwhile.
    ///
    /// @return the revision
    public int stage(String deployment, Map<String, Object> applications) {
        String path = "/deployments/" + deployment + "/configuration";
        Map<String, String> condition =
                api.get(path).header("ETag").map(tag -> Map.of("If-Match", tag)).orElse(Map.of());
        int revision = api.post(path, Map.of("applications", applications), condition)
                .expect(200, 201)
                .json()
                .path("revision")
                .asInt();
        narrator.tell("revision " + revision + " is staged");
        return revision;
    }

    /// Asks what a deploy would do.
    public JsonNode plan(String deployment) {
        JsonNode plan =
                api.get("/deployments/" + deployment + "/plan").expect(200).json();
        for (JsonNode action : plan.path("actions")) {
            narrator.tell(String.join(
                    " ",
                    "would",
                    action.path("action").asText(),
                    action.path("resource").asText(),
                    action.path("component").asText()));
        }
        return plan;
    }

    /// Deploys what is staged and watches until it serves.
    ///
    /// @return the rollout, as it ended
    public JsonNode deploy(String deployment) {
        String rollout = api.post("/deployments/" + deployment + "/deploy", Map.of())
                .expect(202)
                .locationId();
        narrator.tell("rollout " + rollout + " begins");
        String path = "/deployments/" + deployment + "/rollouts/" + rollout;
        JsonNode end =
                watch("/deployments/" + deployment + "/progress", path, Set.of("succeeded", "failed", "cancelled"));
        return succeeded(path, end, "succeeded");
    }

    /// Moves the deployment to another environment and watches until it serves there.
    ///
    /// @return the migration, as it ended
    public JsonNode move(String deployment, String environment) {
        Answer answer = api.post(
                        "/deployments/" + deployment + "/migrations",
                        Map.of("environment", environment, "strategy", "cold"))
                .expect(202);
        String path = "/migrations/" + answer.locationId();
        JsonNode end = watch(path + "/progress", path, Set.of("completed", "aborted", "failed"));
        return succeeded(path, end, "completed");
    }

    /// Lets go of what the move left at the source.
    public void confirm(String migration) {
        api.post("/migrations/" + migration + "/confirm", Map.of()).expect(200, 202, 204);
        narrator.tell("the source was released");
    }

    /// The deployment as it is.
    public JsonNode deployment(String id) {
        return api.get("/deployments/" + id).expect(200).json();
    }

    /// Where the application is to be seen.
    public URI url(String deployment, String application) {
        for (JsonNode url : deployment(deployment).path("urls")) {
            if (url.path("application").asText().equals(application)) {
                return URI.create(url.path("url").asText());
            }
        }
        throw new JourneyException("deployment " + deployment + " has no URL for " + application);
    }

    /// Retires the deployment, erases its state, and waits until it is gone.
    public void retire(String deployment) {
        String path = "/deployments/" + deployment;
        api.delete(path + "?erase=true").expect(202);
        until(
                path,
                answer -> answer.status() == 404
                        || answer.json().path("status").asText().equals("retired"));
        narrator.tell("deployment " + deployment + " is retired");
    }

    /// Tells the progress as it comes and returns the resource once it has one of the statuses.
    private JsonNode watch(String progress, String path, Set<String> ends) {
        Thread.ofVirtual()
                .start(() -> api.follow(
                        progress,
                        report -> narrator.tell(String.format(
                                "%3d %%  %s",
                                report.path("percent").asInt(),
                                report.path("text").asText()))));
        return until(path, answer -> ends.contains(answer.json().path("status").asText()))
                .json();
    }

    private Answer until(String path, Function<Answer, Boolean> wanted) {
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            Answer answer = api.get(path);
            if (wanted.apply(answer)) {
                return answer;
            }
            if (Instant.now().isAfter(end)) {
                throw new JourneyException(path + " did not come to an end: " + answer.status() + " " + answer.text());
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static JsonNode succeeded(String path, JsonNode end, String wanted) {
        if (!end.path("status").asText().equals(wanted)) {
            throw new JourneyException(path + " ended as " + end.path("status").asText() + ": " + end);
        }
        return end;
    }
}
