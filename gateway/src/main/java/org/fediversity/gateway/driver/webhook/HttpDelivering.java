package org.fediversity.gateway.driver.webhook;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.fediversity.gateway.domain.webhook.AddressPolicy;
import org.fediversity.gateway.domain.webhook.Delivering;
import org.fediversity.gateway.domain.webhook.Target;
import org.fediversity.gateway.domain.webhook.WebhookRules;
import org.jspecify.annotations.Nullable;

/// Deliveries with Vert.x, whose client lets us choose the very address to connect to.
@ApplicationScoped
class HttpDelivering implements Delivering {
    private static final int MOST_READ = 64 * 1024;
    private static final int HEAD = 500;
    private static final int CONNECTIONS_PER_HOST = 256;
    private static final Executor THREADS = work -> Thread.ofVirtual().start(work);

    private final Vertx vertx;
    private final HttpClient client;
    private final AddressPolicy policy;
    private final Resolver resolver;
    private final Duration patience;

    HttpDelivering(Vertx vertx, Resolver resolver, WebhookRules rules) {
        this.vertx = vertx;
        this.resolver = resolver;
        patience = rules.patience();
        policy = rules.addresses();
        client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout((int) Math.min(5000, patience.toMillis()))
                        .setKeepAliveTimeout(20)
                        .setMaxHeaderSize(16384)
                        .setMaxRedirects(0),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS_PER_HOST).setMaxWaitQueueSize(-1));
    }

    /// What looking a name up came to.
    private sealed interface Found {
        /// The address that was checked, and that the connection goes to.
        record At(InetAddress address) implements Found {}

        record Refused(String why) implements Found {}

        record Nowhere(String why) implements Found {}
    }

    /// Every address of the name has to be allowed: whoever mixes a private one in has something in mind.
    private Found find(Target target) {
        InetAddress[] addresses;
        try {
            addresses = resolve(target.host());
        } catch (UnknownHostException e) {
            return new Found.Nowhere("the host has no address");
        }
        boolean special =
                policy.isAllowedHost(target.host()) || Arrays.stream(addresses).allMatch(policy::isSpeciallyAllowed);
        if (!special && !Arrays.stream(addresses).allMatch(policy::allows)) {
            return new Found.Refused("the host is at an address that deliveries may not go to");
        }
        if (!special && !target.hasUsualPort()) {
            return new Found.Refused("only ports 80 and 443 are delivered to");
        }
        return new Found.At(addresses[0]);
    }

    private InetAddress[] resolve(String host) throws UnknownHostException {
        var resolved = new CompletableFuture<InetAddress[]>();
        THREADS.execute(() -> {
            try {
                resolved.complete(resolver.resolve(host));
            } catch (UnknownHostException | RuntimeException e) {
                resolved.completeExceptionally(e);
            }
        });
        try {
            return resolved.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new UnknownHostException(host);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException(host);
        }
    }

    @Override
    public Optional<String> objection(Target target) {
        return switch (find(target)) {
            case Found.At at -> Optional.empty();
            case Found.Refused(var why) -> Optional.of(why);
            case Found.Nowhere(var why) -> Optional.of(why);
        };
    }

    @Override
    public Outcome deliver(Target target, Map<String, String> headers, byte[] body) {
        long began = System.nanoTime();
        return switch (find(target)) {
            case Found.Refused(var why) -> new Outcome.Forbidden(why, since(began));
            case Found.Nowhere(var why) -> new Outcome.Failed(why, since(began));
            case Found.At(var address) -> {
                try {
                    Answer answer = ask(options(target, address, HttpMethod.POST), headers, body, began);
                    yield new Outcome.Answered(answer.status(), answer.retryAfter(), answer.head(), since(began));
                } catch (TimeoutException e) {
                    yield new Outcome.Failed("no complete answer within " + seconds(patience) + " s", since(began));
                } catch (ExecutionException e) {
                    yield new Outcome.Failed(reason(e.getCause() == null ? e : e.getCause()), since(began));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    yield new Outcome.Failed("the gateway stopped", since(began));
                }
            }
        };
    }

    @Override
    public boolean isWelcome(Target target, String origin) {
        long began = System.nanoTime();
        if (!(find(target) instanceof Found.At(var address))) {
            return false;
        }
        try {
            Answer answer = ask(
                    options(target, address, HttpMethod.OPTIONS),
                    Map.of("WebHook-Request-Origin", origin),
                    new byte[0],
                    began);
            return answer.isSuccess()
                    && (answer.allowedOrigin().equals("*")
                            || answer.allowedOrigin().equalsIgnoreCase(origin));
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// @param retryAfter    zero if it says nothing of the kind
    /// @param allowedOrigin empty likewise
    private record Answer(int status, Duration retryAfter, String allowedOrigin, String head) {
        boolean isSuccess() {
            return status >= 200 && status < 300;
        }
    }

    private Answer ask(RequestOptions options, Map<String, String> headers, byte[] body, long began)
            throws ExecutionException, TimeoutException, InterruptedException {
        Exchange exchange = new Exchange();
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        // On one event loop from beginning to end: an answer is never over before somebody listens to it.
        vertx.runOnContext(_ -> client.request(options)
                .compose(request -> exchange.begin(request, headers, body))
                .compose(response -> head(response).map(head -> answer(response, head)))
                .onSuccess(answer::complete)
                .onFailure(answer::completeExceptionally));
        try {
            return answer.get(patience.minus(since(began)).toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            if (!answer.isDone()) {
                exchange.abandon();
            }
        }
    }

    /// A request that may be given up at any time, even before it is sent.
    private static final class Exchange {
        private @Nullable HttpClientRequest request;
        private boolean abandoned;

        synchronized Future<HttpClientResponse> begin(
                HttpClientRequest begun, Map<String, String> headers, byte[] body) {
            if (abandoned) {
                begun.reset();
                return Future.failedFuture("too late");
            }
            request = begun;
            headers.forEach(begun::putHeader);
            return body.length == 0 ? begun.send() : begun.send(Buffer.buffer(body));
        }

        synchronized void abandon() {
            abandoned = true;
            if (request != null) {
                request.reset();
            }
        }
    }

    private static RequestOptions options(Target target, InetAddress address, HttpMethod method) {
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

    /// PostgreSQL keeps no zero characters.
    private static String text(Buffer head) {
        return head.toString(StandardCharsets.UTF_8).replace("\u0000", "");
    }

    private static Answer answer(HttpClientResponse response, String head) {
        return new Answer(
                response.statusCode(),
                retryAfter(response.getHeader("Retry-After")),
                Optional.ofNullable(response.getHeader("WebHook-Allowed-Origin"))
                        .map(String::strip)
                        .orElse(""),
                head);
    }

    /// Seconds or a date (RFC 9110, 10.2.3).
    private static Duration retryAfter(@Nullable String header) {
        String text = header == null ? "" : header.strip();
        if (text.matches("\\d{1,8}")) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        try {
            Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration left = Duration.between(Instant.now(), until);
            return left.isNegative() ? Duration.ZERO : left;
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }

    private static String reason(Throwable failure) {
        String message = failure.getMessage();
        return message == null
                ? failure.getClass().getSimpleName()
                : message.lines().findFirst().orElse("").replace("\u0000", "");
    }

    private static String seconds(Duration duration) {
        return duration.toMillisPart() == 0
                ? Long.toString(duration.toSeconds())
                : Double.toString(duration.toMillis() / 1000.0);
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
