package org.fediversity.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fediversity.gateway.domain.GatewayRefusal;
import org.fediversity.gateway.domain.Service;
import org.jboss.logging.Logger;

/// Passes requests on to the services and their answers back, as they come: what the slower side cannot take waits at
/// the faster one.
@ApplicationScoped
class Forwarding {
    private static final Logger LOG = Logger.getLogger("org.fediversity.door");
    /// They concern one connection, not the request (RFC 9110, 7.6.1).
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");
    private static final Set<String> OURS = Set.of(
            "host",
            "content-length",
            "expect",
            "x-forwarded-for",
            "x-forwarded-proto",
            "x-forwarded-host",
            "forwarded");
    private static final int ATTEMPTS = 2;

    private final HttpClient client;
    private final int answerMillis;

    Forwarding(Vertx vertx, GatewaySettings settings) {
        answerMillis = settings.answerSeconds() * 1000;
        client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout(2000)
                        .setKeepAliveTimeout(30)
                        .setMaxHeaderSize(32768)
                        .setDecompressionSupported(false),
                new PoolOptions().setHttp1MaxSize(512).setCleanerPeriod(1000));
    }

    /// Where a request goes.
    ///
    /// @param uri   path and query
    /// @param extra headers to add
    record Target(Service service, URI base, String uri, Map<String, String> extra) {
        Target at(String other) {
            return new Target(service, base, other, extra);
        }
    }

    /// Passes on a request whose body was read, or had none.
    void forward(Visit visit, Target target, Buffer body) {
        ask(visit, target, body, ATTEMPTS)
                .onSuccess(answer -> pass(visit, target, answer))
                .onFailure(failure -> unreachable(visit, target, failure));
    }

    /// Passes on a request together with its body, as it comes.
    void stream(Visit visit, Target target) {
        HttpServerRequest request = visit.request();
        client.request(options(visit, target))
                .compose(upstream -> {
                    copyRequest(visit, target, upstream);
                    String length = request.getHeader("Content-Length");
                    if (length == null) {
                        upstream.setChunked(true);
                    } else {
                        upstream.putHeader("Content-Length", length);
                    }
                    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
                        visit.response().writeContinue();
                    }
                    request.pipe() // a body that breaks off must not look whole
                            .endOnFailure(false)
                            .to(upstream)
                            .onFailure(failure -> upstream.reset());
                    return upstream.response();
                })
                .onSuccess(answer -> pass(visit, target, answer))
                .onFailure(failure -> unreachable(visit, target, failure));
    }

    /// Asks the service and waits for its answer to begin. A connection that turns out to be dead is replaced once,
    /// if asking again is safe.
    Future<HttpClientResponse> ask(Visit visit, Target target, Buffer body, int attempts) {
        boolean repeatable = Set.of("GET", "HEAD", "PUT", "DELETE")
                .contains(visit.request().method().name());
        return client.request(options(visit, target))
                .compose(upstream -> {
                    copyRequest(visit, target, upstream);
                    return body.length() == 0 && !hasBody(visit.request()) ? upstream.send() : upstream.send(body);
                })
                .recover(failure ->
                        attempts > 1 && repeatable && !visit.response().closed()
                                ? ask(visit, target, body, attempts - 1)
                                : Future.failedFuture(failure));
    }

    private RequestOptions options(Visit visit, Target target) {
        int port = target.base().getPort();
        boolean ssl = "https".equals(target.base().getScheme());
        return new RequestOptions()
                .setMethod(visit.request().method())
                .setHost(target.base().getHost())
                .setPort(port > 0 ? port : ssl ? 443 : 80)
                .setSsl(ssl)
                .setURI(target.uri())
                .setIdleTimeout(answerMillis);
    }

    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        return length != null && !length.equals("0") || request.getHeader("Transfer-Encoding") != null;
    }

    private static void copyRequest(Visit visit, Target target, HttpClientRequest upstream) {
        HttpServerRequest request = visit.request();
        Set<String> named = namedByConnection(request.headers());
        request.headers().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!HOP_BY_HOP.contains(lower) && !OURS.contains(lower) && !named.contains(lower)) {
                upstream.headers().add(name, value);
            }
        });
        upstream.putHeader("X-Forwarded-For", request.remoteAddress().hostAddress());
        upstream.putHeader("X-Forwarded-Proto", request.isSSL() ? "https" : "http");
        Optional.ofNullable(request.getHeader("Host")).ifPresent(host -> upstream.putHeader("X-Forwarded-Host", host));
        target.extra().forEach(upstream::putHeader);
    }

    private static Set<String> namedByConnection(MultiMap headers) {
        String connection = headers.get("Connection");
        return connection == null
                ? Set.of()
                : Set.of(connection.toLowerCase(Locale.ROOT).replace(" ", "").split(","));
    }

    private static void pass(Visit visit, Target target, HttpClientResponse answer) {
        HttpServerResponse response = visit.response();
        if (response.closed() || response.ended()) {
            drain(answer);
            return;
        }
        response.setStatusCode(answer.statusCode());
        copyAnswer(answer.headers(), target, response.headers());
        if (visit.request().method().name().equals("HEAD")) {
            response.end();
            return;
        }
        if (!response.headers().contains("Content-Length")) {
            boolean empty = answer.statusCode() == 204 || answer.statusCode() == 304;
            response.setChunked(!empty);
        }
        answer.pipeTo(response).onFailure(failure -> {
            LOG.debugf("an answer of %s broke off: %s", target.service(), failure);
            response.reset(); // the client must not take a part for the whole
            drain(answer);
        });
    }

    /// Takes what is left of an answer that nobody wants any more. Resetting its request would close the connection to
    /// the service, and where the answer has come whole that connection may carry somebody else's request already.
    private static void drain(HttpClientResponse answer) {
        try {
            answer.handler(part -> {}).exceptionHandler(broken -> {}).resume();
        } catch (IllegalStateException e) {
            LOG.debug("it had come whole", e);
        }
    }

    static void copyAnswer(MultiMap from, Target target, MultiMap to) {
        Set<String> named = namedByConnection(from);
        from.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!HOP_BY_HOP.contains(lower) && !named.contains(lower) && !lower.equals("traceparent")) {
                boolean address = lower.equals("location") || lower.equals("content-location");
                to.add(name, address ? relative(value, target.base()) : value);
            }
        });
    }

    /// A location inside the service is one inside the gateway: the same path, without the host.
    static String relative(String location, URI base) {
        String prefix = base.getScheme() + "://" + base.getAuthority();
        return location.startsWith(prefix + "/") ? location.substring(prefix.length()) : location;
    }

    static void unreachable(Visit visit, Target target, Throwable failure) {
        if (visit.response().closed()) {
            return;
        }
        LOG.warnf("%s does not answer: %s", target.service().key(), failure.getMessage());
        if (!visit.response().headWritten()) {
            visit.response().putHeader("Retry-After", "2");
        }
        Problems.answer(
                visit.context(),
                GatewayRefusal.SERVICE_UNREACHABLE,
                "The " + target.service().key() + " service does not answer at the moment; try again.");
    }
}
