package org.fediversity.modules;

import static org.assertj.core.api.Assertions.assertThat;

import org.fediversity.expressions.Mistake;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionSchemaTest {
    private static final OptionSchema CONDITIONAL = OptionSchema.of(Yaml.tree("""
            type: object
            required: [title]
            unevaluatedProperties: false
            properties:
              title: {type: string}
              registration: {enum: [none, open], default: none}
              places: {type: integer, default: 5}
            allOf:
              - if: {properties: {registration: {const: open}}, required: [registration]}
                then:
                  required: [rules]
                  properties: {rules: {type: string, minLength: 3}, slots: {type: integer, default: 7}}
                else: {properties: {closedNote: {type: string, default: closed}}}
            if: {properties: {title: {const: small}}, required: [title]}
            then: {properties: {places: {maximum: 3}}}
            """));

    private static final OptionSchema ALTERNATIVES = OptionSchema.of(Yaml.tree("""
            type: object
            additionalProperties: false
            properties:
              store:
                unevaluatedProperties: false
                type: object
                oneOf:
                  - properties: {kind: {const: disk}, path: {type: string, minLength: 2}, size: {type: integer, default: 1}}
                    required: [kind, path]
                  - {$ref: "#/$defs/bucket"}
            $defs:
              bucket:
                properties: {kind: {const: bucket}, name: {type: string}, public: {type: boolean}}
                required: [kind, name]
            """));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {title: x, registration: open}                      | /rules is missing
            {title: x, registration: open, slots: 3}            | /rules is missing
            {title: x, registration: open, slots: x}            | /rules is missing, /slots string found, integer expected
            {title: x, registration: open, closedNote: x}       | /closedNote is unknown here, /rules is missing
            {title: x, registration: open, rules: ab, other: 1} | /other is unknown here, /rules must be at least 3 characters long
            {title: x, slots: 3}                                | /slots is unknown here
            {title: small}                                      | ` the default of places does not fit: must have a maximum value of 3`
            {title: x}                                          | ``
            """)
    void only_what_was_sent_is_at_fault(String sent, String mistakes) {
        assertThat(told(CONDITIONAL, sent)).isEqualTo(mistakes);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {store: {kind: disk}}                   | /store/path is missing
            {store: {kind: disk, path: x}}          | /store/path must be at least 2 characters long
            {store: {kind: disk, path: xy, name: n}} | /store/name is unknown here
            {store: {kind: bucket, public: 1}}      | /store/name is missing, /store/public integer found, boolean expected
            {store: {kind: disk, path: xy}}         | ``
            """)
    void of_alternatives_only_the_one_that_was_chosen_is_spoken_of(String sent, String mistakes) {
        assertThat(told(ALTERNATIVES, sent)).isEqualTo(mistakes);
    }

    @Test
    void where_none_was_chosen_all_are_spoken_of() {
        assertThat(told(ALTERNATIVES, "{store: {kind: moon}}")).contains("disk").contains("bucket");
    }

    @Test
    void nested_options_are_completed_in_linear_time() {
        StringBuilder nested = new StringBuilder("{type: string, default: x}");
        StringBuilder value = new StringBuilder("{}");
        for (int i = 0; i < 26; i++) {
            nested.insert(0, "{type: object, additionalProperties: {type: string}, properties: {x: ")
                    .append("}}");
            value.insert(0, "{x: ").append("}");
        }
        OptionSchema schema = OptionSchema.of(Yaml.tree(nested.toString()));
        long start = System.nanoTime();
        schema.effective(Yaml.tree(value.toString()));
        assertThat(System.nanoTime() - start).isLessThan(1_000_000_000L);
    }

    private static String told(OptionSchema schema, String sent) {
        return String.join(
                ", ",
                schema.judge(Yaml.tree(sent), "").stream()
                        .map(OptionSchemaTest::text)
                        .toList());
    }

    private static String text(Mistake mistake) {
        return mistake.pointer() + " " + mistake.message();
    }
}
