package org.fediversity.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Every operation of the API's description is asked for once and answers well. What it answers is held against the
/// description, as everywhere in these tests; an operation that is not asked for here fails the test.
class OperationsIT {
    private final Person operator = Person.named("operator1");
    private final Person provider = Person.named("provider");
    private final Person maintainer = Person.named("maintainer");
    private final Person auditor = Person.named("auditor");
    private final String suffix = UUID.randomUUID().toString().substring(0, 8);

    @Test
    void every_operation_answers_as_it_is_described() {
        people();
        catalogue();
        environments();
        var hello = configured();
        rollouts(hello);
        migrations(hello);
        tokens(hello);
        webhooks(hello);
        history(hello);
        operator.delete(hello.path("?erase=true")).expect(202);
        assertThat(Description.served().unanswered()).isEmpty();
    }

    /// Who is erased can come again.
    private void people() {
        var other = Person.named("operator2");
        var about = Map.of("displayName", "Olive", "email", "olive@example.org", "language", "en");
        other.post("/operators", about);
        other.get("/operators/me").expect(200);
        other.send("PATCH", "/operators/me", "application/json", "{\"displayName\": \"Olivia\"}", Map.of())
                .expect(200);
        other.delete("/operators/me").expect(200);
        other.post("/operators", about).expect(201);
        Person.with("").get("/capabilities").expect(200);
        var domain = "operations-" + suffix + ".localhost";
        operator.post("/domains", Map.of("name", domain)).expect(201);
        operator.post("/domains", Map.of("name", domain)).expect(200);
        operator.get("/domains/" + domain).expect(200);
        operator.post("/domains/" + domain + "/verifications", Map.of()).expect(200);
        operator.get("/domains?limit=2").expect(200);
    }

    private void catalogue() {
        var name = "operations-" + suffix;
        maintainer
                .post("/applications", "application/yaml", ModulesIT.module(name))
                .expect(201);
        maintainer
                .post("/applications", "application/yaml", ModulesIT.module(name))
                .expect(200);
        operator.get("/applications?limit=2").expect(200);
        operator.get("/applications/hello").expect(200);
        operator.get("/applications/hello/versions/1.0.0").expect(200);
        operator.get("/applications/hello/versions/1.0.0/schema").expect(200);
        maintainer
                .send(
                        "PATCH",
                        "/applications/" + name + "/versions/1.0.0",
                        "application/json",
                        "{\"status\": \"deprecated\", \"reason\": \"Nobody echoes any more.\"}",
                        Map.of())
                .expect(200);
        operator.get("/resource-types").expect(200);
        operator.get("/resource-types/postgresql").expect(200);
    }

    private void environments() {
        operator.get("/environments").expect(200);
        var alpha = (ObjectNode) provider.get("/environments/alpha").expect(200).json();
        var about = alpha.withObjectProperty("metadata").put("name", "operations-" + suffix);
        provider.post("/environments", alpha).expect(201);
        about.put("title", "Anew");
        var path = "/environments/operations-" + suffix;
        var declared = provider.get(path).expect(200);
        var tag = declared.header("ETag").orElseThrow();
        provider.send("PUT", path, "application/json", alpha.toString(), Map.of("If-Match", tag))
                .expect(200);
        provider.get(path + "/capacity").expect(200);
        differences(provider, path, declared.at("/changedAt"));
    }

    private Deployed configured() {
        var hello = Deployed.create(operator, "hello", "alpha").deployed(Map.of("greeting", "Good morning"));
        var configuration = hello.path("/configuration");
        operator.get(configuration + "/schema").expect(200);
        hello.stage(Map.of("greeting", "Good morning")).expect(200);
        patched(configuration, "Good day").expect(201);
        patched(configuration, "Good day").expect(200);
        operator.get(configuration + "/diff?from=deployed&to=staged").expect(200);
        var revisions = operator.get(configuration + "/revisions").expect(200);
        differences(operator, configuration, revisions.at("/items/0/at"));
        operator.get(configuration + "/revisions/1").expect(200);
        operator.get(hello.path("/upgrade-paths")).expect(200);
        operator.get(hello.path("/plan")).expect(200);
        operator.send("DELETE", configuration, "", "", Map.of("If-Match", tag(configuration)))
                .expect(200);
        return hello.deployed(Map.of("greeting", "Good evening"));
    }

