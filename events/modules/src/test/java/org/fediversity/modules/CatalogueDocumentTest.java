package org.fediversity.modules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Keeps `deploy/docs/catalogue.md` as the modules are; `-Dcatalogue.write=true` writes it anew.
class CatalogueDocumentTest {
    private static final Path DOCUMENT =
            Path.of(System.getProperty("fediversity.root"), "deploy", "docs", "catalogue.md");

    @Test
    void the_document_says_what_the_modules_say() throws IOException {
        String wanted = document();
        if (Boolean.getBoolean("catalogue.write")) {
            Files.writeString(DOCUMENT, wanted);
        }
        assertThat(DOCUMENT)
                .as(
                        "written anew by: ./mvnw -pl events/modules test -Dtest=CatalogueDocumentTest -Dcatalogue.write=true")
                .hasContent(wanted);
    }

    private static String document() throws IOException {
        List<Module> modules =
                CatalogueTest.modules().map(CatalogueTest::module).toList();
        StringBuilder text = new StringBuilder("""
                # The catalogue

                What `nix/applications` offers. Made from the modules by a test; to make it anew:
                `./mvnw -pl events/modules test -Dtest=CatalogueDocumentTest -Dcatalogue.write=true`.

                | application | version | runs on | needs | moves | follows |
                | --- | --- | --- | --- | --- | --- |
                """);
        modules.forEach(module -> text.append("| [%s](#%s) | %s | %s | %s | %s | %s |%n"
                .formatted(
                        module.title(),
                        module.title().toLowerCase(java.util.Locale.ROOT).replace(' ', '-'),
                        module.version(),
                        module.components().findAny().isEmpty() ? "" : String.join(", ", module.backends()),
                        needs(module),
                        module.state()
                                .map(part -> part.path("name").asText()
                                        + (part.path("identity").asBoolean(false) ? " (identity)" : ""))
                                .collect(Collectors.joining(", ")),
                        follows(module))));
        modules.forEach(module -> {
            text.append("%n## %s%n%n%s%n%n| option | what it is | |%n| --- | --- | --- |%n"
                    .formatted(
                            module.title(),
                            module.document().at("/metadata/description").asText()));
            Shape options = module.options().shape();
            options.properties()
                    .forEach(name -> text.append(
                            "| `%s` | %s | %s |%n".formatted(name, what(options, name), may(module, name))));
        });
        return text.toString();
    }

    private static String needs(Module module) {
        return module.resources()
                .map(resource -> resource.path("type").asText())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static String follows(Module module) {
        return module.document().path("upgrades").findValuesAsText("from").stream()
                .map(range -> "`" + range + "`")
                .collect(Collectors.joining(", "));
    }

    private static String what(Shape options, String name) {
        return options.property(name).schemas().stream()
                .filter(schema -> schema.has("title"))
                .map(schema -> schema.path("title").asText())
                .findFirst()
                .orElse("")
                .replace("|", "\\|");
    }

    private static String may(Module module, String name) {
        Shape option = module.options().shape().property(name);
        boolean required = false;
        for (JsonNode one : module.options().json().path("required")) {
            required |= one.asText().equals(name);
        }
        if (option.isSecret()) {
            return required ? "required, secret" : "secret";
        }
        return required
                ? "required"
                : option.defaultValue()
                        .map(value -> value.isTextual() && value.asText().isEmpty() ? "" : "`" + value + "`")
                        .orElse("");
    }
}
