package org.fediversity.deployment;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.RestAssured;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.fediversity.testing.Servers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a client sees on the wire that sends too much and reads the answer only when it has sent everything.
@QuarkusTest
@QuarkusTestResource(Servers.class)
@TestSecurity(user = "op-1", roles = "operator")
class LargeBodiesTest {
    private static final byte[] MIB = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @CsvSource({"5, false", "5, true", "12, false", "12, true"})
    void too_much_is_answered_by_a_problem(int mebibytes, boolean chunked) throws Exception {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(ascii("POST /api/v1/deployments"
                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
                    + (chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + mebibytes * MIB.length)
                    + "\r\n\r\n"));
            for (int i = 0; i < mebibytes; i++) {
                out.write(chunked ? ascii(Integer.toHexString(MIB.length) + "\r\n") : new byte[0]);
                out.write(MIB);
                out.write(chunked ? ascii("\r\n") : new byte[0]);
            }
            out.write(chunked ? ascii("0\r\n\r\n") : new byte[0]);
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 413 ")
                    .contains("application/problem+json")
                    .contains("https://fediversity.org/problems/too-large");
        }
    }

    @Test
    void what_is_just_small_enough_and_what_is_empty_is_read() {
        given().contentType("application/json")
                .body("{}" + " ".repeat((4 << 20) - 2))
                .post("/api/v1/deployments")
                .then()
                .statusCode(422);
        given().contentType("application/json")
                .body("{}" + " ".repeat((4 << 20) - 1))
                .post("/api/v1/deployments")
                .then()
                .statusCode(413);
        given().contentType("application/json")
                .post("/api/v1/deployments")
                .then()
                .statusCode(422);
    }
}
