package org.fediversity.expressions;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class DocumentTest {

    private static Document yaml(String text) {
        return switch (Document.yaml(text.getBytes(StandardCharsets.UTF_8))) {
            case Document.Reading.Read(var document) -> document;
            case Document.Reading.Unreadable wrong -> throw new AssertionError(wrong.text());
        };
    }

    private static String json(String text) {
        return switch (Document.json(text.getBytes(StandardCharsets.UTF_8))) {
            case Document.Reading.Read(var document) -> document.root().toString();
            case Document.Reading.Unreadable wrong -> wrong.text();
        };
    }

    private static Document.Reading.Unreadable unreadable(String text) {
        return switch (Document.yaml(text.getBytes(StandardCharsets.UTF_8))) {
            case Document.Reading.Read(var document) ->
                throw new AssertionError(document.root().toString());
            case Document.Reading.Unreadable wrong -> wrong;
        };
    }

    @Test
    void every_part_knows_its_line() {
        Document document = yaml("""
                a: 1
                b:
                  - x
                  - {y: 2,
                     z/~: 3}
                """);
        assertThat(document.line("/a")).isEqualTo(OptionalInt.of(1));
        assertThat(document.line("/b")).isEqualTo(OptionalInt.of(2));
        assertThat(document.line("/b/1/y")).isEqualTo(OptionalInt.of(4));
        assertThat(document.line("/b/1/z~1~0")).isEqualTo(OptionalInt.of(5));
        assertThat(document.line("/b/1/y/missing")).isEqualTo(OptionalInt.of(4));
    }

    @Test
    void scalars_are_read_by_the_rules_of_json() {
        assertThat(yaml("[yes, no, on, 1.2.0, 2024-01-01, 012, 0x10, 1_000, 1e3, .5, true, ~, '5', !!str 5, 08]")
                        .root()
                        .toString())
                .isEqualTo("[\"yes\",\"no\",\"on\",\"1.2.0\",\"2024-01-01\",12,16,\"1_000\",1000.0,0.5,true,null,"
                        + "\"5\",\"5\",\"08\"]");
    }

    @Test
    void a_long_text_is_not_repeated_by_alias_beyond_the_size_of_a_document() {
        String echo = "x: &x " + "a".repeat(100_000) + "\ny: [" + "*x, ".repeat(20) + "*x]\n";
        assertThat(unreadable(echo).message()).contains("aliases followed");
        assertThat(unreadable(echo).malformed()).isFalse();
    }

    @Test
    void a_tag_that_names_a_class_is_refused() {
        assertThat(unreadable("x: !!java.net.URL [a]").message()).contains("tag");
        assertThat(unreadable("x: !!java.net.URL [a]").malformed()).isFalse();
    }

    @Test
    void aliases_are_copied() {
        assertThat(yaml("a: &x {p: 1}\nb: *x\n").root().toString()).isEqualTo("{\"a\":{\"p\":1},\"b\":{\"p\":1}}");
    }

    @Test
    void hostile_documents_are_refused_soon() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 10; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(10)));
        }
        long start = System.nanoTime();
        assertThat(unreadable(bomb.toString()).message()).contains("aliases");
        assertThat(unreadable("&a [*a]").message()).contains("nested too deeply");
        assertThat(unreadable("[".repeat(100_000)).message()).isNotEmpty();
        assertThat(unreadable("a: 1\nb: 2\na: 3\n")).satisfies(wrong -> {
            assertThat(wrong.message()).contains("duplicate key 'a'");
            assertThat(wrong.line()).isEqualTo(3);
        });
        assertThat(unreadable("!!javax.script.ScriptEngineManager [1]").message())
                .contains("tag");
        assertThat(unreadable("a: !ruby/object:X {}").message()).contains("tag");
        assertThat(unreadable("{<<: {a: 1}}").message()).contains("merge");
        assertThat(unreadable("? [a]\n: b").message()).contains("key");
        assertThat(unreadable("").message()).contains("empty");
        assertThat(unreadable("a: b: c").line()).isEqualTo(1);
        assertThat(unreadable("x".repeat(Document.MAX_BYTES + 1)).message()).contains("at most");
        assertThat(unreadable("a: 1\n---\nb: 2\n").message()).isNotEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void json_is_read_strictly() {
        assertThat(json("{\"a\": [1, 2.5, \"x\", null, true]}")).isEqualTo("{\"a\":[1,2.5,\"x\",null,true]}");
        assertThat(json("{\"a\":1,\n\"a\":2}")).startsWith("line 2: ").contains("duplicate key");
        assertThat(json("{'a':1}")).contains("not valid JSON");
        assertThat(json("")).contains("empty");
        assertThat(json("{} x")).contains("not valid JSON");
        assertThat(json("[".repeat(5_000))).contains("nested too deeply");
        assertThat(json("[1e999999999]")).contains("1.7976931348623157E308");
        assertThat(Document.json(new byte[] {(byte) 0xff, (byte) 0xfe, 1}))
                .isInstanceOf(Document.Reading.Unreadable.class);
        assertThat(Document.yaml(new byte[] {'a', (byte) 0xff})).isInstanceOf(Document.Reading.Unreadable.class);
    }
}
