package org.fediversity.modules;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import org.fediversity.expressions.Document;

final class Yaml {
    private Yaml() {}

    static JsonNode tree(String yaml) {
        return switch (Document.yaml(yaml.getBytes(StandardCharsets.UTF_8))) {
            case Document.Reading.Read(var document) -> document.root();
            case Document.Reading.Unreadable wrong -> throw new AssertionError(wrong.text());
        };
    }
}
