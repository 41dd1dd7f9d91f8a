package org.fediversity.config.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/// Any JSON there is, small; keys are few, so that documents have some in common, and include what pointers escape.
public final class JsonArbitraries {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonArbitraries() {}

    public static Arbitrary<JsonNode> scalars() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(8).map(NODES::textNode),
                Arbitraries.integers().map(NODES::numberNode),
                Arbitraries.of(true, false).map(NODES::booleanNode),
                Arbitraries.just(NODES.nullNode()));
    }

    public static Arbitrary<String> keys() {
        return Arbitraries.of("a", "b", "c", "a/b", "m~n", "", "0", "é", " ");
    }

    public static Arbitrary<JsonNode> values() {
        return Arbitraries.recursive(
                JsonArbitraries::scalars,
                inner -> Arbitraries.oneOf(
                        scalars(),
                        objects(inner).map(JsonNode.class::cast),
                        inner.list().ofMaxSize(3).map(JsonArbitraries::array)),
                0,
                3);
    }

    public static Arbitrary<ObjectNode> objects() {
        return objects(values());
    }

    private static Arbitrary<ObjectNode> objects(Arbitrary<JsonNode> values) {
        return Arbitraries.maps(keys(), values).ofMaxSize(5).map(JsonArbitraries::object);
    }

    private static ObjectNode object(Map<String, JsonNode> fields) {
        ObjectNode object = NODES.objectNode();
        fields.forEach(object::set);
        return object;
    }

    private static ArrayNode array(List<JsonNode> elements) {
        return NODES.arrayNode().addAll(elements);
    }
}
