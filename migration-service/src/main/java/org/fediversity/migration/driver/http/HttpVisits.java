package org.fediversity.migration.driver.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.http.HttpClient;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import org.fediversity.migration.driver.Outcome;
import org.fediversity.migration.driver.Outcome.Done;
import org.fediversity.migration.driver.Outcome.Refused;
import org.fediversity.migration.driver.Outcome.Unreachable;
import org.fediversity.migration.driver.Visits;

/// Plain HTTP to the endpoint, with the name in the Host header.
@ApplicationScoped
class HttpVisits implements Visits {
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private final HttpClient client;

    HttpVisits(Vertx vertx) {
        client = vertx.createHttpClient();
    }

    @Override
    public Outcome<Integer> status(String endpoint, String host, String path) {
        URI where = URI.create("http://" + endpoint);
        if (where.getHost() == null || where.getPort() < 0) {
            return new Refused<>("'" + endpoint + "' is no host and port");
        }
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(where.getHost())
                .setPort(where.getPort())
                .setURI(path)
                .putHeader("Host", host)
                .setTimeout(LONGEST.toMillis());
        try {
            int status = client.request(request)
                    .chain(sent -> sent.send())
                    .chain(response -> response.body().replaceWith(response.statusCode()))
                    .await()
                    .atMost(LONGEST);
            return new Done<>(status);
        } catch (RuntimeException e) {
            return new Unreachable<>(endpoint + " does not answer");
        }
    }

    @PreDestroy
    void close() {
        client.closeAndForget();
    }
}
