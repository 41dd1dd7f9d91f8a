package org.fediversity.deployment.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VerificationTest {
    @Test
    void of_what_an_application_calls_its_version_one_short_line_is_kept() {
        assertThat(Verification.plain(" 4.3.1+glitch ")).isEqualTo("4.3.1+glitch");
        assertThat(Verification.plain("1\0\n2")).isEqualTo("1 2");
        assertThat(Verification.plain("9".repeat(70_000))).hasSize(100);
    }
}
