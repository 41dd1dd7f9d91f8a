package org.fediversity.modules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fediversity.contracts.Requirements.RequiredResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Modules that nobody wrote so far, but might: all of it is allowed by the format.
class UnusualModulesTest {
    private static Module module(String name) {
        try (InputStream file =
                Objects.requireNonNull(UnusualModulesTest.class.getResourceAsStream("/unusual/" + name + ".yaml"))) {
            return Module.of(Yaml.tree(new String(file.readAllBytes(), StandardCharsets.UTF_8)), "/modules/" + name);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<JsonNode> samples(Module module) {
        List<JsonNode> samples = new ArrayList<>(SampleOptions.choices(module.options()));
        samples.add(SampleOptions.minimal(module.options()));
        samples.add(SampleOptions.maximal(module.options()));
        return samples;
    }

    private static Preview preview(String name, String options, String topology) {
        JsonNode given = Yaml.tree(options);
        Module module = module(name);
        assertThat(module.options().validate(module.options().withDefaults(given), ""))
                .isEmpty();
        Preview preview = Preview.of(module, given, topology);
        assertThat(preview.mistakes()).isEmpty();
        return preview;
    }

    private static List<String> resources(Preview preview) {
        return preview.requirements().resources().stream()
                .map(RequiredResource::name)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"observatory", "nothing", "questionnaire"})
    void it_is_valid(String name) {
        assertThat(ModuleFormat.check(module(name).document())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"observatory", "nothing", "questionnaire"})
    void it_renders_for_every_choice_in_both_topologies(String name) {
        Module module = module(name);
        for (JsonNode options : samples(module)) {
            assertThat(module.options().validate(module.options().withDefaults(options), ""))
                    .as("%s", options)
                    .isEmpty();
            for (String topology : List.of("monolithic", "distributed")) {
                assertThat(Preview.of(module, options, topology).mistakes())
                        .as("%s, %s", topology, options)
                        .isEmpty();
            }
        }
    }

    @Test
    void every_macro_and_every_name_gives_its_value() {
        Map<String, String> environment = preview(
                        "observatory",
                        "{title: Sterne, storage: disk, größe: 3, telescopes: [{name: alpha, mirror: 2}, {name: Ωmega}]}",
                        "monolithic")
                .components()
                .getFirst()
                .environment();
        assertThat(environment)
                .containsEntry("NAME", "Sterne – preview ($5, ${not an expression})")
                .containsEntry("COUNT", "3")
                .containsEntry("DEBUG", "false")
                .containsEntry("SIDE", "north")
                .containsEntry("SIGNS", "false")
                .containsEntry("CACHE", "memory:")
                .containsEntry("TELESCOPES", "[\"alpha\",\"Ωmega\"]")
                .containsEntry("LARGE", "[\"alpha\"]")
                .containsEntry("ANY", "true")
                .containsEntry("ONE", "true")
                .containsEntry("ALL", "true")
                .containsEntry("LATITUDE", "52.5")
                .containsEntry("HEADERS", "{}")
                .containsEntry("LANGUAGE", "en")
                .containsEntry("MAIL", "")
                .containsEntry("JSON", "{\"key\": \"push-publicKey\", \"braces\": \"}{}\"}");
        assertThat(environment.get("PICTURES")).endsWith("/disk/pictures");
    }

    @Test
    void what_it_needs_follows_its_options_and_its_topology() {
        assertThat(resources(preview("observatory", "{title: S, storage: disk}", "monolithic")))
                .contains("machine", "db", "disk", "token", "shell")
                .doesNotContain("media", "cache", "relay");
        Preview large = preview(
                "observatory",
                "{title: S, storage: bucket, public: false, größe: 10, quota: 2.5, mail: {enabled: true, from: a@example.org}}",
                "distributed");
        assertThat(resources(large)).contains("media", "cache", "relay").doesNotContain("disk");
        assertThat(large.requirements().resources())
                .filteredOn(resource -> resource.type().equals("machine"))
                .hasSize(3);
        assertThat(large.requirements().resources())
                .filteredOn(resource -> resource.name().equals("cache"))
                .first()
                .satisfies(cache -> assertThat(cache.request()).containsEntry("maxMemoryMiB", 640));
        assertThat(large.requirements().resources())
                .filteredOn(resource -> resource.name().equals("media"))
                .first()
                .satisfies(media -> assertThat(media.request())
                        .containsEntry("quotaGiB", 2.5)
                        .containsEntry("publicRead", false));
    }

    @Test
    void conditional_options_are_asked_for_where_their_condition_holds() {
        OptionSchema options = module("observatory").options();
        assertThat(options.validate(Yaml.tree("{title: S, storage: disk, apiKey: abcd}"), ""))
                .isNotEmpty();
        assertThat(options.validate(Yaml.tree("{title: S, storage: disk, mail: {enabled: true}}"), ""))
                .extracting(mistake -> mistake.pointer())
                .contains("/mail/from");
        assertThat(options.validate(Yaml.tree("{title: S, storage: disk, public: true}"), ""))
                .extracting(mistake -> mistake.pointer())
                .contains("/public");
    }

    @Test
    void a_default_under_a_condition_counts_where_the_condition_holds() {
        OptionSchema options = module("observatory").options();
        JsonNode inBucket = options.withDefaults(Yaml.tree("{title: S, storage: bucket}"));
        assertThat(inBucket.path("public").asBoolean()).isTrue();
        assertThat(inBucket.has("path")).isFalse();
        JsonNode onDisk = options.withDefaults(Yaml.tree("{title: S, storage: disk}"));
        assertThat(onDisk.has("public")).isFalse();
        assertThat(onDisk.path("path").asText()).isEqualTo("pictures");
        JsonNode effective = options.effective(Yaml.tree("{title: S, storage: disk}"));
        assertThat(effective.get("public").isBoolean()).isTrue();
        assertThat(effective.get("public").asBoolean()).isFalse();
    }

    @Test
    void a_default_may_make_the_next_condition_hold() {
        OptionSchema options = module("questionnaire").options();
        assertThat(options.withDefaults(Yaml.tree("{q0: true}")))
                .isEqualTo(Yaml.tree("{q0: true, q1: true, q2: true, q3: true, q4: false}"));
        assertThat(options.withDefaults(Yaml.tree("{q0: false}"))).isEqualTo(Yaml.tree("{q0: false}"));
        assertThat(options.withDefaults(Yaml.tree("{}"))).isEqualTo(Yaml.tree("{}"));
    }

    @Test
    void a_sealed_secret_is_a_text_to_a_condition() {
        OptionSchema options = OptionSchema.of(Yaml.tree("""
                type: object
                properties: {key: {type: string, writeOnly: true}}
                if: {properties: {key: {type: string}}, required: [key]}
                then: {properties: {host: {type: string, default: example.org}}}
                """));
        assertThat(options.effective(Yaml.tree("{key: {secret: config/1, fingerprint: abc}}"))
                        .path("host")
                        .asText())
                .isEqualTo("example.org");
        assertThat(options.effective(Yaml.tree("{}")).path("host").isNull()).isTrue();
    }

    @Test
    void of_alternatives_the_one_that_was_chosen_gives_its_defaults() {
        OptionSchema options = OptionSchema.of(Yaml.tree("""
                type: object
                required: [kind]
                oneOf:
                  - {properties: {kind: {const: small}, size: {type: integer, default: 1}}}
                  - {properties: {kind: {const: large}, size: {$ref: '#/$defs/size'}}}
                properties: {kind: {type: string, default: large}}
                $defs: {size: {type: integer, default: 100}}
                """));
        assertThat(options.withDefaults(Yaml.tree("{kind: small}"))).isEqualTo(Yaml.tree("{kind: small, size: 1}"));
        assertThat(options.withDefaults(Yaml.tree("{}")).path("size").asInt()).isEqualTo(100);
    }
}
