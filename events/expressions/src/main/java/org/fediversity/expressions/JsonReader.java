package org.fediversity.expressions;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// Reads JSON strictly.
final class JsonReader {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Document.MAX_DEPTH)
                    .maxStringLength(Document.MAX_BYTES)
                    .maxNumberLength(100)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final JsonParser parser;
    private final Map<String, Integer> lines = new HashMap<>();
    private int values;

    private JsonReader(JsonParser parser) {
        this.parser = parser;
    }

    static Document.Reading read(byte[] text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            JsonReader reader = new JsonReader(parser);
            JsonToken first = parser.nextToken();
            if (first == null) {
                return new Document.Reading.Unreadable("the document is empty", 0, true);
            }
            JsonNode root = reader.value(first, "");
            if (parser.nextToken() != null) {
                return reader.unreadable("something follows the end of the document");
            }
            return new Document.Reading.Read(new Document(root, reader.lines));
        } catch (TooMany e) {
            return new Document.Reading.Unreadable(
                    "a document may have at most " + Document.MAX_VALUES + " values", 0, false);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            String reason = reason(e);
            return new Document.Reading.Unreadable(
                    "this is not valid JSON: " + reason, Math.max(line, 0), !reason.contains("nested"));
        } catch (IOException e) {
            return new Document.Reading.Unreadable("this is not UTF-8", 0, true);
        }
    }

    private static String reason(JsonProcessingException e) {
        String message = e.getOriginalMessage() == null ? "" : e.getOriginalMessage();
        if (message.startsWith("Duplicate field")) {
            return message.replace("Duplicate field", "duplicate key");
        }
        return message.contains("nesting depth") ? "it is nested too deeply" : "unexpected character or end";
    }

    private Document.Reading unreadable(String message) {
        return new Document.Reading.Unreadable(
                message, parser.currentTokenLocation().getLineNr(), true);
    }

    private static final class TooMany extends IOException {}

    private JsonNode value(JsonToken token, String pointer) throws IOException {
        if (++values > Document.MAX_VALUES) {
            throw new TooMany();
        }
        lines.putIfAbsent(pointer, parser.currentTokenLocation().getLineNr());
        return switch (token) {
            case START_OBJECT -> {
                ObjectNode object = NODES.objectNode();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    String child = Pointers.child(pointer, key);
                    lines.put(child, parser.currentTokenLocation().getLineNr());
                    object.set(key, value(parser.nextToken(), child));
                }
                yield object;
            }
            case START_ARRAY -> {
                ArrayNode array = NODES.arrayNode();
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    array.add(value(next, Pointers.child(pointer, array.size())));
                }
                yield array;
            }
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT -> Scalars.integer(parser.getText());
            case VALUE_NUMBER_FLOAT -> Scalars.number(parser.getText());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalStateException("a parser never gives " + token + " here");
        };
    }
}
