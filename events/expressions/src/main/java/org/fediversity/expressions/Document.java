package org.fediversity.expressions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.OptionalInt;

/// What somebody wrote as YAML or JSON, and on which line each part of it stands.
///
/// YAML is read by the rules of JSON (YAML 1.2 core schema): only `true` and `false` are truth values, dates are text,
/// tags are not followed, a key occurs once. Aliases are copied. Size, depth and number of values are limited.
public final class Document {
    /// Longest document, in bytes of UTF-8.
    public static final int MAX_BYTES = 1 << 20;

    static final int MAX_DEPTH = 100;
    static final int MAX_VALUES = 100_000;

    private final JsonNode root;
    private final Map<String, Integer> lines;

    Document(JsonNode root, Map<String, Integer> lines) {
        this.root = root;
        this.lines = Map.copyOf(lines);
    }

    /// A document, or the reason why it is none.
    public sealed interface Reading {
        record Read(Document document) implements Reading {}

        /// @param line      counted from 1; 0 if it is about the whole
        /// @param malformed whether it breaks the rules of YAML or JSON; otherwise it only breaks our limits
        record Unreadable(String message, int line, boolean malformed) implements Reading {
            /// The message with its line.
            public String text() {
                return line == 0 ? message : "line " + line + ": " + message;
            }
        }
    }

    public static Reading yaml(byte[] text) {
        return text.length > MAX_BYTES ? tooLarge() : YamlReader.read(text);
    }

    public static Reading json(byte[] text) {
        return text.length > MAX_BYTES ? tooLarge() : JsonReader.read(text);
    }

    private static Reading tooLarge() {
        return new Reading.Unreadable("a document may have at most " + MAX_BYTES + " bytes", 0, false);
    }

    public JsonNode root() {
        return root;
    }

    /// Line of what the pointer points to, or of the nearest thing around it that exists; counted from 1.
    public OptionalInt line(String pointer) {
        Integer line = lines.get(pointer);
        if (line != null) {
            return OptionalInt.of(line);
        }
        return pointer.isEmpty() ? OptionalInt.empty() : line(Pointers.parent(pointer));
    }
}
