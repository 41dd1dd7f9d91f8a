package org.fediversity.gateway.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TargetTest {
    @Test
    void a_url_is_read_into_what_a_connection_needs() {
        assertThat(Target.parse("https://Hooks.Example.org/in?key=a%20b"))
                .isEqualTo(new Target(true, "hooks.example.org", 443, "/in?key=a%20b"));
        assertThat(Target.parse("http://127.0.0.1:9000")).isEqualTo(new Target(false, "127.0.0.1", 9000, "/"));
        assertThat(Target.parse("https://localhost./").host()).isEqualTo("localhost");
        assertThat(Target.parse("http://[::ffff:169.254.169.254]/").host()).isEqualTo("[::ffff:169.254.169.254]");
        assertThat(Target.parse("https://example.org:8443/").authority()).isEqualTo("example.org:8443");
        assertThat(Target.parse("https://example.org:443/").authority()).isEqualTo("example.org");
    }

    @Test
    void odd_notations_are_refused() {
        for (String odd : List.of(
                "http://2130706433/",
                "http://0x7f.1/",
                "http://0x7f000001/",
                "http://017700000001/",
                "http://0177.0.0.1/",
                "http://127.1/",
                "https://user@127.0.0.1/",
                "https://example.com@127.0.0.1/",
                "gopher://example.org/",
                "file:///etc/passwd",
                "jar:https://example.org/a.jar!/",
                "https:///nohost",
                "https://",
                "example.org",
                "https://example.org/#here",
                "https://exämple.org/",
                "https://example.org/a b",
                "https://example.org/\r\nX-Evil: 1",
                "https://example.org:0/",
                "https://example.org:70000/",
                "https://[fe80::1%25eth0]/",
                "https://example.org/" + "x".repeat(2000))) {
            assertThatThrownBy(() -> Target.parse(odd)).as(odd).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
