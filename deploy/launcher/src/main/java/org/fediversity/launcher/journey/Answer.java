package org.fediversity.launcher.journey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// What a server said.
///
/// @param asked method and path, for messages
public record Answer(String asked, int status, HttpHeaders headers, byte[] body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /// The body as JSON; a missing node if it is none.
    public JsonNode json() {
        try {
            return body.length == 0 ? MissingNode.getInstance() : JSON.readTree(text());
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /// The last part of `Location`.
    public String locationId() {
        String location = header("Location")
                .orElseThrow(() -> new JourneyException(asked + " answered " + status + " without Location"));
        return location.substring(location.lastIndexOf('/') + 1);
    }

    /// This answer, if it has one of the statuses.
    ///
    /// @throws JourneyException otherwise, with what the problem document says
    public Answer expect(int... statuses) {
        if (Arrays.stream(statuses).anyMatch(wanted -> wanted == status)) {
            return this;
        }
        throw new JourneyException(asked + " answered " + status + ": " + problem());
    }

    private String problem() {
        JsonNode json = json();
        if (!json.has("title")) {
            return text();
        }
        StringBuilder said = new StringBuilder(json.path("title").asText());
        said.append(". ").append(json.path("detail").asText());
        json.path("errors").forEach(error -> said.append("\n  ")
                .append(error.path("pointer").asText())
                .append(": ")
                .append(error.path("message").asText()));
        return said.toString();
    }
}
