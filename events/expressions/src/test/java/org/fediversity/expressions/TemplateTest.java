package org.fediversity.expressions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
    private static final Scope SCOPE = Scope.of("options", "deployment", "resources");

    private static Object value(Object template, Map<String, ?> variables) {
        return switch (Template.of(template, SCOPE).evaluate(variables)) {
            case Evaluation.Value(var value) -> value;
            case Evaluation.Failed failed -> throw new AssertionError(failed.reason());
        };
    }

    private static Object option(String template, Object option) {
        return value(template, Map.of("options", Collections.singletonMap("x", option)));
    }

    private static String failure(String template, Map<String, ?> variables) {
        return switch (Template.of(template, SCOPE).evaluate(variables)) {
            case Evaluation.Value(var value) -> throw new AssertionError("it gave " + value);
            case Evaluation.Failed failed -> failed.reason();
        };
    }

    @Test
    void a_text_that_is_one_expression_keeps_its_type() {
        assertThat(option("${options.x}", 5)).isEqualTo(5);
        assertThat(option("${options.x}", true)).isEqualTo(true);
        assertThat(option("${options.x}", List.of("a", 1))).isEqualTo(List.of("a", 1));
        assertThat(option("${options.x}", Map.of("a", 1))).isEqualTo(Map.of("a", 1));
        assertThat(option("${options.x}", 1L << 40)).isEqualTo(1L << 40);
        assertThat(option("${options.x}", null)).isNull();
    }

    @Test
    void an_expression_within_a_text_becomes_text() {
        assertThat(option("port ${options.x}!", 5)).isEqualTo("port 5!");
        assertThat(option("<${options.x}>", null)).isEqualTo("<>");
        assertThat(option("${options.x}${options.x}", List.of(1, 2))).isEqualTo("[1,2][1,2]");
    }

    @Test
    void whole_numbers_stay_whole_however_they_were_written() {
        assertThat(option("${options.x}", 5.0)).isEqualTo(5);
        assertThat(option("${options.x * 2}", 5.0)).isEqualTo(10);
        assertThat(option("${options.x * 2.0}", 2.5)).isEqualTo(5);
        assertThat(option("${options.x}", 2.5)).isEqualTo(2.5);
        assertThat(option("${options.x > 1.5}", 2)).isEqualTo(true);
        assertThat(value("${7 / 2}", Map.of())).isEqualTo(3);
    }

    @Test
    void two_dollars_stand_for_a_literal_one() {
        assertThat(value("$${options.x} costs $5 {}", Map.of())).isEqualTo("${options.x} costs $5 {}");
    }

    @Test
    void braces_and_quotes_within_an_expression_do_not_end_it() {
        assertThat(value("${'}' + \"}\\\"}\" + '''a'}''' + r'\\}'}", Map.of())).isEqualTo("}}\"}a'}\\}");
        assertThat(value("${{'a': {'b': 1}}.a.b}", Map.of())).isEqualTo(1);
        assertThat(value("a ${'x' // } a comment '\n + 'y'} b", Map.of())).isEqualTo("a xy b");
    }

    @Test
    void a_whole_tree_is_evaluated_and_its_order_kept() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("z", List.of("${options.x}", "b"));
        tree.put("a", Map.of("${not.a.key}", 1));
        assertThat(value(tree, Map.of("options", Map.of("x", 3))).toString())
                .isEqualTo("{z=[3, b], a={${not.a.key}=1}}");
    }

    @Test
    void what_was_left_out_reads_as_null() {
        Map<String, ?> options = Map.of("options", new LinkedHashMap<>(Collections.singletonMap("x", null)));
        assertThat(value("${!options.x}", options)).isEqualTo(true);
        assertThat(value("${has(options.x)}", options)).isEqualTo(false);
        assertThat(value("${has(options.y)}", options)).isEqualTo(false);
        assertThat(value("${has(options.x) ? options.x : 'none'}", options)).isEqualTo("none");
        assertThat(value("${options.x == null}", options)).isEqualTo(true);
        assertThat(option("${!options.x}", false)).isEqualTo(true);
        assertThat(option("${!options.x}", true)).isEqualTo(false);
        assertThat(option("${has(options.x)}", false)).isEqualTo(true);
    }

    @Test
    void what_nobody_knows_is_a_failure_with_its_place() {
        assertThat(Template.of(Map.of("a", List.of("${options.nope}")), SCOPE).evaluate(Map.of("options", Map.of())))
                .isEqualTo(new Evaluation.Failed(
                        List.of(new Mistake("/a/0", "there is no 'nope' here; has() tells whether there is"))));
    }

    @Test
    void unknown_variables_and_syntax_errors_are_found_before_anything_is_evaluated() {
        Template template = Template.of(Map.of("a", "${optoins.x}", "b", "${1 +}", "c", "${options", "d", 4), SCOPE);
        assertThat(template.mistakes()).extracting(Mistake::pointer).containsExactlyInAnyOrder("/a", "/b", "/c");
        assertThat(template.mistakes())
                .filteredOn(mistake -> mistake.pointer().equals("/a"))
                .first()
                .extracting(Mistake::message)
                .asString()
                .contains("optoins", "known here: options, deployment, resources");
        assertThat(template.evaluate(Map.of())).isInstanceOf(Evaluation.Failed.class);
    }

    @Test
    void what_a_condition_comes_to_if_one_name_is_known_can_be_told() {
        assertThat(ifTypeIsA("${resources.type == 'a' && options.x > 5}")).isEmpty();
        assertThat(ifTypeIsA("${resources.type == 'b' && options.x > 5}")).contains(false);
        assertThat(ifTypeIsA("${options.x > 5 && 'b' == resources['type']}")).contains(false);
        assertThat(ifTypeIsA("${resources.type != 'b' || options.x > 5}")).contains(true);
        assertThat(ifTypeIsA("${resources.type in ['b', 'c']}")).contains(false);
        assertThat(ifTypeIsA("${!(resources.type in ['b', 'a'])}")).contains(false);
        assertThat(ifTypeIsA("${resources.type in options.types}")).isEmpty();
        assertThat(ifTypeIsA("${resources.type == 'b' ? options.x : false}")).contains(false);
        assertThat(ifTypeIsA("${has(resources.type) && resources.kind == 'b'}")).isEmpty();
        assertThat(ifTypeIsA("${true}")).contains(true);
    }

    private static Optional<Boolean> ifTypeIsA(String condition) {
        Template template = Template.of(condition, SCOPE);
        assertThat(template.mistakes()).isEmpty();
        return template.decided(List.of("resources", "type"), "a");
    }

    @Test
    void a_mistake_tells_whether_other_values_would_mend_it() {
        assertThat(mistake("${options.x.nope > 1}").isLasting()).isTrue();
        assertThat(mistake("${options.x + 1}").isLasting()).isTrue();
        assertThat(mistake("${{'b': 1}[options.y]}").isLasting()).isFalse();
        assertThat(mistake("${[1][int(options.y)]}").isLasting()).isFalse();
    }

    private static Mistake mistake(String text) {
        Map<String, ?> options = Map.of("options", Map.of("x", Map.of(), "y", "a"));
        return Template.of(text, SCOPE).evaluate(options) instanceof Evaluation.Failed failed
                ? failed.mistakes().getFirst()
                : new Mistake("", "none");
    }

    @Test
    void the_names_it_uses_can_be_told() {
        Template template = Template.of(
                "${has(options.a) && options.list.all(o, o.size() > 0 && resources['db'].host == o)} ${options[deployment.name]}",
                SCOPE);
        assertThat(template.mistakes()).isEmpty();
        assertThat(template.references())
                .extracting(reference -> reference.text() + (reference.presence() ? "?" : ""))
                .containsExactly("options.a?", "options.list", "resources.db.host", "options", "deployment.name");
        assertThat(Template.of("${options.a.b}", SCOPE).path()).contains(List.of("options", "a", "b"));
        assertThat(Template.of("${options.a + 1}", SCOPE).path()).isEmpty();
    }

    @Test
    void the_kind_of_value_can_often_be_told() {
        assertThat(Template.of("${1 + 1}", SCOPE).kind()).isEqualTo(Kind.INTEGER);
        assertThat(Template.of("${options.x ? 'a' : 'b'}", SCOPE).kind()).isEqualTo(Kind.TEXT);
        assertThat(Template.of("${options.x}", SCOPE).kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(Template.of("a${1}", SCOPE).kind()).isEqualTo(Kind.TEXT);
        assertThat(Template.of("${!options.x}", SCOPE).kind()).isEqualTo(Kind.BOOLEAN);
        assertThat(Template.of(1, SCOPE).isConstant()).isTrue();
    }

    @Test
    void a_condition_is_true_or_false_and_nothing_else() {
        assertThat(Template.of("${1 < 2}", SCOPE).test(Map.of())).isEqualTo(new Evaluation.Value(true));
        assertThat(Template.of("${'yes'}", SCOPE).test(Map.of())).isInstanceOf(Evaluation.Failed.class);
    }

    @Test
    void a_failure_never_repeats_a_value() {
        Map<String, ?> secret = Map.of("options", Map.of("x", "hunter2"));
        for (String template : List.of(
                "${int(options.x)}",
                "${options[options.x]}",
                "${{}[options.x]}",
                "${timestamp(options.x)}",
                "${1 + options.x}",
                "${'a'.matches(options.x + '(')}",
                "${{options.x: 1, options.x: 2}}")) {
            assertThat(failure(template, secret)).doesNotContain("hunter2");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${L.map(a, L.map(b, L.map(c, L.map(d, a + b + c + d))))}",
                "${L.all(a, L.all(b, L.all(c, L.all(d, L.all(e, true)))))}",
                "${L.all(a, L.all(b, options == options)) || true}",
                "${L.all(a, options == options)}",
                "${L.map(a, options.big + options.big)}",
                "${L.map(a, L.map(a, options.big)).size()}",
                "${L.all(a, options.big.matches('(a*)*(a|aa)+b'))}",
                "${L.all(a, L.all(b, L[0] == 0 && !'aaaaaaaaaaaaaaaaaaaaaaaaa'.matches('(a{100}){9}$')))}",
                "${L.all(a, L.all(b, !options.long.matches('(a?){1000}(a?){900}b')))}",
                "${L.all(a, L.all(b, !options.long.matches('^(a?){20}b')))}",
                "${L.all(a, L.all(b, !('a' + string(options.size)).matches('(a?){1000}(a?){' + string(options.size) + '}b')))}",
                "${L.all(a, L.all(b, !'a'.matches('(a{1000}){1}' + string(options.size) + '(')))}",
                "${[L,L,L,L].map(a, [a,a,a,a].map(b, [b,b,b,b].map(c, [c,c,c,c].map(d, [d,d,d,d]))))}",
            })
    void a_hostile_expression_ends_soon(String template) {
        String list = Arrays.toString(new int[120]);
        Map<String, ?> variables =
                Map.of("options", Map.of("big", "a".repeat(1 << 20), "long", "a".repeat(9_000), "size", 900));
        long start = System.nanoTime();
        Template hostile = Template.of(template.replace("L", list), SCOPE);
        Evaluation evaluation = hostile.evaluate(variables);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        assertThat(evaluation).isInstanceOf(Evaluation.Failed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "options.x.matches('[a-z')",
                "options.x.matches('(?=a)b')",
                "options.x.matches('(a)\\\\1')",
                "options.x.matches('a{1001}')",
                "options.x.matches('((a{1,1000}){1,1000}){1,1000}')",
                "options.x.matches('(' + 'a{1000}' + '){1000}')",
                "options.x.matches(options.y ? 'a' : '(')",
                "options.list.exists(o, o.matches('*'))",
                "has(options.x) && !options.x.matches('+')",
                "{'a': [options.x.matches('(')]}.a[0]",
                "'('.matches('a'.matches(')') ? 'a' : 'b')",
            })
    void a_pattern_that_can_never_work_is_found_before_anything_is_evaluated(String expression) {
        long start = System.nanoTime();
        Template template = Template.of(Map.of("a", "${" + expression + "}"), SCOPE);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        assertThat(template.mistakes()).isNotEmpty().allSatisfy(mistake -> {
            assertThat(mistake.pointer()).isEqualTo("/a");
            assertThat(mistake.message()).contains("matches");
        });
    }

    @Test
    void a_pattern_is_as_long_beforehand_as_it_may_be_later() {
        assertThat(Template.of("${options.x.matches('" + "a".repeat(501) + "')}", SCOPE)
                        .mistakes())
                .hasSize(1);
        assertThat(Template.of("${options.x.matches('" + "a".repeat(500) + "')}", SCOPE)
                        .mistakes())
                .isEmpty();
        assertThat(value("${'example.org'.matches('^([a-z]+\\\\.)+' + '[a-z]{2,}$')}", Map.of()))
                .isEqualTo(true);
        assertThat(Template.of("${options.x.matches(options.pattern + '(')}", SCOPE)
                        .mistakes())
                .isEmpty();
    }

    @Test
    void deep_or_long_expressions_are_refused() {
        for (String text : List.of(
                "(".repeat(1_900) + "1" + ")".repeat(1_900),
                "[".repeat(1_900) + "]".repeat(1_900),
                "!(".repeat(900) + "true" + ")".repeat(900),
                "-(".repeat(900) + "1" + ")".repeat(900),
                "a" + ".a".repeat(1_900),
                "1" + "+1".repeat(10_000),
                "true ? ".repeat(500) + "1" + " : 1".repeat(500),
                "{".repeat(2_000),
                "'" + "\\".repeat(3_000))) {
            long start = System.nanoTime();
            assertThat(Template.of("${" + text + "}", SCOPE).mistakes()).isNotEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        }
        String wide = "1" + "+1".repeat(80);
        assertThat(value("${" + wide + "}", Map.of())).isEqualTo(81);
    }

    @Test
    void what_shares_a_budget_costs_no_more_together() {
        Template loop = Template.of("${[1,2,3,4,5,6,7,8,9].map(a, [1,2,3,4,5,6,7,8,9].map(b, a + b)).size()}", SCOPE);
        Budget budget = Budget.of(10_000);
        assertThat(loop.evaluate(Map.of(), budget)).isInstanceOf(Evaluation.Value.class);
        long spent = budget.spent();
        assertThat(spent).isBetween(100L, 10_000L);
        while (!budget.exhausted()) {
            loop.evaluate(Map.of(), budget);
        }
        assertThat(budget.spent()).isEqualTo(10_000);
        assertThat(Template.of("${1 + 1}", SCOPE).evaluate(Map.of(), budget))
                .isInstanceOfSatisfying(Evaluation.Failed.class, failed -> assertThat(failed.reason())
                        .isEqualTo(Budget.EXHAUSTED));
        assertThat(loop.evaluate(Map.of())).isEqualTo(new Evaluation.Value(9));
    }
}
