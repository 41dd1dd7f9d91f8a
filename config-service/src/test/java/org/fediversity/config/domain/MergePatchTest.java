package org.fediversity.config.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.StreamSupport;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.fediversity.runtime.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergePatchTest {
    /// RFC 7396, appendix A.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"a":"b"}              | {"a":"c"}                      | {"a":"c"}
            {"a":"b"}              | {"b":"c"}                      | {"a":"b","b":"c"}
            {"a":"b"}              | {"a":null}                     | {}
            {"a":"b","b":"c"}      | {"a":null}                     | {"b":"c"}
            {"a":["b"]}            | {"a":"c"}                      | {"a":"c"}
            {"a":"c"}              | {"a":["b"]}                    | {"a":["b"]}
            {"a":{"b":"c"}}        | {"a":{"b":"d","c":null}}       | {"a":{"b":"d"}}
            {"a":[{"b":"c"}]}      | {"a":[1]}                      | {"a":[1]}
            ["a","b"]              | ["c","d"]                      | ["c","d"]
            {"a":"b"}              | ["c"]                          | ["c"]
            {"a":"foo"}            | null                           | null
            {"a":"foo"}            | "bar"                          | "bar"
            {"e":null}             | {"a":1}                        | {"e":null,"a":1}
            [1,2]                  | {"a":"b","c":null}             | {"a":"b"}
            {}                     | {"a":{"bb":{"ccc":null}}}      | {"a":{"bb":{}}}
            """)
    void the_examples_of_the_standard_hold(String target, String patch, String result) {
        assertThat(MergePatch.apply(Json.tree(target), Json.tree(patch))).isEqualTo(Json.tree(result));
    }

    @Provide
    Arbitrary<JsonNode> values() {
        return JsonArbitraries.values();
    }

    @Provide
    Arbitrary<ObjectNode> objects() {
        return JsonArbitraries.objects();
    }

    @Property
    void an_empty_patch_changes_nothing(@ForAll("objects") ObjectNode target) {
        assertThat(MergePatch.apply(target, JsonNodeFactory.instance.objectNode()))
                .isEqualTo(target);
    }

    @Property
    void patching_twice_is_patching_once(@ForAll("values") JsonNode target, @ForAll("values") JsonNode patch) {
        JsonNode once = MergePatch.apply(target, patch);
        assertThat(MergePatch.apply(once, patch)).isEqualTo(once);
    }

    @Property
    void neither_target_nor_patch_is_touched(@ForAll("values") JsonNode target, @ForAll("values") JsonNode patch) {
        JsonNode targetBefore = target.deepCopy();
        JsonNode patchBefore = patch.deepCopy();
        JsonNode result = MergePatch.apply(target, patch);
        if (result instanceof ObjectNode object) {
            object.put("later", 1);
        }
        assertThat(target).isEqualTo(targetBefore);
        assertThat(patch).isEqualTo(patchBefore);
    }

    @Property
    void what_the_patch_says_holds_afterwards(@ForAll("values") JsonNode target, @ForAll("objects") ObjectNode patch) {
        JsonNode result = MergePatch.apply(target, patch);
        patch.properties().forEach(field -> {
            if (field.getValue().isNull()) {
                assertThat(result.has(field.getKey())).isFalse();
            } else if (!field.getValue().isObject()) {
                assertThat(result.get(field.getKey())).isEqualTo(field.getValue());
            }
        });
    }

    @Property
    void what_the_patch_does_not_name_stays(@ForAll("objects") ObjectNode target, @ForAll("objects") ObjectNode patch) {
        JsonNode result = MergePatch.apply(target, patch);
        assertThat(StreamSupport.stream(((Iterable<String>) target::fieldNames).spliterator(), false)
                        .filter(name -> !patch.has(name)))
                .allSatisfy(name -> assertThat(result.get(name)).isEqualTo(target.get(name)));
    }
}
