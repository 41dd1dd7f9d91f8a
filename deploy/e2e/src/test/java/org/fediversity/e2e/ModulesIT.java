package org.fediversity.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Applications beside the main one, and one that nobody knew before.
class ModulesIT {
    private final Person operator = Person.named("operator1");
    private final Person maintainer = Person.named("maintainer");

    @Test
    void hello_greets_and_greets_otherwise_after_a_second_rollout() {
        var hello = Deployed.create(operator, "hello", "alpha").deployed(Map.of("greeting", "Good <morning>"));
        assertThat(hello.visit("/").expect(200).text()).contains("<h1>Good &lt;morning&gt;</h1>");
        hello.deployed(Map.of("greeting", "Good night"));
        assertThat(hello.visit("/").expect(200).text()).contains("<h1>Good night</h1>");
        operator.post(hello.path("/rollback"), Map.of("revision", 1)).expect(202);
    }

    @Test
    void a_module_that_was_not_in_the_repository_is_published_and_deployed() {
        var name = "echo-" + UUID.randomUUID().toString().substring(0, 8);
        var module = module(name);
        operator.post("/applications", "application/yaml", module).expectProblem(403);
        maintainer.post("/applications", "application/yaml", module).expect(201);
        maintainer
                .post("/applications", "application/yaml", module.replace("An echo", "Another echo"))
                .expectProblem(409);
        var schema =
                operator.get("/applications/" + name + "/versions/1.0.0/schema").expect(200);
        assertThat(schema.header("Content-Type").orElse("")).startsWith("application/schema+json");
        assertThat(schema.json().at("/properties/word/type").asText()).isEqualTo("string");

        var echo = Deployed.create(operator, name, "beta").deployed(Map.of("word", "Ahoy"));
        assertThat(echo.visit("/word").expect(200).text().strip()).isEqualTo("Ahoy");
        assertThat(echo.now().at("/deployed/versions/" + name).asText()).isEqualTo("1.0.0");

        maintainer
                .post("/applications", "application/yaml", module.replace("version: 1.0.0", "version: 1.0.1") + UPGRADE)
                .expect(201);
        operator.post(
                        echo.path("/configuration"),
                        Map.of(
                                "applications", Map.of(name, Map.of("word", "Ahoy")),
                                "versions", Map.of(name, "1.0.1")))
                .expect(201);
        assertThat(echo.ended(echo.deploy()).at("/status").asText()).isEqualTo("succeeded");
        assertThat(echo.now().at("/applications/0/version").asText()).isEqualTo("1.0.1");
        assertThat(echo.now().at("/deployed/versions/" + name).asText()).isEqualTo("1.0.1");
    }

    @Test
    void a_module_with_mistakes_is_refused_and_every_mistake_is_named() {
        var broken = module("broken")
                .replace("version: 1.0.0", "version: one")
                .replace("type: domain-name", "type: unicorn");
        var problem =
                maintainer.post("/applications", "application/yaml", broken).expectProblem(422);
        assertThat(problem.json().at("/errors").findValuesAsText("pointer"))
                .contains("/metadata/version", "/resources/0/type");
    }

    @Test
    void the_login_shell_is_in_the_catalogue() {
        assertThat(operator.get("/applications").expect(200).json().at("/items").findValuesAsText("name"))
                .contains("notes", "hello", "login-shell");
    }

    private static final String UPGRADE = "upgrades: [{from: '>=1.0.0 <1.0.1', downtime: none, reversible: true}]\n";

    /// A web server that comes with every JDK, given a directory with one file.
    static String module(String name) {
        return """
                apiVersion: fediversity.org/v1
                kind: Application
                metadata: {name: %s, version: 1.0.0, title: Echo, description: An echo, homepage: "https://example.org", licence: MIT}
                options:
                  type: object
                  additionalProperties: false
                  required: [word]
                  properties:
                    word: {type: string, title: Word, maxLength: 40}
                resources:
                  - {name: address, type: domain-name, with: {label: "${deployment.label}"}}
                components:
                  - name: web
                    needs: {cpu: 1, memoryMiB: 128, diskGiB: 1}
                    http: {health: /, expect: 200}
                    environment:
                      WORD: "${options.word}"
                      PORT: "${component.port}"
                    runs:
                      process:
                        command: [sh, -c, 'mkdir -p site && printf %%s "$WORD" > site/word && exec jwebserver -p "$PORT" -d "$PWD/site"']
                        stopSignal: TERM
                        stopSeconds: 5
                state: []
                """.formatted(name);
    }
}
