package org.fediversity.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.fediversity.contracts.Breaches;
import org.junit.jupiter.api.Test;

/// `deploy/docs/openapi.json` is what clients are made of; it is what the door says of itself, and nothing else.
class DescriptionIT {
    private static final Path COMMITTED =
            Path.of(System.getProperty("fediversity.root")).resolve("deploy/docs/openapi.json");
    private static final ObjectWriter WRITER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build()
            .writer();

    private final JsonNode served = served();

    private static JsonNode served() {
        var document = (ObjectNode) Person.exchange(
                        HttpRequest.newBuilder(URI.create(Setup.running().gateway() + "/q/openapi?format=json"))
                                .build())
                .expect(200)
                .json();
        assertThat(document.path("x-fediversity-missing"))
                .as("services that did not answer")
                .isEmpty();
        var info = (ObjectNode) document.path("info");
        info.put("description", info.path("description").asText().replaceFirst(" This is set-up `[^`]*`\\.", ""));
        return sorted(document);
    }

    /// Members by name; lists keep their order.
    private static JsonNode sorted(JsonNode node) {
        if (node.isObject()) {
            var members = new TreeMap<String, JsonNode>();
            node.properties().forEach(member -> members.put(member.getKey(), sorted(member.getValue())));
            return Answer.JSON.createObjectNode().setAll(members);
        }
        if (node.isArray()) {
            var list = Answer.JSON.createArrayNode();
            node.forEach(item -> list.add(sorted(item)));
            return list;
        }
        return node;
    }

    @Test
    void what_is_served_is_what_is_committed_and_breaks_no_client() throws IOException {
        var text = WRITER.writeValueAsString(served) + "\n";
        var known = Files.exists(COMMITTED);
        var breaks =
                known ? Breaches.ofApi(Answer.JSON.readTree(Files.readString(COMMITTED)), served) : List.<String>of();
        if (!Boolean.getBoolean("description.break")) {
            assertThat(breaks)
                    .as("This breaks clients. If it has to be: -Ddescription.write=true -Ddescription.break=true")
                    .isEmpty();
        }
        if (Boolean.getBoolean("description.write")) {
            Files.writeString(COMMITTED, text);
        }
        assertThat(COMMITTED)
                .as("It differs from what is served. Run again with -Ddescription.write=true, which writes it")
                .hasContent(text);
    }

    @Test
    void every_operation_has_a_name_of_its_own() {
        List<String> names = new ArrayList<>();
        served.path("paths")
                .forEach(path -> path.forEach(
                        operation -> names.add(operation.path("operationId").asText())));
        assertThat(names).hasSizeGreaterThan(60).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z]\\w{3,}"));
    }
}
