package org.fediversity.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.fediversity.testing.Servers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a client sees on the wire that sends too much and reads the answer only when it has sent everything.
@QuarkusTest
@QuarkusTestResource(Servers.class)
@TestSecurity(
        user = "op-1",
        roles = {"operator", "maintainer"})
class LargeBodiesTest {
    private static final byte[] MIB = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);

    @Inject
    FakeDeployments deployments;

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @CsvSource({
        "module, 2, false",
        "module, 8, true",
        "module, 8, false",
        "configuration, 8, false",
        "configuration, 8, true"
    })
    void too_much_is_answered_by_a_problem(String what, int mebibytes, boolean chunked) throws Exception {
        String path = what.equals("module")
                ? "/api/v1/applications"
                : Garden.path(Garden.deployment(deployments, Garden.fresh()));
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(ascii("POST " + path
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
}
