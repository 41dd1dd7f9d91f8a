package org.fediversity.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fediversity.config.Garden.read;
import static org.fediversity.config.Garden.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.sessions.JqwikSession;
import org.fediversity.config.domain.JsonArbitraries;
import org.fediversity.runtime.Json;
import org.fediversity.testing.Servers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Documents that nobody thought of. jqwik makes them; the service answers for real.
@QuarkusTest
@QuarkusTestResource(Servers.class)
@TestSecurity(
        user = "op-1",
        roles = {"operator", "maintainer"})
class StagingPropertiesTest {
    private static final int TRIES = 150;

    @Inject
    FakeDeployments deployments;

    private final String garden = Garden.fresh();
    private String id = "";

    @BeforeEach
    void plant() {
        id = Garden.deployment(deployments, garden);
    }

    private static Arbitrary<JsonNode> text(int least, int most) {
        return Arbitraries.strings()
                .excludeChars('\0')
                .ofMinLength(least)
                .ofMaxLength(most)
                .map(text -> (JsonNode) Json.MAPPER.getNodeFactory().textNode(text));
    }

    private static <T> Arbitrary<JsonNode> json(Arbitrary<T> values) {
        return values.map(value -> Json.tree(Json.write(value)));
    }

    /// Any options that the schema of the garden allows, secrets left out.
    private static Arbitrary<ObjectNode> valid() {
        Arbitrary<String> keys = Arbitraries.oneOf(
                JsonArbitraries.keys(), Arbitraries.strings().excludeChars('\0').ofMaxLength(10));
        List<Arbitrary<Map.Entry<String, JsonNode>>> optional = List.of(
                field("sizeGiB", json(Arbitraries.integers().between(1, 100))),
                field("open", json(Arbitraries.of(true, false))),
                field("ratio", json(Arbitraries.doubles().between(-1e300, 1e300))),
                field("colour", json(Arbitraries.of("red", "green", "blue"))),
                field(
                        "tags",
                        json(Arbitraries.strings()
                                .excludeChars('\0')
                                .ofMaxLength(40)
                                .list()
                                .ofMaxSize(20))),
                field(
                        "paths",
                        json(Arbitraries.maps(
                                        Arbitraries.just("front"),
                                        Arbitraries.strings().excludeChars('\0').ofMaxLength(10))
                                .ofMaxSize(1))),
                field(
                        "labels",
                        json(Arbitraries.maps(
                                        keys,
                                        Arbitraries.strings().excludeChars('\0').ofMaxLength(10))
                                .ofMaxSize(5))));
        return Combinators.combine(
                        text(1, 60)
                                .filter(title -> title.asText()
                                                .codePointCount(
                                                        0, title.asText().length())
                                        <= 60),
                        Combinators.combine(optional.stream()
                                        .map(one -> one.optional(0.6))
                                        .toList())
                                .as(fields -> fields))
                .as((title, fields) -> {
                    ObjectNode options = Json.MAPPER.createObjectNode();
                    options.set("title", title);
                    fields.forEach(field -> field.ifPresent(one -> options.set(one.getKey(), one.getValue())));
                    return options;
                });
    }

    private static Arbitrary<Map.Entry<String, JsonNode>> field(String name, Arbitrary<JsonNode> values) {
        return values.map(value -> Map.entry(name, value));
    }

    /// One thing that makes valid options invalid, and where.
    private record Spoiling(String pointer, Consumer<ObjectNode> how) {}

