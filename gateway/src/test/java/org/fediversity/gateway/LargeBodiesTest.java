package org.fediversity.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Predicate;
import org.fediversity.testing.Servers;
import org.junit.jupiter.api.Test;

/// What a client sees on the wire that sends too much and reads the answer only when it has sent everything.
@QuarkusTest
@QuarkusTestResource(Servers.class)
@QuarkusTestResource(Surroundings.class)
class LargeBodiesTest {
    private static final int MIB = 1024 * 1024;
    private static final byte[] SPACES = " ".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);

    /// A connection that is spoken to byte by byte.
    private static final class Wire implements AutoCloseable {
        private final Socket socket = new Socket("localhost", io.restassured.RestAssured.port);
        private final OutputStream out = socket.getOutputStream();
        private final InputStream in = socket.getInputStream();

        Wire() throws IOException {
            socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
        }

        Wire head(String path, String... headers) throws IOException {
            String token = Tokens.of("op-1", "operator", "maintainer");
            out.write(("POST /api/v1" + path
                            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                            + token + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            return this;
        }

        Wire plain(int bytes) throws IOException {
            for (int sent = 0; sent < bytes; sent += SPACES.length) {
                out.write(SPACES, 0, Math.min(SPACES.length, bytes - sent));
            }
            return this;
        }

        Wire chunked(int bytes) throws IOException {
            for (int sent = 0; sent < bytes; sent += SPACES.length) {
                out.write((Integer.toHexString(SPACES.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                out.write(SPACES);
                out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return this;
        }

        String answer() throws IOException {
            return read(text -> {
                int body = text.indexOf("\r\n\r\n");
                int length = text.toLowerCase(Locale.ROOT).indexOf("content-length: ");
                return body > 0
                        && length > 0
                        && text.length()
                                >= body + 4 + Integer.parseInt(text.substring(length + 16, text.indexOf('\r', length)));
            });
        }

        private String read(Predicate<String> whole) throws IOException {
            StringBuilder text = new StringBuilder();
            for (int next = in.read(); next >= 0; next = in.read()) {
                text.append((char) next);
                if (whole.test(text.toString())) {
                    break;
                }
            }
            return text.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static void tooLarge(String answer) {
        assertThat(answer)
                .startsWith("HTTP/1.1 413 ")
                .contains("application/problem+json")
                .contains("https://fediversity.org/problems/body-too-large");
    }

    @Test
    void who_announces_too_much_and_sends_it_all_the_same_reads_why_it_was_refused() throws Exception {
        for (String path : new String[] {"/applications", "/deployments/1/configuration"}) {
            try (Wire wire = new Wire()) {
                tooLarge(wire.head(path, "Content-Length: " + 8 * MIB)
                        .plain(8 * MIB)
                        .answer());
            }
        }
    }

    @Test
    void who_announces_nothing_and_sends_too_much_reads_why_it_was_refused() throws Exception {
        try (Wire wire = new Wire()) {
            tooLarge(wire.head("/applications", "Transfer-Encoding: chunked")
                    .chunked(8 * MIB)
                    .answer());
        }
    }

    @Test
    void who_asks_before_sending_too_much_is_refused_without_sending_it() throws Exception {
        try (Wire wire = new Wire()) {
            tooLarge(wire.head("/applications", "Expect: 100-continue", "Content-Length: " + 8 * MIB)
                    .answer());
            assertThat(wire.read(text -> false)).isEmpty();
        }
    }

    @Test
    void who_asks_before_sending_little_may_send_it() throws Exception {
        try (Wire wire = new Wire()) {
            wire.head("/deployments", "Expect: 100-continue", "Content-Length: 2");
            assertThat(wire.read(text -> text.endsWith("\r\n\r\n"))).startsWith("HTTP/1.1 100 ");
            wire.out.write("{}".getBytes(StandardCharsets.US_ASCII));
            assertThat(wire.answer()).startsWith("HTTP/1.1 201 ");
        }
    }

    @Test
    void a_document_of_exactly_a_mebibyte_passes() throws Exception {
        try (Wire wire = new Wire()) {
            assertThat(wire.head("/deployments", "Transfer-Encoding: chunked")
                            .chunked(MIB)
                            .answer())
                    .startsWith("HTTP/1.1 201 ");
        }
    }

    @Test
    void the_connection_can_be_used_again_after_too_much_was_sent() throws Exception {
        try (Wire wire = new Wire()) {
            tooLarge(wire.head("/applications", "Content-Length: " + 8 * MIB)
                    .plain(8 * MIB)
                    .answer());
            assertThat(wire.head("/deployments", "Content-Length: " + MIB)
                            .plain(MIB)
                            .answer())
                    .startsWith("HTTP/1.1 201 ");
        }
    }

    @Test
    void who_never_stops_sending_is_cut_off() throws Exception {
        try (Wire wire = new Wire()) {
            wire.head("/applications", "Content-Length: " + Integer.MAX_VALUE);
            assertThatThrownBy(() -> wire.plain(512 * MIB)).isInstanceOf(IOException.class);
        }
    }
}
