package org.fediversity.deployment.driver.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.fediversity.deployment.driver.Endpoint;
import org.fediversity.deployment.driver.Probe;

/// Asks the endpoint itself, whatever the name would resolve to.
@ApplicationScoped
class HttpProbe implements Probe {
    private static final long PATIENCE_MILLIS = 5_000;
    private static final int MOST = 64 * 1024;
    private final HttpClient client;

    HttpProbe(Vertx vertx) {
        client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(2_000).setKeepAlive(false));
    }

    @Override
    public Answer get(Endpoint endpoint, String authority, String path) {
        int colon = authority.lastIndexOf(':');
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(SocketAddress.inetSocketAddress(endpoint.port(), endpoint.host()))
                .setHost(colon < 0 ? authority : authority.substring(0, colon))
                .setPort(colon < 0 ? 80 : Integer.parseInt(authority.substring(colon + 1)))
                .setURI(path)
                .setTimeout(PATIENCE_MILLIS)
                .putHeader("Accept", "application/json, */*;q=0.5")
                .putHeader("X-Forwarded-Proto", "http")
                .putHeader("X-Forwarded-Host", authority);
        try {
            return client.request(options)
                    .compose(request -> request.send())
                    .compose(HttpProbe::said)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(PATIENCE_MILLIS + 2_000, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            return new Answer.Silent(
                    e.getCause() instanceof java.net.ConnectException ? "nobody listens" : "it does not answer");
        } catch (TimeoutException e) {
            return new Answer.Silent("it does not answer in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Silent("interrupted");
        }
    }

    /// Reads as much as is wanted and hangs up on who goes on.
    private static Future<Answer> said(HttpClientResponse response) {
        Promise<Answer> said = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(said::tryFail);
        response.handler(part -> {
            body.appendBuffer(part, 0, Math.min(part.length(), MOST - body.length()));
            if (body.length() == MOST && said.tryComplete(new Answer.Said(response.statusCode(), body.toString()))) {
                response.request().reset();
            }
        });
        response.endHandler(_ -> said.tryComplete(new Answer.Said(response.statusCode(), body.toString())));
        return said.future();
    }
}
