package org.fediversity.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.fediversity.receiver.Receiver;
import org.junit.jupiter.api.Test;

/// The sample receiver, which believes only what the public library of Standard Webhooks verifies.
class WebhooksIT {
    private final Person operator = Person.named("operator1");

    @Test
    void a_receiver_hears_all_that_happened_to_a_deployment_and_what_happens_next() throws IOException {
        var hello = Deployed.create(operator, "hello", "alpha").deployed(Map.of("greeting", "Good morning"));
        List<String> bodies = new CopyOnWriteArrayList<>();
        var webhook = operator.post(
                        "/webhooks",
                        Person.object("url", "http://localhost:1/", "deployments", List.of(hello.id()), "from", 0))
                .expect(201);
        var path = "/webhooks/" + webhook.at("/id");
        try (var receiver = new Receiver(0, List.of(webhook.at("/secret")), bodies::add)) {
            operator.send(
                            "PATCH",
                            path,
                            "application/merge-patch+json",
                            "{\"url\":\"" + receiver.url() + "\"}",
                            Map.of())
                    .expect(200);
            assertHears(bodies, hello);
            hello.deployed(Map.of("greeting", "Good evening"));
            assertHears(bodies, hello);
            assertThat(bodies).anyMatch(body -> body.contains("org.fediversity.DeploymentSucceeded"));
        } finally {
            operator.delete(path).expect(204);
        }
    }

    /// In the order of the history, to the letter.
    private void assertHears(List<String> bodies, Deployed deployed) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            var told = operator.all(deployed.path("/history")).stream()
                    .map(JsonNode::toString)
                    .toList();
            assertThat(bodies.stream().map(WebhooksIT::data).toList()).isEqualTo(told);
        });
    }

    private static String data(String body) {
        try {
            return Answer.JSON.readTree(body).at("/data").toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