    private static Arbitrary<Spoiling> spoilings() {
        Arbitrary<JsonNode> anything = Arbitraries.oneOf(
                text(0, 70),
                json(Arbitraries.integers()),
                json(Arbitraries.of(true, false)),
                json(Arbitraries.doubles().between(-1e9, 1e9)),
                json(Arbitraries.integers().list().ofMaxSize(3)),
                json(Arbitraries.maps(Arbitraries.of("a", "b"), Arbitraries.integers())),
                json(Arbitraries.just(List.of(1))),
                Arbitraries.just(Json.tree("null")));
        return Arbitraries.oneOf(
                set(
                        "title",
                        anything.filter(
                                value -> !value.isTextual() || value.asText().isEmpty())),
                set(
                        "title",
                        text(61, 80)
                                .filter(title -> title.asText()
                                                .codePointCount(
                                                        0, title.asText().length())
                                        > 60)),
                set(
                        "sizeGiB",
                        anything.filter(value -> !value.isNumber()
                                || value.asDouble() < 1
                                || value.asDouble() > 100
                                || value.asDouble() % 1 != 0)),
                set("open", anything.filter(value -> !value.isBoolean())),
                set("ratio", anything.filter(value -> !value.isNumber())),
                set("colour", anything),
                set("tags", anything.filter(value -> !value.isArray() || !value.isEmpty())),
                set("paths", anything.filter(value -> !value.isObject() || !value.isEmpty())),
                set("labels", anything.filter(value -> !value.isObject() || !value.isEmpty())),
                set("password", anything.filter(value -> !value.isTextual() && !value.isNull())),
                set(
                        "password",
                        text(0, 7)
                                .filter(value -> value.asText()
                                                .codePointCount(
                                                        0, value.asText().length())
                                        < 8)),
                Arbitraries.strings()
                        .alpha()
                        .ofMinLength(9)
                        .ofMaxLength(12)
                        .map(name -> new Spoiling("/" + name, options -> options.put(name, 1))),
                Arbitraries.just(new Spoiling("/title", options -> options.remove("title"))));
    }

    private static Arbitrary<Spoiling> set(String name, Arbitrary<JsonNode> values) {
        return values.map(value -> new Spoiling("/" + name, options -> options.set(name, value)));
    }

    private static <T> List<T> some(Arbitrary<T> values, long seed) {
        List<T> some = new ArrayList<>();
        JqwikSession.run(() ->
                values.generator(1000).stream(new Random(seed)).limit(TRIES).forEach(one -> some.add(one.value())));
        return some;
    }

    private static JsonNode json(ValidatableResponse response) {
        return Json.tree(response.extract().asString());
    }

    private String body(ObjectNode options) {
        return Json.write(Map.of("applications", Map.of(garden, options)));
    }

    @Test
    void any_valid_configuration_is_read_back_as_it_was_staged() {
        int staged = 0;
        for (ObjectNode options : some(valid(), 11)) {
            ValidatableResponse answer = stage(id, body(options));
            int status = answer.extract().statusCode();
            assertThat(status)
                    .as("%s: %s", options, answer.extract().asString())
                    .isIn(200, 201);
            staged += status == 201 ? 1 : 0;
            JsonNode shown = json(read(id).statusCode(200));
            assertThat(shown.at("/staged/applications/" + garden)).isEqualTo(options);
            assertThat(shown.at("/staged/revision").asInt()).isEqualTo(staged);
        }
        assertThat(staged).isGreaterThan(TRIES / 2);
    }

    @Test
    void no_invalid_configuration_is_accepted() {
        List<ObjectNode> options = some(valid(), 12);
        List<Spoiling> spoilings = some(spoilings(), 13);
        for (int i = 0; i < TRIES; i++) {
            ObjectNode spoiled = options.get(i).deepCopy();
            spoilings.get(i).how().accept(spoiled);
            String pointer = "/applications/" + garden + spoilings.get(i).pointer();
            ValidatableResponse answer = stage(id, body(spoiled));
            assertThat(answer.extract().statusCode()).as("%s", spoiled).isEqualTo(422);
            assertThat(json(answer).get("errors"))
                    .as("%s", spoiled)
                    .anyMatch(error -> error.get("pointer").asText().startsWith(pointer));
        }
        assertThat(json(read(id)).at("/staged/revision").asInt()).isZero();
    }
}
