package org.fediversity.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What people get wrong: the answer names the fault, and nothing has changed.
class BadInputIT {
    private final Person operator = Person.named("operator1");

    @Test
    void a_body_that_is_no_json() {
        var before = operator.all("/deployments").size();
        operator.post("/deployments", "application/json", "{\"name\": ").expectProblem(400);
        var unread = operator.post("/deployments", "text/plain", "hello").expectProblem(415);
        assertThat(unread.at("/detail")).contains("application/json");
        var secret = "hunter2";
        var answer = operator.post("/deployments", Map.of("applications", List.of(Map.of("name", List.of(secret)))))
                .expectFault(422, "/applications/0/name");
        assertThat(answer.text()).doesNotContain(secret);
        assertThat(operator.all("/deployments")).hasSize(before);
    }

    @Test
    void a_body_that_says_one_thing_twice_or_goes_on_after_its_end() {
        operator.post("/domains", "application/json", "{\"name\": \"one.localhost\", \"name\": \"two.localhost\"}")
                .expectProblem(400);
        operator.post("/domains", "application/json", "{\"name\": \"one.localhost\"} {}")
                .expectProblem(400);
    }

    @Test
    void nothing_where_something_is_needed() {
        operator.post("/webhooks", "application/json", "{\"url\": null}").expectFault(422, "/url");
        var webhook = operator.post("/webhooks", Map.of("url", "http://localhost:9/"))
                .expect(201)
                .at("/id");
        operator.post("/webhooks/" + webhook + "/replays", "application/json", "{\"from\": null, \"to\": null}")
                .expectFault(422, "/from");
        operator.delete("/webhooks/" + webhook).expect(204);
    }

    @Test
    void a_number_that_is_none_and_a_type_that_nobody_answers() {
        for (var list : List.of("/deployments", "/domains", "/applications", "/environments", "/webhooks")) {
            operator.get(list + "?limit=x").expectProblem(400);
            operator.get(list + "?limit=99999999999").expectProblem(400);
            operator.send("GET", list, "", "", Map.of("Accept", "text/html")).expectProblem(406);
        }
    }

    @Test
    void an_option_of_the_wrong_type() {
        var notes = Deployed.create(operator, "notes", "alpha");
        notes.stage(Map.of("title", 42)).expectFault(422, "/applications/notes/title");
        notes.stage(Map.of("title", "x", "colour", "red")).expectProblem(422);
        notes.stage(Map.of()).expectProblem(422);
        notes.stage(Map.of("title", "x", "storageGiB", 1_000)).expectFault(422, "/applications/notes/storageGiB");
        assertThat(operator.get(notes.path("/configuration/revisions"))
                        .expect(200)
                        .json()
                        .at("/items"))
                .isEmpty();
    }

    @Test
    void an_unknown_application_environment_or_domain() {
        var domain = Deployed.create(operator, "hello", "alpha").domain();
        operator.post("/deployments", Deployed.request("nonesuch", "alpha", domain))
                .expectFault(422, "/applications/0/name");
        operator.post("/deployments", Deployed.request("hello", "nowhere", domain))
                .expectFault(422, "/environment");
        operator.post("/deployments", Deployed.request("hello", "alpha", "not-mine.localhost"))
                .expectFault(422, "/domain");
    }

    @Test
    void a_foreign_or_unknown_deployment_is_not_there() {
        var hello = Deployed.create(operator, "hello", "alpha");
        Person.named("operator2").get(hello.path("")).expectProblem(404);
        Person.named("operator2").delete(hello.path("")).expectProblem(404);
        operator.get("/deployments/" + UUID.randomUUID()).expectProblem(404);
        operator.get("/deployments/no-uuid").expectProblem(404);
        assertThat(hello.now().at("/status").asText()).isEqualTo("created");
    }

