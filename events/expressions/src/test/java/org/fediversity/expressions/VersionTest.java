package org.fediversity.expressions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class VersionTest {

    private static SemVer version(String text) {
        return SemVer.parse(text).orElseThrow(() -> new AssertionError("no version: " + text));
    }

    private static VersionRange range(String text) {
        return VersionRange.parse(text).orElseThrow(() -> new AssertionError("no range: " + text));
    }

    @Test
    void the_order_is_that_of_the_specification() {
        List<String> order = List.of(
                "1.0.0-alpha",
                "1.0.0-alpha.1",
                "1.0.0-alpha.beta",
                "1.0.0-beta",
                "1.0.0-beta.2",
                "1.0.0-beta.11",
                "1.0.0-rc.1",
                "1.0.0",
                "1.0.1",
                "1.10.0",
                "2.0.0");
        assertThat(order.reversed().stream().map(VersionTest::version).sorted().map(SemVer::text))
                .containsExactlyElementsOf(order);
        assertThat(version("1.0.0+a")).isEqualTo(version("1.0.0+b"));
    }

    @Test
    void what_is_no_version_is_not_read_as_one() {
        assertThat(Stream.of("1", "1.2", "01.2.3", "1.2.3-", "1.2.3-01", "v1.2.3", "1.2.3.4", "", "1.2.x", "-1.0.0")
                        .filter(text -> SemVer.parse(text).isPresent()))
                .isEmpty();
    }

    @Test
    void ranges_contain_what_they_say() {
        assertThat(range(">=1.1.0 <1.2.0").contains(version("1.1.9"))).isTrue();
        assertThat(range(">=1.1.0 <1.2.0").contains(version("1.2.0"))).isFalse();
        assertThat(range(">= 1.1.0 < 1.2.0").contains(version("1.1.0"))).isTrue();
        assertThat(range("^1.2.0").contains(version("1.9.0"))).isTrue();
        assertThat(range("^1.2.0").contains(version("2.0.0-rc.1"))).isFalse();
        assertThat(range("^0.2.0").contains(version("0.3.0"))).isFalse();
        assertThat(range("~1.2.0").contains(version("1.3.0"))).isFalse();
        assertThat(range("1.0.0 || >2.0.0").contains(version("1.0.0"))).isTrue();
        assertThat(range("*").contains(version("0.0.1"))).isTrue();
        assertThat(range(">1.0.0 <1.0.0").isEmpty()).isTrue();
        assertThat(Stream.of("", "  ", ">=", "latest", "1.x", ">=1.0.0 foo", "||", "1.0.0 ||")
                        .filter(text -> VersionRange.parse(text).isPresent()))
                .isEmpty();
    }

    @Test
    void overlaps_are_seen() {
        assertThat(range(">=1.1.0 <1.2.0").overlaps(range(">=1.2.0 <1.3.0"))).isFalse();
        assertThat(range(">=1.1.0 <=1.2.0").overlaps(range(">=1.2.0 <1.3.0"))).isTrue();
        assertThat(range("<1.0.0").overlaps(range("*"))).isTrue();
        assertThat(range("1.0.0 || 2.0.0").overlaps(range("^2.0.0"))).isTrue();
    }

    @Property(tries = 300)
    void a_version_in_both_ranges_means_that_they_overlap(
            @ForAll("versions") SemVer version,
            @ForAll("ranges") VersionRange one,
            @ForAll("ranges") VersionRange two) {
        if (one.contains(version) && two.contains(version)) {
            assertThat(one.overlaps(two)).isTrue();
            assertThat(two.overlaps(one)).isTrue();
        }
        if (one.isEmpty()) {
            assertThat(one.contains(version)).isFalse();
        }
    }

    @Provide
    Arbitrary<SemVer> versions() {
        Arbitrary<Integer> number = Arbitraries.integers().between(0, 3);
        return Combinators.combine(number, number, number, Arbitraries.of("", "-rc.1", "-a"))
                .as((a, b, c, pre) -> version(a + "." + b + "." + c + pre));
    }

    @Provide
    Arbitrary<VersionRange> ranges() {
        Arbitrary<String> comparator = Combinators.combine(
                        Arbitraries.of("", ">", ">=", "<", "<=", "^", "~", "="), versions())
                .as((operator, version) -> operator + version);
        return comparator
                .list()
                .ofMinSize(1)
                .ofMaxSize(2)
                .map(all -> String.join(" ", all))
                .list()
                .ofMinSize(1)
                .ofMaxSize(2)
                .map(all -> range(String.join(" || ", all)));
    }
}
