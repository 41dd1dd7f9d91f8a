package org.fediversity.config;

import static io.restassured.RestAssured.given;

import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.fediversity.contracts.PinnedApplication;

/// An application with an option of every kind, and the calls that a client makes.
final class Garden {
    static final String MERGE_PATCH = "application/merge-patch+json";
    static final String YAML = "application/yaml";

    private Garden() {}

    /// A name that no other test uses.
    static String fresh() {
        return "garden-" + UUID.randomUUID().toString().substring(0, 8);
    }

    static String module(String name, String version) {
        return """
                apiVersion: fediversity.org/v1
                kind: Application
                metadata: {name: %1$s, version: %2$s, title: Garden}
                options:
                  type: object
                  additionalProperties: false
                  required: [title]
                  properties:
                    title:    {type: string, title: Name of the garden, minLength: 1, maxLength: 60}
                    sizeGiB:  {type: integer, minimum: 1, maximum: 100, default: 5}
                    open:     {type: boolean}
                    ratio:    {type: number}
                    colour:   {type: string, enum: [red, green, blue]}
                    tags:     {type: array, maxItems: 20, items: {type: string, maxLength: 40}}
                    paths:    {type: object, additionalProperties: false, properties: {front: {type: string}, depth: {type: integer, default: 3}}}
                    labels:   {type: object, additionalProperties: {type: string}}
                    password: {type: string, writeOnly: true, minLength: 8, pattern: "^[^ ]*$"}
                    mail:     {type: object, additionalProperties: false, properties: {host: {type: string}, password: {type: string, writeOnly: true}}}
                resources:
                  - {name: uploads, type: volume, with: {sizeGiB: "${options.sizeGiB}"}}
                  - {name: address, type: domain-name, with: {label: "${deployment.label}"}}
                components:
                  - name: web
                    needs: {cpu: 1, memoryMiB: 128, diskGiB: 1}
                    http: {health: /, expect: 200}
                    environment: {PORT: "${component.port}", TITLE: "${options.title}"}
                    runs:
                      process: {command: [java, -version], stopSignal: TERM, stopSeconds: 5}
                state:
                  - {name: uploads, resource: uploads}
                upgrades:
                  - {from: ">=0.9.0 <%2$s", downtime: short, reversible: false}
                """.formatted(name, version);
    }

    static ValidatableResponse publish(String module) {
        return given().contentType(YAML)
                .body(bytes(module))
                .post("/api/v1/applications")
                .then();
    }

    /// Publishes the module and creates a deployment of it.
    static String deployment(FakeDeployments deployments, String application) {
        publish(module(application, "1.0.0")).statusCode(201);
        return deployment(deployments, "op-1", new PinnedApplication(application, "1.0.0", "www"));
    }

    static String deployment(FakeDeployments deployments, String operator, PinnedApplication... applications) {
        String domain = "d" + UUID.randomUUID().toString().substring(0, 8) + ".localhost";
        given().contentType("application/json")
                .body("{\"name\": \"" + domain + "\"}")
                .post("/api/v1/domains")
                .then()
                .statusCode(201);
        return deployments.create(operator, "monolithic", domain, applications);
    }

    static String path(String deployment) {
        return "/api/v1/deployments/" + deployment + "/configuration";
    }

    static String options(String application, String options) {
        return "{\"applications\": {\"" + application + "\": " + options + "}}";
    }

    static ValidatableResponse stage(String deployment, String body) {
        return given().contentType("application/json")
                .body(bytes(body))
                .post(path(deployment))
                .then();
    }

    static ValidatableResponse patch(String deployment, String tag, String body) {
        return given().contentType(MERGE_PATCH)
                .header("If-Match", tag)
                .body(bytes(body))
                .patch(path(deployment))
                .then();
    }

    static ValidatableResponse read(String deployment) {
        return given().get(path(deployment)).then();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
