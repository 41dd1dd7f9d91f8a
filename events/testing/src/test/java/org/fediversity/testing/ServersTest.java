package org.fediversity.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.DriverManager;
import org.fediversity.contracts.ConfigEvent.OperatorRegistered;
import org.junit.jupiter.api.Test;

class ServersTest {
    @Test
    void every_database_is_fresh() throws Exception {
        Servers.Database one = Servers.postgres();
        Servers.Database other = Servers.postgres();
        assertThat(one.url()).isNotEqualTo(other.url());
        try (var connection = DriverManager.getConnection(one.url(), one.user(), one.password())) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    @Test
    void what_is_published_is_read_as_it_was() {
        Topic topic = Topic.of("config");
        topic.publish(new OperatorRegistered("op-1"));
        assertThat(topic.await(OperatorRegistered.class, "op-1")).isEqualTo(new OperatorRegistered("op-1"));
        Topic.tell(new OperatorRegistered("op-2"));
        assertThat(topic.read("op-2")).singleElement().satisfies(message -> assertThat(message.event())
                .isEqualTo("OperatorRegistered"));
    }

    @Test
    void s3_answers() throws Exception {
        Servers.Bucketeer s3 = Servers.s3();
        try (HttpClient http = HttpClient.newHttpClient()) {
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create(s3.endpoint())).build(), HttpResponse.BodyHandlers.discarding());
            assertThat(answer.statusCode()).isEqualTo(403);
        }
    }
}
