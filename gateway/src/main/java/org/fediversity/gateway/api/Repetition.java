package org.fediversity.gateway.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.fediversity.gateway.api.Forwarding.Target;
import org.fediversity.gateway.domain.GatewayRefusal;
import org.fediversity.gateway.domain.Route;
import org.fediversity.gateway.view.Answers;
import org.fediversity.gateway.view.Answers.Answer;
import org.fediversity.gateway.view.Answers.Claim;
import org.jboss.logging.Logger;

/// Requests with an `Idempotency-Key` are carried out once; whoever repeats one gets the answer of the first time.
@ApplicationScoped
class Repetition {
    private static final Logger LOG = Logger.getLogger("org.fediversity.door");
    private static final int LONGEST_KEY = 255;
    private static final int MOST_KEPT = 4 * 1024 * 1024;
    private static final Set<String> KEPT_HEADERS =
            Set.of("content-type", "location", "content-location", "etag", "last-modified", "link");

    private final Answers answers;
    private final Forwarding forwarding;

    Repetition(Answers answers, Forwarding forwarding) {
        this.answers = answers;
        this.forwarding = forwarding;
    }

    void answerOnce(Visit visit, Target target, Buffer body, String key) {
        if (key.isBlank() || key.length() > LONGEST_KEY || !key.chars().allMatch(c -> c > 31 && c < 127)) {
            Problems.answer(
                    visit.context(),
                    GatewayRefusal.BAD_REQUEST,
                    "An Idempotency-Key has 1 to " + LONGEST_KEY + " printable ASCII characters.");
            return;
        }
        Thread.ofVirtual().start(() -> {
            try {
                answer(visit, target, body, key);
            } catch (Exception e) {
                LOG.errorf(e, "a request with an Idempotency-Key could not be answered");
                Problems.answer(
                        visit.context(), GatewayRefusal.SERVICE_UNREACHABLE, "The gateway lost its memory; try again.");
            }
        });
    }

    private void answer(Visit visit, Target target, Buffer body, String key) throws Exception {
        String subject = visit.caller().subject();
        switch (answers.claim(subject, key, fingerprint(visit, body))) {
            case Claim.Fresh() -> carryOut(visit, target, body, key);
            case Claim.Answered(var answer) -> {
                visit.response().putHeader("Idempotency-Replayed", "true");
                send(visit, answer);
            }
            case Claim.Running() -> {
                visit.response().putHeader("Retry-After", "1");
                Problems.answer(
                        visit.context(),
                        GatewayRefusal.REQUEST_RUNNING,
                        "The first request with this key is not answered yet; ask again in a moment.");
            }
            case Claim.Reused() ->
                Problems.answer(
                        visit.context(),
                        GatewayRefusal.KEY_REUSED,
                        "This key came with another path or body before; take a fresh one.");
        }
    }

    private void carryOut(Visit visit, Target target, Buffer body, String key) throws Exception {
        String subject = visit.caller().subject();
        Answer answer;
        try {
            visit.request().headers().remove("Accept-Encoding");
            answer = forwarding
                    .ask(visit, target, body, 1)
                    .compose(response -> response.body().map(content -> read(response, target, content)))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(Answers.LEASE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            answers.release(subject, key);
            Forwarding.unreachable(visit, target, e.getCause() == null ? e : e.getCause());
            return;
        }
        if (answer.status() >= 500 || answer.status() == 429 || answer.body().length > MOST_KEPT) {
            answers.release(subject, key);
        } else {
            answers.keep(subject, key, answer, visit.route().has(Route.Trait.SHOWS_SECRET));
        }
        send(visit, answer);
    }

    private static Answer read(HttpClientResponse response, Target target, Buffer content) {
        Map<String, String> kept = new LinkedHashMap<>();
        response.headers().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (KEPT_HEADERS.contains(lower) || lower.equals("retry-after")) {
                kept.put(name, lower.endsWith("location") ? Forwarding.relative(value, target.base()) : value);
            }
        });
        return new Answer(response.statusCode(), kept, content.getBytes());
    }

    private static void send(Visit visit, Answer answer) {
        if (visit.response().closed()) {
            return;
        }
        visit.response().setStatusCode(answer.status());
        answer.headers().forEach(visit.response()::putHeader);
        if (answer.body().length == 0) {
            visit.response().end();
        } else {
            visit.response().end(Buffer.buffer(answer.body()));
        }
    }

    private static String fingerprint(Visit visit, Buffer body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : Arrays.asList(
                    visit.request().method().name(),
                    visit.request().uri(),
                    visit.header("Content-Type").orElse(""))) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest(body.getBytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
