package org.fediversity.expressions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafePatternTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{1,1000}){1,1000}){1,1000}",
                "(((x{100}){100}){100}){100}",
                "(a{1000}b{1000}){1000}",
                "(?=a)b",
                "(a)\\1",
                "(",
                "[a",
            })
    void what_is_dangerous_or_no_pattern_is_refused(String pattern) {
        assertThatThrownBy(() -> SafePattern.compile(pattern)).isInstanceOf(SafePattern.Refused.class);
        assertThatThrownBy(() -> SafePattern.compile("(".repeat(300) + ")".repeat(300)))
                .isInstanceOf(SafePattern.Refused.class);
    }

    @Test
    void usual_patterns_work() throws Exception {
        assertThat(SafePattern.compile("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z]{2,})+$")
                        .find("example.org"))
                .isTrue();
        assertThat(SafePattern.compile("^\\{[]}]{2}$").find("{]}")).isTrue();
        assertThat(SafePattern.compile("\\p{L}+").find("é")).isTrue();
    }

    @Test
    void a_pattern_that_explodes_elsewhere_takes_linear_time_here() throws Exception {
        SafePattern pattern = SafePattern.compile("^(a|a)*(a|aa)+(a*)*$");
        long start = System.nanoTime();
        assertThat(pattern.find("a".repeat(100_000) + "b")).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }
}
