package org.fediversity.gateway.api;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.fediversity.gateway.api.Forwarding.Target;
import org.fediversity.gateway.domain.Addresses;
import org.fediversity.gateway.domain.GatewayRefusal;
import org.fediversity.gateway.domain.Route;
import org.fediversity.gateway.domain.Service;

/// Leads an admitted request to whoever answers it.
@ApplicationScoped
class Reception {
    private static final long MOST_IGNORED = 64L * 1024 * 1024;
    private static final long PATIENCE_MILLIS = 10_000;
    private static final String ERRAND = "X-Fediversity-Errand";

    /// Known to this process only: a request that carries it was let in already.
    private final String errand = UUID.randomUUID().toString();

    private final Addresses addresses;
    private final GatewaySettings settings;
    private final Forwarding forwarding;
    private final Repetition repetition;
    private final Streams streams;
    private final Moments moments;

    Reception(
            Addresses addresses,
            GatewaySettings settings,
            Forwarding forwarding,
            Repetition repetition,
            Streams streams,
            Moments moments) {
        this.moments = moments;
        this.addresses = addresses;
        this.settings = settings;
        this.forwarding = forwarding;
        this.repetition = repetition;
        this.streams = streams;
    }

    /// Whether the gateway asks itself, on behalf of a request that passed the door.
    boolean isOwnErrand(RoutingContext context) {
        String given = context.request().getHeader(ERRAND);
        return given != null && MessageDigest.isEqual(given.getBytes(), errand.getBytes());
    }

    void receive(Visit visit) {
        if (visit.route().has(Route.Trait.STREAMS_IN)) {
            forwarding.stream(visit, target(visit));
            return;
        }
        boolean bodiless = visit.request().method().name().equals("GET")
                || visit.request().method().name().equals("HEAD");
        if (bodiless) {
            visit.request().resume();
            if (visit.route().service() != Service.GATEWAY) {
                moments.timed(
                        visit, uri -> forwarding.forward(visit, target(visit).at(uri), Buffer.buffer()));
            } else if (!streams.answers(visit)) {
                visit.context().next();
            }
            return;
        }
        readThen(visit, body -> {
            Optional<String> key = visit.header("Idempotency-Key");
            if (key.isPresent() && visit.request().method().name().equals("POST")) {
                repetition.answerOnce(visit, target(visit), body, key.get());
            } else {
                forwarding.forward(visit, target(visit), body);
            }
        });
    }

    private Target target(Visit visit) {
        Service service = visit.route().service();
        String uri = visit.request().uri();
        if (service == Service.GATEWAY) {
            // Its own writes take the same way as all others, so that the same promises hold for them.
            int port = visit.request().localAddress().port();
            return new Target(service, URI.create("http://127.0.0.1:" + port), uri, Map.of(ERRAND, errand));
        }
        return new Target(service, addresses.of(service), uri, Map.of());
    }

    /// Reads a document whole, as far as it is not too large.
    private void readThen(Visit visit, java.util.function.Consumer<Buffer> then) {
        int most = settings.maxDocumentBytes();
        String length = visit.request().getHeader("Content-Length");
        if (length != null && length.length() > 9 || length != null && Long.parseLong(length) > most) {
            tooLarge(visit, most);
            return;
        }
        if ("100-continue".equalsIgnoreCase(visit.request().getHeader("Expect"))) {
            visit.response().writeContinue();
        }
        Buffer body = Buffer.buffer();
        visit.request()
                .exceptionHandler(broken -> visit.response().reset())
                .handler(part -> {
                    if (body.length() <= most) {
                        body.appendBuffer(part);
                        if (body.length() > most) {
                            tooLarge(visit, most);
                        }
                    }
                })
                .endHandler(end -> {
                    if (body.length() <= most) {
                        then.accept(body);
                    }
                })
                .resume();
    }

    /// Who reads only once everything is sent would see a broken connection if it were closed at once: what follows is
    /// taken and thrown away, within limits. Who waits for leave to send has nothing under way.
    private static void tooLarge(Visit visit, int most) {
        HttpServerRequest request = visit.request();
        HttpConnection connection = request.connection();
        boolean waits = "100-continue".equalsIgnoreCase(request.getHeader("Expect"));
        if (waits) {
            visit.response().putHeader("Connection", "close");
            visit.response().endHandler(told -> connection.close());
        }
        Problems.answer(
                visit.context(),
                GatewayRefusal.BODY_TOO_LARGE,
                "A document has at most " + most + " bytes; only imports are larger.");
        if (waits) {
            return;
        }
        long[] left = {MOST_IGNORED};
        Vertx vertx = visit.context().vertx();
        long patience = vertx.setTimer(PATIENCE_MILLIS, passed -> connection.close());
        request.handler(rest -> {
                    left[0] -= rest.length();
                    if (left[0] < 0) {
                        connection.close();
                    }
                })
                .endHandler(end -> vertx.cancelTimer(patience))
                .exceptionHandler(gone -> vertx.cancelTimer(patience))
                .resume();
    }
}
