package org.fediversity.gateway.driver.webhook;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.fediversity.gateway.domain.webhook.AddressPolicy;
import org.fediversity.gateway.domain.webhook.Delivering;
import org.fediversity.gateway.domain.webhook.Target;
import org.jspecify.annotations.Nullable;

/// Deliveries with Vert.x, whose client lets us choose the very address to connect to.
@ApplicationScoped
class HttpDelivering implements Delivering {
    private static final int MOST_READ = 64 * 1024;
    private static final int HEAD = 500;

    private final HttpClient client;
    private final AddressPolicy policy;
    private final Resolver resolver;
    private final int patienceSeconds;

    HttpDelivering(
            Vertx vertx,
            Resolver resolver,
            @ConfigProperty(name = "fediversity.gateway.webhooks.allow") Optional<List<String>> allowed,
            @ConfigProperty(name = "fediversity.gateway.webhooks.patience-seconds", defaultValue = "15") int patience) {
        this.resolver = resolver;
        this.patienceSeconds = patience;
        policy = new AddressPolicy(allowed.orElse(List.of()));
        client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout(5000)
                        .setKeepAliveTimeout(20)
                        .setMaxHeaderSize(16384)
                        .setMaxRedirects(0),
                new PoolOptions().setHttp1MaxSize(32).setMaxWaitQueueSize(256));
    }

    private record Pinned(@Nullable InetAddress address, String objection) {}

    /// Every address of the name has to be allowed: whoever mixes a private one in has something in mind.
    private Pinned pin(Target target) {
        try {
            InetAddress[] addresses = resolver.resolve(target.host());
            for (InetAddress address : addresses) {
                if (!policy.allows(address)) {
                    return new Pinned(null, "the host is at an address that deliveries may not go to");
                }
            }
            boolean special = Arrays.stream(addresses).allMatch(policy::isSpeciallyAllowed);
            if (!special && !target.hasUsualPort()) {
                return new Pinned(null, "only ports 80 and 443 are delivered to");
            }
            if (!special && !target.tls()) {
                return new Pinned(null, "only https is delivered to");
            }
            return new Pinned(addresses[0], "");
        } catch (UnknownHostException e) {
            return new Pinned(null, "the host has no address");
        }
    }

    @Override
    public Optional<String> objection(Target target) {
        Pinned pinned = pin(target);
        return pinned.address() == null ? Optional.of(pinned.objection()) : Optional.empty();
    }

    @Override
    public Outcome deliver(Target target, Map<String, String> headers, byte[] body) {
        long began = System.nanoTime();
        Pinned pinned = pin(target);
        InetAddress address = pinned.address();
        if (address == null) {
            return "the host has no address".equals(pinned.objection())
                    ? new Outcome.Failed(pinned.objection(), since(began))
                    : new Outcome.Forbidden(pinned.objection(), since(began));
        }
        AtomicReference<@Nullable HttpClientResponse> answered = new AtomicReference<>();
        Future<Outcome> outcome = client.request(options(target, address, HttpMethod.POST))
                .compose(request -> {
                    headers.forEach(request::putHeader);
                    return request.send(Buffer.buffer(body));
                })
                .compose(response -> {
                    answered.set(response);
                    return head(response).map(head -> answered(response, head, began));
                });
        try {
            return outcome.toCompletionStage().toCompletableFuture().get(patienceSeconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            HttpClientResponse late = answered.get();
            if (late != null) {
                late.request().reset();
            }
            return new Outcome.Failed("no complete answer within " + patienceSeconds + " s", since(began));
        } catch (ExecutionException e) {
            return new Outcome.Failed(reason(e.getCause() == null ? e : e.getCause()), since(began));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Failed("the gateway stopped", since(began));
        }
    }

    @Override
    public boolean isWelcome(Target target, String origin) {
        InetAddress address = pin(target).address();
        if (address == null) {
            return false;
        }
        try {
            return client.request(options(target, address, HttpMethod.OPTIONS))
                    .compose(request ->
                            request.putHeader("WebHook-Request-Origin", origin).send())
                    .map(response -> {
                        String allowed = response.getHeader("WebHook-Allowed-Origin");
                        response.request().reset();
                        return allowed != null && (allowed.equals("*") || allowed.equalsIgnoreCase(origin));
                    })
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(patienceSeconds, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private RequestOptions options(Target target, InetAddress address, HttpMethod method) {
        String host = target.host().startsWith("[")
                ? target.host().substring(1, target.host().length() - 1)
                : target.host();
        return new RequestOptions()
                .setMethod(method)
                .setServer(SocketAddress.inetSocketAddress(target.port(), address.getHostAddress()))
                .setHost(host)
                .setPort(target.port())
                .setSsl(target.tls())
                .setURI(target.pathQuery())
                .setTimeout(patienceSeconds * 1000L)
                .setFollowRedirects(false);
    }

    /// Reads the answer, as far as it is not too large, and keeps its beginning.
    private static Future<String> head(HttpClientResponse response) {
        Promise<String> promise = Promise.promise();
        Buffer head = Buffer.buffer();
        long[] read = {0};
        response.exceptionHandler(promise::tryFail);
        response.handler(part -> {
            read[0] += part.length();
            if (head.length() < HEAD) {
                head.appendBuffer(part, 0, Math.min(part.length(), HEAD - head.length()));
            }
            if (read[0] > MOST_READ && promise.tryComplete(text(head))) {
                response.request().reset();
            }
        });
        response.endHandler(end -> promise.tryComplete(text(head)));
        return promise.future();
    }

    private static String text(Buffer head) {
        return head.toString(StandardCharsets.UTF_8).replace("\u0000", "");
    }

    private static Outcome answered(HttpClientResponse response, String head, long began) {
        String retryAfter = response.getHeader("Retry-After");
        Duration pause = retryAfter != null && retryAfter.strip().matches("\\d{1,8}")
                ? Duration.ofSeconds(Long.parseLong(retryAfter.strip()))
                : Duration.ZERO;
        return new Outcome.Answered(response.statusCode(), pause, head, since(began));
    }

    private static String reason(Throwable failure) {
        String message = failure.getMessage();
        return message == null
                ? failure.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
