package org.fediversity.config;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.fediversity.config.Garden.module;
import static org.fediversity.config.Garden.publish;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fediversity.contracts.ConfigEvent.ApplicationPublished;
import org.fediversity.expressions.Document;
import org.fediversity.runtime.Json;
import org.fediversity.testing.Servers;
import org.fediversity.testing.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@QuarkusTestResource(Servers.class)
@TestSecurity(user = "maintainer-1", roles = "maintainer")
class CatalogueTest {
    private static final String APPLICATIONS = "/api/v1/applications";

    private final String garden = Garden.fresh();

    @Test
    void a_module_is_published_once_and_shown_whole() {
        publish(module(garden, "1.0.0"))
                .statusCode(201)
                .header("Location", containsString(APPLICATIONS + "/" + garden + "/versions/1.0.0"))
                .body(
                        "name",
                        equalTo(garden),
                        "options.properties",
                        hasKey("title"),
                        "backends",
                        equalTo(List.of("process")));
        publish(module(garden, "1.0.0")).statusCode(200);
        given().get(APPLICATIONS + "/" + garden + "/versions/1.0.0")
                .then()
                .statusCode(200)
                .body(
                        "version",
                        equalTo("1.0.0"),
                        "resources.name",
                        equalTo(List.of("uploads", "address")),
                        "components",
                        notNullValue(),
                        "state",
                        notNullValue(),
                        "upgrades[0].downtime",
                        equalTo("short"));
        ApplicationPublished event = Topic.of("config").await(ApplicationPublished.class, garden);
        assertThat(event.version()).isEqualTo("1.0.0");
        assertThat(event.digest()).hasSize(64);
    }

    @Test
    void the_same_module_as_json_and_in_another_order_is_the_same() {
        publish(module(garden, "1.0.0")).statusCode(201);
        Document document = ((Document.Reading.Read) Document.yaml(Garden.bytes(module(garden, "1.0.0")))).document();
        given().contentType("application/json")
                .body(turned(document.root()).toString())
                .post(APPLICATIONS)
                .then()
                .statusCode(200);
    }

