package org.fediversity.config.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.flipkart.zjsonpatch.JsonPatch;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.fediversity.runtime.Json;
import org.junit.jupiter.api.Test;

class DifferenceTest {
    @Provide
    Arbitrary<JsonNode> values() {
        return JsonArbitraries.values();
    }

    @Property
    void applied_to_the_one_it_gives_the_other(@ForAll("values") JsonNode from, @ForAll("values") JsonNode to) {
        assertThat(JsonPatch.apply(Difference.between(from, to), from)).isEqualTo(to);
    }

    @Property
    void what_is_the_same_has_none(@ForAll("values") JsonNode value) {
        assertThat(Difference.between(value, value.deepCopy())).isEmpty();
    }

    @Test
    void it_says_what_was_added_replaced_and_removed_where_it_stands() {
        JsonNode from = Json.tree("{\"garden\": {\"title\": \"One\", \"a/b\": 1, \"tags\": [1, 2]}}");
        JsonNode to = Json.tree("{\"garden\": {\"title\": \"Two\", \"tags\": [1], \"open\": true}}");
        assertThat(Difference.between(from, to)).isEqualTo(Json.tree("""
                [{"op": "replace", "path": "/garden/title", "value": "Two"},
                 {"op": "remove", "path": "/garden/a~1b"},
                 {"op": "replace", "path": "/garden/tags", "value": [1]},
                 {"op": "add", "path": "/garden/open", "value": true}]"""));
    }
}
