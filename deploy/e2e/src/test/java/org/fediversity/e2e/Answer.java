package org.fediversity.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What came back over HTTP.
///
/// @param request for messages: method and address
record Answer(String request, int status, java.net.http.HttpHeaders headers, byte[] bytes) {
    static final ObjectMapper JSON = new ObjectMapper();

    String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    JsonNode json() {
        try {
            return bytes.length == 0 ? MissingNode.getInstance() : JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new AssertionError(request + " answered " + status + " with what is no JSON: " + text(), e);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    /// A value by JSON Pointer, as text.
    String at(String pointer) {
        return json().at(pointer).asText();
    }

    /// Media type, without parameters.
    String type() {
        return header("Content-Type").orElse("").replaceFirst(";.*", "").strip();
    }

    Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    Answer expect(int wanted) {
        assertThat(status).as("%s: %s", request, text()).isEqualTo(wanted);
        return this;
    }

    /// A problem document as RFC 9457 and the API's conventions want it.
    Answer expectProblem(int wanted) {
        expect(wanted);
        assertThat(header("Content-Type").orElse("")).startsWith("application/problem+json");
        var problem = json();
        assertThat(problem.at("/status").asInt()).isEqualTo(wanted);
        for (var member : new String[] {"/type", "/title", "/detail", "/traceId"}) {
            assertThat(problem.at(member).asText())
                    .as("%s of %s", member, text())
                    .isNotBlank();
        }
        return this;
    }

    /// A problem that points to the fault in what was sent.
    Answer expectFault(int wanted, String pointer) {
        expectProblem(wanted);
        assertThat(json().at("/errors").findValuesAsText("pointer")).as(text()).contains(pointer);
        return this;
    }
}
