package org.fediversity.config.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fediversity.expressions.Pointers;

/// What leads from one document to another, as a JSON Patch (RFC 6902). Objects are compared field by field; a list
/// that differs is replaced as a whole, which people read more easily and which costs linear time.
public final class Difference {
    private final ArrayNode operations = JsonNodeFactory.instance.arrayNode();

    private Difference() {}

    public static ArrayNode between(JsonNode from, JsonNode to) {
        var difference = new Difference();
        difference.compare(from, to, "");
        return difference.operations;
    }

    private void compare(JsonNode from, JsonNode to, String pointer) {
        if (from.equals(to)) {
            return;
        }
        if (from instanceof ObjectNode before && to instanceof ObjectNode after) {
            before.properties().forEach(field -> {
                String here = Pointers.child(pointer, field.getKey());
                if (after.has(field.getKey())) {
                    compare(field.getValue(), after.get(field.getKey()), here);
                } else {
                    operations.addObject().put("op", "remove").put("path", here);
                }
            });
            after.properties().forEach(field -> {
                if (!before.has(field.getKey())) {
                    operations
                            .addObject()
                            .put("op", "add")
                            .put("path", Pointers.child(pointer, field.getKey()))
                            .set("value", field.getValue());
                }
            });
        } else {
            operations.addObject().put("op", "replace").put("path", pointer).set("value", to);
        }
    }
}