    /// The fields of every object in the opposite order; the order of an option list is that of a form, not of meaning.
    private static JsonNode turned(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode turned = Json.MAPPER.createObjectNode();
            List.copyOf(object.properties())
                    .reversed()
                    .forEach(field -> turned.set(field.getKey(), turned(field.getValue())));
            return turned;
        }
        if (node.isArray()) {
            var turned = Json.MAPPER.createArrayNode();
            node.forEach(element -> turned.add(turned(element)));
            return turned;
        }
        return node;
    }

    @Test
    void a_version_never_changes() {
        publish(module(garden, "1.0.0")).statusCode(201);
        publish(module(garden, "1.0.0").replace("maxLength: 60", "maxLength: 61"))
                .statusCode(409)
                .contentType("application/problem+json")
                .body("type", containsString("version-published"));
        given().get(APPLICATIONS + "/" + garden + "/versions/1.0.0/schema")
                .then()
                .body("properties.title.maxLength", equalTo(60));
    }

    @Test
    void versions_are_listed_newest_first_and_a_pre_release_is_not_the_newest() {
        for (String version : new String[] {"1.9.0", "1.10.0", "2.0.0-rc.1", "1.2.0"}) {
            publish(module(garden, version)).statusCode(201);
        }
        given().get(APPLICATIONS + "/" + garden)
                .then()
                .statusCode(200)
                .body(
                        "version",
                        equalTo("1.10.0"),
                        "versions.version",
                        equalTo(List.of("2.0.0-rc.1", "1.10.0", "1.9.0", "1.2.0")));
        given().queryParam("limit", 200)
                .get(APPLICATIONS)
                .then()
                .statusCode(200)
                .body("items.name", hasItem(garden));
        given().get(APPLICATIONS + "/" + garden + "/versions/7.0.0").then().statusCode(404);
        given().get(APPLICATIONS + "/nothing-like-it").then().statusCode(404);
    }

    @Test
    void the_schema_of_a_version_can_be_kept_for_ever() {
        publish(module(garden, "1.0.0")).statusCode(201);
        String schema = APPLICATIONS + "/" + garden + "/versions/1.0.0/schema";
        String tag = given().get(schema)
                .then()
                .statusCode(200)
                .contentType(startsWith("application/schema+json"))
                .header("Cache-Control", containsString("immutable"))
                .header("Cache-Control", containsString("max-age=31536000"))
                .body(
                        "'$schema'",
                        equalTo("https://json-schema.org/draft/2020-12/schema"),
                        "properties.password.writeOnly",
                        equalTo(true))
                .extract()
                .header("ETag");
        given().header("If-None-Match", tag)
                .get(schema)
                .then()
                .statusCode(304)
                .header("ETag", tag)
                .body(emptyString());
        given().header("If-None-Match", "\"other\"").get(schema).then().statusCode(200);
    }

    private static ValidatableResponse judge(String garden, String version, String body) {
        return given().contentType("application/json")
                .body(body)
                .patch(APPLICATIONS + "/" + garden + "/versions/" + version)
                .then();
    }

    @Test
    void a_deprecated_version_says_so_and_is_not_the_first_choice() {
        for (String version : new String[] {"1.0.0", "1.1.0"}) {
            publish(module(garden, version)).statusCode(201);
        }
        judge(garden, "1.1.0", "{\"status\": \"deprecated\", \"reason\": \"1.1 loses posts\"}")
                .statusCode(200)
                .body("status", equalTo("deprecated"), "statusReason", equalTo("1.1 loses posts"));
        given().get(APPLICATIONS + "/" + garden)
                .then()
                .body(
                        "version",
                        equalTo("1.0.0"),
                        "versions.status",
                        equalTo(List.of("deprecated", "current")),
                        "versions[0].reason",
                        equalTo("1.1 loses posts"));
        judge(garden, "1.1.0", "{\"status\": \"current\"}").statusCode(200).body("status", equalTo("current"));
        given().get(APPLICATIONS + "/" + garden).then().body("version", equalTo("1.1.0"));
    }

    @Test
    @TestSecurity(
            user = "maintainer-1",
            roles = {"maintainer", "service"})
    void a_withdrawn_version_is_shown_but_cannot_be_chosen() {
        for (String version : new String[] {"1.0.0", "1.1.0"}) {
            publish(module(garden, version)).statusCode(201);
        }
        judge(garden, "1.1.0", "{\"status\": \"withdrawn\", \"reason\": \"it leaks\"}")
                .statusCode(200);
        judge(garden, "1.1.0", "{\"status\": \"current\"}")
                .statusCode(409)
                .body("type", containsString("version-withdrawn"));
        given().get(APPLICATIONS + "/" + garden + "/versions/1.1.0")
                .then()
                .statusCode(200)
                .body("status", equalTo("withdrawn"));
        given().get("/internal/applications/" + garden).then().body("version", equalTo("1.0.0"));
        given().get("/internal/applications/" + garden + "?version=1.1.0")
                .then()
                .statusCode(404)
                .body("detail", containsString("it leaks"));
        publish(module(garden, "1.1.0")).statusCode(200).body("status", equalTo("withdrawn"));
    }

    @Test
    void a_judgement_needs_a_status_and_a_reason_and_something_to_judge() {
        publish(module(garden, "1.0.0")).statusCode(201);
        judge(garden, "1.0.0", "{\"status\": \"bad\"}")
                .statusCode(422)
                .body("errors.pointer", hasItems("/status", "/reason"));
        judge(garden, "1.0.0", "{\"status\": \"withdrawn\", \"reason\": \"a\\u0000\"}")
                .statusCode(422)
                .body("errors.pointer", hasItems("/reason"));
        judge(garden, "2.0.0", "{\"status\": \"withdrawn\", \"reason\": \"x\"}").statusCode(404);
        judge("nothing-like-it", "2.0.0", "{\"status\": \"current\"}").statusCode(404);
    }

    @Test
    @TestSecurity(user = "op-1", roles = "operator")
    void only_a_maintainer_judges() {
        judge(garden, "1.0.0", "{\"status\": \"withdrawn\", \"reason\": \"x\"}").statusCode(403);
    }

    @Test
    void a_zero_character_in_a_module_is_refused_where_it_stands() {
        publish(module(garden, "1.0.0").replace("title: Garden", "title: \"Gar\\0den\""))
                .statusCode(422)
                .body(
                        "errors[0].pointer",
                        equalTo("/metadata/title"),
                        "errors[0].message",
                        allOf(startsWith("line 3: "), containsString("U+0000")));
    }

    @Test
    void the_resource_api_is_sent_once() {
        for (String path : new String[] {"/bucket", "/module.schema.json"}) {
            String tag = given().get("/api/v1/resource-types" + path)
                    .then()
                    .statusCode(200)
                    .extract()
                    .header("ETag");
            given().header("If-None-Match", tag)
                    .get("/api/v1/resource-types" + path)
                    .then()
                    .statusCode(304)
                    .body(emptyString());
        }
    }

    @Test
    void all_mistakes_of_a_module_are_told_at_once_with_their_lines() {
        publish(module(garden, "1.0.0")
                        .replace("kind: Application", "kind: Application\ncolour: red")
                        .replace("default: 5}", "default: 500}")
                        .replace("type: volume", "type: cloud")
                        .replace("${options.title}", "${options.titel.matches('[a-z')}")
                        .replace("resource: uploads}", "resource: downloads}"))
                .statusCode(422)
                .contentType("application/problem+json")
                .body(
                        "type",
                        containsString("module-invalid"),
                        "errors.pointer",
                        hasItems(
                                "/colour",
                                "/options/properties/sizeGiB/default",
                                "/resources/0/type",
                                "/components/0/environment/TITLE",
                                "/state/0/resource"),
                        "errors.find { it.pointer == '/colour' }.message",
                        startsWith("line 3: "),
                        "errors.find { it.pointer == '/resources/0/type' }.message",
                        startsWith("line 21: "),
                        "errors.findAll { it.pointer == '/components/0/environment/TITLE' }.message",
                        hasItem(allOf(startsWith("line "), containsString("RE2"))));
        given().get(APPLICATIONS + "/" + garden).then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            type: volume, with       | type: volume, when: "${options.sizeGiB}", with                      | /resources/0/when                 | 20 | true or false
            type: volume, with       | type: volume, when: "${options.sizeGiB > 50}", with                 | /components/0/environment/TITLE   | 26 | no 'uploads' here
            "${options.sizeGiB}"     | "${10 / (options.sizeGiB - 5)}"                                      | /resources/0/with/sizeGiB         | 20 | divides by zero
            {label: "${deployment.label}"} | {label: "deep.${deployment.label}"}                           | /resources/1/with/label           | 21 | reached at its deployment's label
            required: [title]        | required: [title, nothere]                                           | /options/required/1               | 7  | nothere
            stopSignal: TERM, stopSeconds: 5} | stopSignal: TERM}\\n      nixos: {module: a/../../x.nix} | /components/0/runs/nixos/module   | 29 | out of the module's folder
            [java, -version]         | [java, "${options.password}"]                                        | /components/0/runs/process/command/1 | 28 | 'environment'
            """)
    void what_only_trying_finds_is_found_at_publication(
            String right, String wrong, String pointer, int line, String message) {
        String module =
                module(garden, "1.0.0").replace("TITLE: \"${options.title}\"", "TITLE: \"${resources.uploads.path}\"");
        assertThat(module).contains(right);
        publish(module.replace(right, wrong.replace("\\n", "\n")))
                .statusCode(422)
                .body(
                        "errors.pointer",
                        hasItem(pointer),
                        "errors.find { it.pointer == '" + pointer + "' }.message",
                        allOf(startsWith("line " + line + ": "), containsString(message)));
    }

    @Test
    void mistakes_of_a_module_in_json_have_pointers_and_no_lines() {
        given().contentType("application/json")
                .body(
                        "{\"apiVersion\": \"fediversity.org/v1\", \"kind\": \"Application\", \"metadata\": {\"name\": 5}}")
                .post(APPLICATIONS)
                .then()
                .statusCode(422)
                .body(
                        "errors.pointer",
                        hasItems("/metadata/name", "/metadata/version"),
                        "errors.message",
                        not(hasItem(startsWith("line"))));
    }

    @Test
    void what_is_neither_json_nor_yaml_is_malformed() {
        given().contentType("application/json")
                .body("{")
                .post(APPLICATIONS)
                .then()
                .statusCode(400);
        publish("a: [b")
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString("line 1"));
        publish("").statusCode(400);
        given().contentType("text/plain").body("x").post(APPLICATIONS).then().statusCode(415);
        publish("x".repeat((1 << 20) + 1)).statusCode(413);
    }

    @Test
    @TestSecurity(user = "op-1", roles = "operator")
    void only_a_maintainer_publishes() {
        publish(module(garden, "1.0.0")).statusCode(403);
    }

    private static final String HEAD = """
            apiVersion: fediversity.org/v1
            kind: Application
            metadata: {name: evil, version: 1.0.0, title: Evil}
            """;

    private static String option(String schema) {
        return HEAD + "options: {type: object, properties: {a: " + schema + "}}\n";
    }

    private static String expression(String expression) {
        return HEAD + "resources:\n  - {name: r, type: volume, with: {sizeGiB: \"${" + expression + "}\"}}\n";
    }

    static Stream<Arguments> hostile() {
        StringBuilder laughs = new StringBuilder(HEAD + "x0: &x0 [ha, ha]\n");
        for (int i = 1; i < 30; i++) {
            laughs.append("x%d: &x%d [*x%d, *x%d]\n".formatted(i, i, i - 1, i - 1));
        }
        StringBuilder echo = new StringBuilder(HEAD + "x: &x \"" + "a".repeat(100_000) + "\"\ny:\n");
        for (int i = 0; i < 50_000; i++) {
            echo.append("- *x\n");
        }
        StringBuilder references = new StringBuilder(HEAD + "options: {type: object, $defs: {d0: {type: string}");
        for (int i = 1; i < 30; i++) {
            references.append(
                    ", d%d: {allOf: [{$ref: '#/$defs/d%d'}, {$ref: '#/$defs/d%d'}]}".formatted(i, i - 1, i - 1));
        }
        references.append("}, properties: {a: {$ref: '#/$defs/d29'}}}\n");
        String list = "[" + "0,".repeat(999) + "0]";
        return Stream.of(
                Arguments.of(
                        "a regular expression that tracks back", option("{type: string, pattern: '^(a+)+$(?!b)'}")),
                Arguments.of(
                        "a regular expression of huge size",
                        option("{type: string, pattern: '((a{1,1000}){1,1000}){1,1000}'}")),
                Arguments.of("aliases of aliases", laughs.toString()),
                Arguments.of("a long text repeated by alias", echo.toString()),
                Arguments.of("an alias that contains itself", HEAD + "x: &x [*x]\n"),
                Arguments.of("deep nesting in YAML", HEAD + "x: " + "[".repeat(50_000) + "]".repeat(50_000)),
                Arguments.of("a deeply nested schema", option("{not: ".repeat(90) + "{}" + "}".repeat(90))),
                Arguments.of("a reference elsewhere", option("{$ref: 'http://localhost:1/schema.json'}")),
                Arguments.of("a reference to a file", option("{$ref: 'file:///etc/passwd'}")),
                Arguments.of("a reference that leads back", option("{$ref: '#/properties/a'}")),
                Arguments.of("references that multiply", references.toString()),
                Arguments.of(
                        "an expression with loops in loops",
                        expression("%1$s.filter(a, %1$s.exists(b, %1$s.exists(c, a + b + c == -1))).size()"
                                .formatted(list))),
                Arguments.of(
                        "a pattern of huge size in an expression",
                        expression("'x'.matches('((a{1,1000}){1,1000}){1,1000}') ? 1 : 2")),
                Arguments.of("a pattern that tracks back in an expression", expression("'x'.matches('(?=a)') ? 1 : 2")),
                Arguments.of("a deeply nested expression", expression("(".repeat(5_000) + "1" + ")".repeat(5_000))),
                Arguments.of("a long expression", expression("1" + " + 1".repeat(50_000))),
                Arguments.of(
                        "an expression that multiplies text",
                        expression("size(" + "'a'" + ".replace('a', 'aaaaaaaaaa')".repeat(12) + ")")),
                Arguments.of(
                        "a tag that makes an object",
                        HEAD + "x: !!javax.script.ScriptEngineManager [!!java.net.URL [\"http://localhost:1\"]]\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void a_hostile_module_is_refused_soon(String what, String module) {
        long start = System.nanoTime();
        publish(module)
                .statusCode(422)
                .contentType("application/problem+json")
                .body("type", containsString("module-invalid"));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void deep_nesting_in_json_is_refused_soon() {
        given().contentType("application/json")
                .body(Garden.bytes("[".repeat(200_000) + "]".repeat(200_000)))
                .post(APPLICATIONS)
                .then()
                .statusCode(422);
    }

    @Test
    @TestSecurity(user = "op-1", roles = "operator")
    void resource_types_are_told_with_request_and_result() {
        given().get("/api/v1/resource-types")
                .then()
                .statusCode(200)
                .body("items.type", hasItems("postgresql", "bucket", "volume", "secret", "domain-name"));
        Map<String, Object> bucket = given().get("/api/v1/resource-types/bucket")
                .then()
                .statusCode(200)
                .extract()
                .path("$");
        assertThat(bucket).containsKeys("request", "result");
        given().get("/api/v1/resource-types/moon").then().statusCode(404);
    }

    @Test
    @TestSecurity(user = "op-1", roles = "operator")
    void resource_types_come_page_by_page() {
        List<String> all =
                given().get("/api/v1/resource-types").then().extract().path("items.type");
        List<String> paged = new java.util.ArrayList<>();
        String next = "";
        while (next != null) {
            var page = given().queryParam("limit", 4)
                    .queryParam("cursor", next)
                    .get("/api/v1/resource-types")
                    .then()
                    .statusCode(200)
                    .extract();
            paged.addAll(page.<List<String>>path("items.type"));
            next = page.path("next");
        }
        assertThat(paged).isEqualTo(all);
        given().queryParam("limit", 0).get("/api/v1/resource-types").then().statusCode(400);
        given().queryParam("cursor", "bW9vbg")
                .get("/api/v1/resource-types")
                .then()
                .statusCode(400)
                .body("detail", containsString("none that was given out"));
    }
}
