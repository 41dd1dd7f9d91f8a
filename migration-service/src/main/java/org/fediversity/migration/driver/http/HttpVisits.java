package org.fediversity.migration.driver.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.fediversity.migration.driver.Outcome;
import org.fediversity.migration.driver.Outcome.Done;
import org.fediversity.migration.driver.Outcome.Refused;
import org.fediversity.migration.driver.Outcome.Unreachable;
import org.fediversity.migration.driver.Visits;

/// Plain HTTP to the endpoint, with the name in the Host header. What follows the status is not read.
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
                    .compose(sent -> sent.send())
                    .map(HttpVisits::read)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
            return new Done<>(status);
        } catch (ExecutionException | TimeoutException e) {
            return new Unreachable<>(endpoint + " does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Unreachable<>("the service stops");
        }
    }

    private static int read(HttpClientResponse response) {
        response.exceptionHandler(hungUp -> {}).request().reset();
        return response.statusCode();
    }

    @PreDestroy
    void close() {
        client.close();
    }
}
