package org.fediversity.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReceiverTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String FRESH = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
    private static final String BODY = "{\"type\":\"org.fediversity.DeploymentCreated\",\"data\":{}}";

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private Receiver receiver;

    @BeforeEach
    void open() throws IOException {
        receiver = new Receiver(0, List.of(SECRET, FRESH), events::add);
    }

    @AfterEach
    void close() {
        receiver.close();
        client.close();
    }

    private int deliver(String id, String timestamp, String signature, String body) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(URI.create(receiver.url()))
                                .header("webhook-id", id)
                                .header("webhook-timestamp", timestamp)
                                .header("webhook-signature", signature)
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }

    @Test
    void what_is_signed_is_taken_once() throws Exception {
        String signature = new Webhook(SECRET).sign("msg_1", now(), BODY);
        String timestamp = Long.toString(now());
        assertThat(deliver("msg_1", timestamp, signature, BODY)).isEqualTo(204);
        assertThat(deliver("msg_1", timestamp, signature, BODY)).isEqualTo(204);
        assertThat(events).isEqualTo(List.of(BODY));
    }

    @Test
    void one_signature_of_several_is_enough_and_either_secret_will_do() throws Exception {
        long at = now();
        String signatures = "v1,AAAA v1a,AAAA " + new Webhook(FRESH).sign("msg_2", at, BODY);
        assertThat(deliver("msg_2", Long.toString(at), signatures, BODY)).isEqualTo(204);
        assertThat(events).hasSize(1);
    }

    @Test
    void what_is_not_signed_or_old_is_refused() throws Exception {
        long at = now();
        String signature = new Webhook(SECRET).sign("msg_3", at, BODY);
        assertThat(deliver("msg_3", Long.toString(at), signature, BODY + " ")).isEqualTo(401);
        assertThat(deliver("msg_4", Long.toString(at), signature, BODY)).isEqualTo(401);
        assertThat(deliver("msg_3", "hello", signature, BODY)).isEqualTo(401);
        assertThat(deliver("msg_3", Long.toString(at), "invalid_signature", BODY))
                .isEqualTo(401);
        assertThat(deliver("msg_3", Long.toString(at), signature.replace("v1,", "v2,"), BODY))
                .isEqualTo(401);
        long old = at - 301;
        assertThat(deliver("msg_3", Long.toString(old), new Webhook(SECRET).sign("msg_3", old, BODY), BODY))
                .isEqualTo(401);
        HttpResponse<Void> bare = client.send(
                HttpRequest.newBuilder(URI.create(receiver.url()))
                        .POST(BodyPublishers.ofString(BODY))
                        .build(),
                BodyHandlers.discarding());
        assertThat(bare.statusCode()).isEqualTo(401);
        assertThat(events).isEmpty();
    }

    @Test
    void whoever_asks_first_is_welcome() throws Exception {
        HttpResponse<Void> answer = client.send(
                HttpRequest.newBuilder(URI.create(receiver.url()))
                        .method("OPTIONS", BodyPublishers.noBody())
                        .header("WebHook-Request-Origin", "local")
                        .build(),
                BodyHandlers.discarding());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().map().get("webhook-allowed-origin")).isEqualTo(List.of("local"));
    }
}