    private static void differences(Person person, String path, String since) {
        person.get(path + "/differences?from=" + since).expect(200);
    }

    private Answer patched(String configuration, String greeting) {
        return operator.send(
                "PATCH",
                configuration,
                "application/merge-patch+json",
                "{\"applications\": {\"hello\": {\"greeting\": \"" + greeting + "\"}}}",
                Map.of("If-Match", tag(configuration)));
    }

    private String tag(String path) {
        return operator.get(path).expect(200).header("ETag").orElseThrow();
    }

    private void rollouts(Deployed hello) {
        operator.get("/deployments?limit=2").expect(200);
        operator.post(hello.path("/drift-checks"), Map.of()).expect(200);
        var rollout = operator.post(hello.path("/rollback"), Map.of("revision", 1))
                .expect(202)
                .header("Location")
                .orElseThrow();
        var cancelled = rollout.substring(rollout.indexOf("/rollouts")) + "/cancel";
        operator.post(hello.path(cancelled), Map.of()).expect(202);
        hello.ended(rollout);
        operator.get(hello.path("/rollouts")).expect(200);
        differences(operator, hello.path(""), hello.now().at("/createdAt").asText());
        hello.deploy();
        operator.get(hello.path("/progress")).expect(200);
    }

    private void migrations(Deployed hello) {
        var body = Map.of("environment", "beta", "topology", "monolithic", "strategy", "cold");
        var given = operator.post(hello.path("/migrations"), body).expect(202).at("/id");
        operator.post("/migrations/" + given + "/abort", Map.of()).expect(202);
        operator.get("/migrations/" + given + "/progress").expect(200);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> hello.now().at("/status").asText().equals("running"));
        var ended = hello.moved("beta");
        var moved = ended.at("/id").asText();
        operator.post("/migrations/" + moved + "/confirm", Map.of()).expect(202);
        differences(operator, "/migrations/" + moved, ended.at("/requestedAt").asText());
        operator.get("/migrations").expect(200);
        operator.get(hello.path("/migrations")).expect(200);
    }

    private void tokens(Deployed hello) {
        var token = operator.post(hello.path("/tokens"), Map.of("scopes", List.of("migrate"), "expiresIn", 600))
                .expect(201)
                .at("/id");
        operator.get(hello.path("/tokens")).expect(200);
        operator.delete(hello.path("/tokens/" + token)).expect(204);
    }

    private void webhooks(Deployed hello) {
        var webhook = "/webhooks/"
                + operator.post("/webhooks", Map.of("url", "http://localhost:9/", "deployments", List.of(hello.id())))
                        .expect(201)
                        .at("/id");
        operator.send("PATCH", webhook, "application/json", "{\"types\": [\"DeploymentSucceeded\"]}", Map.of())
                .expect(200);
        operator.get(webhook).expect(200);
        operator.get("/webhooks").expect(200);
        var test = operator.post(webhook + "/test", Map.of()).expect(202).at("/id");
        operator.post(webhook + "/secret-rotations", Map.of()).expect(201);
        operator.post(webhook + "/replays", Map.of("from", 0, "to", 5)).expect(202);
        operator.get(webhook + "/deliveries").expect(200);
        operator.get(webhook + "/deliveries/" + test).expect(200);
        operator.post(webhook + "/deliveries/" + test + "/redeliver", Map.of()).expect(202);
        operator.delete(webhook).expect(204);
    }

    private void history(Deployed hello) {
        operator.get(hello.path("/history?limit=2")).expect(200);
        auditor.get("/events?limit=2").expect(200);
        auditor.get("/events/0").expect(200);
        var checkpoint =
                auditor.get("/ledger/checkpoint").expect(200).text().lines().toList();
        auditor.get("/ledger/proofs/inclusion?position=1&size=" + checkpoint.get(1))
                .expect(200);
        auditor.get("/ledger/proofs/consistency?from=1&to=" + checkpoint.get(1)).expect(200);
        auditor.get("/ledger/entries/0/leaf").expect(200);
    }
}
