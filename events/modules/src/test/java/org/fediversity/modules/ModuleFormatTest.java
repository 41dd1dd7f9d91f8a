package org.fediversity.modules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fediversity.expressions.Mistake;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleFormatTest {
    /// The example of FORMATS, with the option that it speaks of.
    static final String NOTES = """
            apiVersion: fediversity.org/v1
            kind: Application
            metadata: {name: notes, version: 1.2.0, title: Notes, description: Short notes, homepage: "https://example.org", licence: MIT}
            options:
              type: object
              additionalProperties: false
              required: [title]
              properties:
                title:      {type: string, title: Name of the instance, maxLength: 60}
                storageGiB: {type: integer, minimum: 1, maximum: 100, default: 5}
                objectStorage: {type: boolean}
                smtpPassword: {type: string, writeOnly: true}
                theme: {$ref: "#/$defs/theme"}
              $defs:
                theme: {type: object, properties: {colour: {type: string, pattern: "^#[0-9a-f]{6}$"}}}
            resources:
              - {name: database, type: postgresql, with: {extensions: []}}
              - {name: media,    type: bucket,     with: {quotaGiB: "${options.storageGiB}", publicRead: true}}
              - {name: uploads,  type: volume,     when: "${!options.objectStorage}", with: {sizeGiB: "${options.storageGiB}"}}
              - {name: actorKey, type: secret,     with: {kind: rsa, bits: 2048}}
              - {name: address,  type: domain-name, with: {label: "${deployment.label}"}}
            components:
              - name: web
                needs: {cpu: 1, memoryMiB: 512, diskGiB: 1}
                http: {health: /.well-known/nodeinfo, expect: 200}
                environment:
                  PORT: "${component.port}"
                  BASE_URL: "${resources.address.url}"
                  DATABASE_URL: "${resources.database.jdbcUrl}"
                  TITLE: "${options.title}"
                  SMTP_PASSWORD: "${has(options.smtpPassword) ? options.smtpPassword : ''}"
                runs:
                  process:   {command: [java, -jar, "${module.dir}/notes.jar"], stopSignal: TERM, stopSeconds: 20}
                  container: {image: "example.org/notes:1.2.0", port: 8080, mounts: [{resource: uploads, path: /data}]}
                  nixos:     {module: nixos.nix}
            state:
              - {name: keys,  resource: actorKey, identity: true}
              - {name: posts, resource: database}
              - {name: media, resource: media}
            upgrades:
              - {from: ">=1.1.0 <1.2.0", downtime: short, reversible: false}
            scripts:
              - name: rewrite-media-urls
                when: "${source.resources.media.publicUrl != target.resources.media.publicUrl}"
                phase: stopped
                component: web
                command: [java, -jar, "${module.dir}/notes.jar", rewrite-urls, "${source.resources.media.publicUrl}", "${target.resources.media.publicUrl}"]
                verify: {sql: "select count(*) from media where url like $1", args: ["${source.resources.media.publicUrl}%"], expect: 0}
            """;

    /// Of this thread, in nanoseconds: whatever else the machine does meanwhile is not counted.
    private static long processorTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static List<Mistake> mistakes(String yaml) {
        return ModuleFormat.check(Yaml.tree(yaml));
    }

    @Test
    void the_example_of_the_format_is_valid() {
        assertThat(mistakes(NOTES)).isEmpty();
    }

    static Stream<Path> modules() throws IOException {
        try (Stream<Path> found = Files.list(Path.of(System.getProperty("fediversity.root"), "nix", "applications"))) {
            return found.map(directory -> directory.resolve("module.yaml")).filter(Files::exists).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("modules")
    void every_module_of_the_repository_is_valid(Path module) throws IOException {
        assertThat(mistakes(Files.readString(module))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            kind: Application                | kind: Application\\ncolour: red            | /colour                             | unknown
            kind: Application                | kind: Environment                          | /kind                               | Application
            version: 1.2.0                   | version: "1.2"                             | /metadata/version                   | semantic version
            name: notes                      | name: My Notes                             | /metadata/name                      | pattern
            title: Notes, description        | description                                | /metadata/title                     | missing
            type: integer, minimum: 1        | type: number of things, minimum: 1         | /options/properties/storageGiB/type | enumeration
            minimum: 1, maximum: 100         | minimum: one, maximum: 100                 | /options/properties/storageGiB/minimum | number
            default: 5                       | default: 500                               | /options/properties/storageGiB/default | maximum
            "^#[0-9a-f]{6}$"                 | "(?=a)b"                                   | /options/$defs/theme/properties/colour/pattern | RE2
            $ref: "#/$defs/theme"            | $ref: "https://example.org/theme.json"     | /options/properties/theme/$ref      | in this schema
            $ref: "#/$defs/theme"            | $ref: "#/$defs/nothing"                    | /options/properties/theme/$ref      | leads to nothing
            type: string, writeOnly: true    | type: string, writeOnly: true, default: x  | /options/properties/smtpPassword/default | secret
            type: string, writeOnly: true    | type: object, writeOnly: true              | /options/properties/smtpPassword    | string
            type: postgresql                 | type: mysql                                | /resources/0/type                   | enumeration
            quotaGiB: "${options.storageGiB}" | quotaGiB: "${options.storageGB}"          | /resources/1/with/quotaGiB          | no option storageGB
            quotaGiB: "${options.storageGiB}" | quotaGiB: "${options.title}"              | /resources/1/with/quotaGiB          | is of type string, but number
            quotaGiB: "${options.storageGiB}" | quotaGiB: "${1 +}"                        | /resources/1/with/quotaGiB          | ${1 +}
            quotaGiB: "${options.storageGiB}" | quotaGiB: "${component.port}"             | /resources/1/with/quotaGiB          | known here: options, deployment, module
            quotaGiB: "${options.storageGiB}" | quotaGiB: "${options.smtpPassword.size()}" | /resources/1/with/quotaGiB         | secret
            publicRead: true                 | publicRaed: true                           | /resources/1/with/publicRaed        | bucket knows no
            {quotaGiB: "${options.storageGiB}", publicRead: true} | {publicRead: true}    | /resources/1/with/quotaGiB          | missing
            extensions: []                   | extensions: none                           | /resources/0/with/extensions        | array
            "${!options.objectStorage}"      | "${'yes'}"                                 | /resources/2/when                   | true or false
            "${!options.objectStorage}"      | "${options.title.matches('[a-z')}"         | /resources/2/when                   | RE2
            "${!options.objectStorage}"      | "${options.title.matches('((a{1000}){1000}){1000}')}" | /resources/2/when        | too large
            "${source.resources.media.publicUrl != target.resources.media.publicUrl}" | "${source.resources.media.publicUrl.matches('(?<!a)')}" | /scripts/0/when | RE2
            kind: rsa                        | kind: dsa                                  | /resources/3/with/kind              | enumeration
            "${deployment.label}"            | "${deployment.lable}"                      | /resources/4/with/label             | no deployment.lable
            name: uploads                    | name: media                                | /resources/2/name                   | another
            memoryMiB: 512, diskGiB: 1       | memoryMiB: 512                             | /components/0/needs/diskGiB         | missing
            memoryMiB: 512                   | memoryMiB: lots                            | /components/0/needs/memoryMiB       | integer
            health: /.well-known/nodeinfo    | health: nodeinfo                           | /components/0/http/health           | pattern
            "${component.port}"              | "${component.prot}"                        | /components/0/environment/PORT      | no component.prot
            "${resources.address.url}"       | "${resources.adress.url}"                  | /components/0/environment/BASE_URL  | no resource 'adress'
            "${resources.database.jdbcUrl}"  | "${resources.database.jdbc}"               | /components/0/environment/DATABASE_URL | has no 'jdbc'
            "${options.title}"               | "${optoins.title}"                         | /components/0/environment/TITLE     | optoins
            stopSignal: TERM                 | stopSignal: PLEASE                         | /components/0/runs/process/stopSignal | enumeration
            resource: uploads, path          | resource: database, path                   | /components/0/runs/container/mounts/0/resource | only a volume
            resource: actorKey, identity     | resource: actorkey, identity               | /state/0/resource                   | no resource 'actorkey'
            {name: posts, resource: database} | {name: posts, resource: database, identity: true} | /state/1/identity           | identity
            ">=1.1.0 <1.2.0"                 | ">=1.1.0 <=1.2.0"                          | /upgrades/0/from                    | this very version
            ">=1.1.0 <1.2.0"                 | "recently"                                 | /upgrades/0/from                    | not a range
            phase: stopped                   | phase: whenever                            | /scripts/0/phase                    | enumeration
            component: web                   | component: worker                          | /scripts/0/component                | no component 'worker'
            verify: {sql: "select count(*) from media where url like $1", args: ["${source.resources.media.publicUrl}%"], expect: 0} | x-verify: 1 | /scripts/0/verify | missing
            kind: rsa, bits: 2048            | kind: rsa, bytes: 32                       | /resources/3/with/bytes             | random
            kind: rsa, bits: 2048            | kind: random, bits: 2048                   | /resources/3/with/bits              | rsa
            "${deployment.label}"            | ""                                         | /resources/4/with/label             | deployment's label
            "${deployment.label}"            | blog                                       | /resources/4/with/label             | deployment's label
            "${deployment.label}"            | "deep.${deployment.label}"                 | /resources/4/with/label             | deployment's label
            "${deployment.label}"            | "${options.title}"                         | /resources/4/with/label             | deployment's label
            "${deployment.label}"            | "${module.name}"                           | /resources/4/with/label             | deployment's label
            {name: actorKey, type: secret,     with: {kind: rsa, bits: 2048}} | {name: actorKey, type: domain-name, with: {label: "${deployment.label}"}} | /resources/4 | second domain name
            - {name: address,  type            | - {name: address2, type: domain-name, when: "${options.storageGiB > 50}", with: {label: "${deployment.label}"}}\\n  - {name: address, type | /resources/5/with/label | second domain name
            "${module.dir}/notes.jar"], stopSignal | "${resources.database.password}"], stopSignal | /components/0/runs/process/command/2 | 'environment'
            "${module.dir}/notes.jar"], stopSignal | "${resources.database}"], stopSignal | /components/0/runs/process/command/2 | 'environment'
            "${module.dir}/notes.jar"], stopSignal | "${resources['data' + 'base'].url}"], stopSignal | /components/0/runs/process/command/2 | 'environment'
            "${module.dir}/notes.jar"], stopSignal | "${has(options.smtpPassword) ? options.smtpPassword : ''}"], stopSignal | /components/0/runs/process/command/2 | 'environment'
            "${module.dir}/notes.jar"], stopSignal | "${options}"], stopSignal                | /components/0/runs/process/command/2 | 'environment'
            port: 8080, mounts               | port: 8080, command: ["${resources.actorKey.privateKey}"], mounts | /components/0/runs/container/command/0 | 'environment'
            nixos.nix                        | a/../../x.nix                              | /components/0/runs/nixos/module     | out of the module's folder
            {name: media, resource: media}   | {name: media, resource: database}          | /state/2/resource                   | moved already, by /state/1
            verify: {sql                     | verify: {resource: uploads, sql            | /scripts/0/verify/resource          | of type volume
            required: [title]                | required: [title, nothere]                 | /options/required/1                 | 'nothere'
            maximum: 100                     | maximum: 0                                 | /options/properties/storageGiB/minimum | maximum
            maxLength: 60                    | maxLength: 60, minLength: 61               | /options/properties/title/minLength | maxLength
            objectStorage: {type: boolean}   | objectStorage: {type: array, minItems: 3, maxItems: 2} | /options/properties/objectStorage/minItems | maxItems
            required: [title]                | required: [title]\\n  if: {required: [theme]}\\n  then: {properties: {font: {type: string}}} | /options/then/properties/font | can never be set
            required: [title]                | required: [title]\\n  allOf: [{$ref: "#/$defs/theme"}] | /options/allOf/0/$ref | can never be set
            "${source.resources.media.publicUrl}%" | "${source.resources.pictures.publicUrl}%" | /scripts/0/verify/args/0         | no resource 'pictures'
            """)
    void every_mistake_has_its_pointer(String right, String wrong, String pointer, String message) {
        assertThat(NOTES).contains(right);
        List<Mistake> mistakes = mistakes(NOTES.replace(right, wrong.replace("\\n", "\n")));
        assertThat(mistakes).anySatisfy(mistake -> {
            assertThat(mistake.pointer()).isEqualTo(pointer);
            assertThat(mistake.message()).contains(message);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "${module.dir}/notes.jar"], stopSignal | "${resources.actorKey.publicKey}", "${has(options.smtpPassword)}", "${resources.database.host}"], stopSignal
            required: [title]                      | required: [title]\\n  if: {properties: {storageGiB: {minimum: 9, maximum: 1}}, required: [smtpPassword]}\\n  else: {properties: {smtpPassword: false, unheard: false}}
            required: [title]                      | required: [title]\\n  not: {required: [title, nothere]}
            {label: "${deployment.label}"}         | {label: "${deployment.label.size() > 0 ? deployment.label : ''}"}
            nixos.nix                              | a/../nixos.nix
            {name: actorKey, type: secret,     with: {kind: rsa, bits: 2048}} | {name: actorKey, type: secret, with: {kind: rsa, bits: 2048}}\\n  - {name: none, type: domain-name, when: "${deployment.domain == 'x'}", with: {label: "${deployment.label}"}}
            """)
    void what_has_its_use_is_no_mistake(String one, String other) {
        assertThat(NOTES).contains(one);
        assertThat(mistakes(NOTES.replace(one, other.replace("\\n", "\n")))).isEmpty();
    }

    @Test
    void upgrade_ranges_that_overlap_are_a_mistake() {
        assertThat(mistakes(NOTES.replace("upgrades:", "upgrades:\n  - {from: \">=1.0.0 <1.1.5\"}")))
                .anySatisfy(mistake -> assertThat(mistake)
                        .isEqualTo(new Mistake(
                                "/upgrades/1/from", "overlaps /upgrades/0/from: which of them would apply?")));
    }

    @Test
    void all_mistakes_are_told_at_once() {
        String wrong = NOTES.replace("version: 1.2.0", "version: x")
                .replace("resource: database}", "resource: db}")
                .replace("${options.title}", "${options.titel}")
                .replace("kind: Application", "kind: Application\ncolour: red");
        assertThat(mistakes(wrong))
                .extracting(Mistake::pointer)
                .contains("/colour", "/components/0/environment/TITLE", "/metadata/version", "/state/1/resource");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "5",
                "{}",
                "{options: 5, resources: {}, components: [1, {name: []}], state: [[]]}",
                "{metadata: [], options: {properties: []}, resources: [{name: 1, with: []}], upgrades: [{from: 1}]}",
                "{options: {properties: {a: 5}, allOf: 3}, scripts: [{command: x, verify: []}], components: [{runs: []}]}"
            })
    void nonsense_is_told_and_nothing_breaks(String nonsense) {
        assertThat(mistakes(nonsense)).isNotEmpty();
    }

    /// A way of 4,000 references, where the program's own stack would end.
    private static String way(String step, String properties) {
        return "{type: object, $defs: {d4000: {type: string}, "
                + IntStream.range(0, 4_000)
                        .mapToObj(i -> step.formatted(i, i + 1))
                        .collect(Collectors.joining(", "))
                + "}, properties: {" + properties + "}}";
    }

    static Stream<String> hostileOptions() {
        StringBuilder wide = new StringBuilder("{type: object, $defs: {d0: {type: string}");
        for (int i = 1; i < 30; i++) {
            wide.append(", d%d: {allOf: [{$ref: '#/$defs/d%d'}, {$ref: '#/$defs/d%d'}]}".formatted(i, i - 1, i - 1));
        }
        wide.append("}, properties: {a: {$ref: '#/$defs/d29'}}}");
        return Stream.of(
                wide.toString(),
                "{type: object, properties: {a: {$ref: '#'}}}",
                way("d%1$d: {type: object, properties: {x: {$ref: '#/$defs/d%2$d'}}}", "a: {$ref: '#/$defs/d0'}"),
                way("d%1$d: {$ref: '#/$defs/d%2$d'}", "a: {$ref: '#/$defs/d0'}"),
                way(
                        "d%1$d: {$ref: '#/$defs/d%2$d'}",
                        IntStream.range(0, 40)
                                .mapToObj(i -> "a%1$d: {$ref: '#/$defs/d%2$d'}".formatted(i, 3_900 - i * 100))
                                .collect(Collectors.joining(", "))),
                "{type: object, $defs: {a: {$ref: '#/$defs/b'}, b: {$ref: '#/$defs/a'}}, properties: {x: {$ref: '#/$defs/a'}}}",
                "{type: object, properties: {a: {type: string, pattern: '(a+)+$(?<!x)'}}}",
                "{type: object, properties: {a: {type: string, pattern: '((a{1,1000}){1,1000}){1,1000}'}}}",
                "{type: object, properties: {"
                        + "a%d: {type: string, pattern: '(a{1000}){9}'}, "
                                .repeat(3_000)
                                .formatted(IntStream.range(0, 3_000).boxed().toArray())
                        + "}}",
                "{type: object, properties: {a: {$ref: 'http://localhost:1/x'}}}",
                "{type: object, properties: {a: {$dynamicRef: '#x'}}}",
                "{$schema: 'http://json-schema.org/draft-04/schema#', type: object}",
                "{type: object, not: ".repeat(45) + "{}" + "}".repeat(45));
    }

    @ParameterizedTest
    @MethodSource("hostileOptions")
    void hostile_schemas_are_refused_soon(String options) {
        JsonNode module = Yaml.tree("apiVersion: fediversity.org/v1\nkind: Application\n"
                + "metadata: {name: evil, version: 1.0.0, title: Evil}\noptions: " + options + "\n");
        long start = processorTime();
        assertThat(ModuleFormat.check(module))
                .anySatisfy(mistake -> assertThat(mistake.pointer()).startsWith("/options"));
        assertThat(Duration.ofNanos(processorTime() - start)).isLessThan(Duration.ofSeconds(3));
    }

    private static final String HEAD =
            "apiVersion: fediversity.org/v1\nkind: Application\nmetadata: {name: evil, version: 1.0.0, title: Evil}\n";

    private static String environment(String expression, int times) {
        StringBuilder module =
                new StringBuilder(HEAD + "components:\n  - name: web\n    needs: {cpu: 1, memoryMiB: 1, diskGiB: 1}\n"
                        + "    runs: {process: {command: [x]}}\n    environment:\n");
        for (int i = 0; i < times; i++) {
            module.append("      V%d: \"${%s}\"\n".formatted(i, expression.replace("#", String.valueOf(i))));
        }
        return module.toString();
    }

    static Stream<String> hostileExpressions() {
        return Stream.of(
                environment("'x'.matches('(a{1000}){9}#')", 450),
                environment("'x'.matches('(a{1000}){1}#(')", 450),
                environment("'x'.matches('(?i)[\\\\\\\\p{L}#]{1000}(')", 450),
                environment("'x'.matches('(?i)" + "\\\\\\\\p{L}".repeat(80) + "#(')", 450),
                environment("'x'.matches('" + "(".repeat(240) + ")".repeat(240) + "')", 450),
                environment("[[[[[[[1,2,#]]]]]]].all(a, a.all(b, b.all(c, c.all(d, true))))", 4_000),
                environment("[" + "#,".repeat(900) + "].all(a, true)", 250));
    }

    @ParameterizedTest
    @MethodSource("hostileExpressions")
    void many_heavy_expressions_are_refused_soon(String module) {
        JsonNode document = Yaml.tree(module);
        long start = processorTime();
        assertThat(ModuleFormat.check(document)).isNotEmpty();
        assertThat(Duration.ofNanos(processorTime() - start)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void no_mistake_hides_another() {
        String broken = NOTES.replace("type: integer, minimum: 1", "type: integr, minimum: 1")
                .replace("\"#/$defs/theme\"}", "\"https://example.org/theme.json\"}")
                .replace("${options.title}", "${options.titel}")
                .replace("resource: actorKey", "resource: actorKy")
                .replace("phase: stopped", "phase: never");
        assertThat(mistakes(broken).stream().map(Mistake::pointer).distinct())
                .containsExactlyInAnyOrder(
                        "/options/properties/storageGiB/type",
                        "/options/properties/theme/$ref",
                        "/components/0/environment/TITLE",
                        "/state/0/resource",
                        "/scripts/0/phase");
    }
}