    @Test
    void an_expired_forged_or_missing_token() {
        Person.with("").get("/deployments").expectProblem(401);
        Person.with("nonsense").get("/deployments").expectProblem(401);
        var encoder = Base64.getUrlEncoder().withoutPadding();
        var head = encoder.encodeToString("{\"alg\":\"none\"}".getBytes());
        var claims = encoder.encodeToString(
                "{\"sub\":\"eve\",\"exp\":9999999999,\"realm_access\":{\"roles\":[\"operator\"]}}".getBytes());
        Person.with(head + "." + claims + ".").get("/deployments").expectProblem(401);
        var expired = encoder.encodeToString(
                "{\"sub\":\"eve\",\"exp\":1,\"realm_access\":{\"roles\":[\"operator\"]}}".getBytes());
        Person.with(head + "." + expired + ".AAAA").get("/deployments").expectProblem(401);
    }

    @Test
    void a_role_that_may_not() {
        Person.named("auditor")
                .post("/domains", Person.object("name", "auditor.localhost"))
                .expectProblem(403);
        operator.post("/environments", Map.of()).expectProblem(403);
        Person.named("provider")
                .post("/deployments/" + UUID.randomUUID() + "/deploy", Map.of())
                .expectProblem(403);
    }

    @Test
    void a_deploy_while_one_runs_and_one_of_nothing() {
        var notes = Deployed.create(operator, "notes", "alpha");
        var nothing = operator.post(notes.path("/deploy"), Map.of());
        assertThat(nothing.status()).isIn(409, 422);
        nothing.expectProblem(nothing.status());
        notes.stage(Map.of("title", "Busy")).expect(201);
        var rollout = notes.deploy();
        var second = operator.post(notes.path("/deploy"), Map.of());
        var running =
                operator.get(notes.path("/rollouts/1")).json().at("/status").asText();
        if (!running.equals("succeeded")) {
            second.expectProblem(409);
        }
        assertThat(notes.ended(rollout).at("/status").asText()).isEqualTo("succeeded");
        operator.post(notes.path("/deploy"), Map.of("planDigest", "sha256:stale"))
                .expectProblem(412);
    }

    @Test
    void an_environment_without_room() {
        var name = "huge-" + UUID.randomUUID().toString().substring(0, 8);
        var module = """
                apiVersion: fediversity.org/v1
                kind: Application
                metadata: {name: %s, version: 1.0.0, title: Huge}
                options: {type: object, additionalProperties: false, properties: {}}
                resources: []
                components:
                  - name: web
                    needs: {cpu: 4000, memoryMiB: 4000000, diskGiB: 1}
                    environment: {}
                    runs: {process: {command: [sleep, "60"], stopSignal: TERM, stopSeconds: 5}}
                state: []
                """.formatted(name);
        Person.named("maintainer")
                .post("/applications", "application/yaml", module)
                .expect(201);
        var huge = Deployed.create(operator, name, "alpha");
        huge.stage(Map.of()).expect(201);
        var plan = operator.get(huge.path("/plan")).expect(200).json();
        assertThat(plan.at("/feasible").asBoolean()).isFalse();
        assertThat(plan.at("/problems")).isNotEmpty();
        operator.post(huge.path("/deploy"), Map.of()).expectProblem(422);
        assertThat(operator.get(huge.path("/rollouts")).expect(200).json().at("/items"))
                .isEmpty();
    }

    @Test
    void a_key_used_for_two_different_requests() {
        var key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        var domain = "key-" + UUID.randomUUID().toString().substring(0, 8) + ".localhost";
        var body = "{\"name\": \"%s\"}".formatted(domain);
        var first =
                operator.send("POST", "/domains", "application/json", body, key).expect(201);
        var again =
                operator.send("POST", "/domains", "application/json", body, key).expect(201);
        assertThat(again.text()).isEqualTo(first.text());
        operator.send("POST", "/domains", "application/json", "{\"name\": \"x%s\"}".formatted(domain), key)
                .expectProblem(422);
    }
}
