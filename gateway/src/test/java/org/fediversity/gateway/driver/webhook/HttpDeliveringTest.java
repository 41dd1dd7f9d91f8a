package org.fediversity.gateway.driver.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.fediversity.gateway.domain.webhook.AddressPolicy;
import org.fediversity.gateway.domain.webhook.Delivering.Outcome;
import org.fediversity.gateway.domain.webhook.RetrySchedule;
import org.fediversity.gateway.domain.webhook.Target;
import org.fediversity.gateway.domain.webhook.WebhookRules;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Receivers of all kinds, over real sockets. The policy knows 127.0.0.1 as the only address that is allowed: 127.0.0.2
/// stands for what is private.
class HttpDeliveringTest {
    private static final Duration PATIENCE = Duration.ofMillis(1500);
    private static final AtomicInteger ELSEWHERE = new AtomicInteger();
    private static Vertx vertx;

    @TempDir
    Path store;

    private static HttpServer server;

    @BeforeAll
    static void start() throws IOException {
        vertx = Vertx.vertx();
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/ok", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders()
                    .add("X-Host", exchange.getRequestHeaders().getFirst("Host"));
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(exchange.getRequestHeaders().getFirst("Host").getBytes(StandardCharsets.UTF_8));
                out.write(' ');
                out.write(body);
            }
        });
        server.createContext("/redirect", exchange -> {
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:" + port() + "/elsewhere");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/elsewhere", exchange -> {
            ELSEWHERE.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.createContext("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] block = new byte[8192];
            try (OutputStream out = exchange.getResponseBody()) {
                while (true) {
                    out.write(block);
                }
            } catch (IOException e) {
                exchange.close();
            }
        });
        server.createContext("/drip", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                for (int i = 0; i < 100; i++) {
                    out.write('.');
                    out.flush();
                    Thread.sleep(100);
                }
            } catch (IOException | InterruptedException e) {
                exchange.close();
            }
        });
        server.createContext("/busy", exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "77");
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        server.createContext("/busy-until", exchange -> {
            exchange.getResponseHeaders()
                    .add(
                            "Retry-After",
                            DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                    ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(10)));
            exchange.sendResponseHeaders(429, -1);
            exchange.close();
        });
        server.createContext("/welcome", exchange -> {
            if (exchange.getRequestMethod().equals("OPTIONS")) {
                exchange.getResponseHeaders()
                        .add(
                                "WebHook-Allowed-Origin",
                                exchange.getRequestHeaders().getFirst("WebHook-Request-Origin"));
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
        vertx.close();
    }

    private static int port() {
        return server.getAddress().getPort();
    }

    private static HttpDelivering delivering(String... answers) {
        Iterator<String> next = List.of(answers).iterator();
        Resolver resolver = new Resolver() {
            @Override
            synchronized InetAddress[] resolve(String host) throws UnknownHostException {
                if (!next.hasNext()) {
                    return super.resolve(host);
                }
                List<InetAddress> found = new ArrayList<>();
                for (String literal : next.next().split(",")) {
                    found.add(InetAddress.ofLiteral(literal));
                }
                return found.toArray(InetAddress[]::new);
            }
        };
        return new HttpDelivering(
                vertx,
                resolver,
                new WebhookRules(
                        new AddressPolicy(List.of("127.0.0.1")),
                        new RetrySchedule(List.of(Duration.ZERO)),
                        PATIENCE,
                        Duration.ofDays(5),
                        Duration.ofDays(1),
                        16));
    }

    private static Target at(String path) {
        return new Target(false, "receiver.example", port(), path);
    }

    private static Outcome deliver(Target target, String... answers) {
        return delivering(answers).deliver(target, Map.of("webhook-id", "1"), "{\"a\":1}".getBytes());
    }

    @Test
    void a_body_arrives_as_it_is_under_the_name_of_the_receiver() {
        assertThat(deliver(at("/ok"), "127.0.0.1")).isInstanceOfSatisfying(Outcome.Answered.class, answered -> {
            assertThat(answered.isSuccess()).isTrue();
            assertThat(answered.head()).isEqualTo("receiver.example:" + port() + " {\"a\":1}");
        });
    }

    /// The answer of a quick receiver may be there before anybody listens to it.
    @Test
    void many_deliveries_over_kept_connections_all_get_through() throws Exception {
        HttpDelivering delivering =
                delivering(Collections.nCopies(4000, "127.0.0.1").toArray(String[]::new));
        List<Future<Outcome>> outcomes = new ArrayList<>();
        try (var clients = Executors.newFixedThreadPool(16, Thread.ofVirtual().factory())) {
            for (int i = 0; i < 4000; i++) {
                outcomes.add(clients.submit(() -> delivering.deliver(at("/ok"), Map.of(), "{}".getBytes())));
            }
        }
        for (Future<Outcome> outcome : outcomes) {
            assertThat(outcome.get()).isInstanceOf(Outcome.Answered.class);
        }
    }

    @Test
    void a_redirect_is_a_failure_and_not_followed() {
        assertThat(deliver(at("/redirect"), "127.0.0.1")).isInstanceOfSatisfying(Outcome.Answered.class, answered -> {
            assertThat(answered.status()).isEqualTo(302);
            assertThat(answered.isSuccess()).isFalse();
        });
        assertThat(ELSEWHERE).hasValue(0);
    }

    @Test
    void an_endless_answer_is_cut_off() {
        assertThat(deliver(at("/endless"), "127.0.0.1")).isInstanceOfSatisfying(Outcome.Answered.class, answered -> {
            assertThat(answered.isSuccess()).isTrue();
            assertThat(answered.head().length()).isLessThanOrEqualTo(500);
        });
    }

    @Test
    void a_dripping_answer_is_not_waited_for() {
        assertThat(deliver(at("/drip"), "127.0.0.1")).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.reason()).contains("within 1.5 s");
            assertThat(failed.took()).isLessThan(PATIENCE.plusSeconds(1));
        });
    }

    @Test
    void a_receiver_that_hangs_is_not_waited_for() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"))) {
            Thread.ofVirtual().start(() -> {
                try {
                    Socket held = silent.accept();
                    held.getInputStream().readAllBytes();
                } catch (IOException e) {
                    // the test is over
                }
            });
            Target target = new Target(false, "receiver.example", silent.getLocalPort(), "/");
            assertThat(deliver(target, "127.0.0.1"))
                    .isInstanceOfSatisfying(Outcome.Failed.class, failed -> assertThat(failed.took())
                            .isBetween(PATIENCE.minusMillis(50), PATIENCE.plusSeconds(1)));
        }
    }

    @Test
    void a_receiver_that_vanishes_is_a_failure_with_a_reason() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        assertThat(deliver(new Target(false, "receiver.example", closed, "/"), "127.0.0.1"))
                .isInstanceOfSatisfying(Outcome.Failed.class, failed -> assertThat(failed.reason())
                        .isNotBlank());
    }

    @Test
    void a_name_that_leads_nowhere_is_a_failure() {
        assertThat(deliver(new Target(true, "nowhere.invalid", 443, "/"))).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void seconds_and_dates_to_come_back_at_are_understood() {
        assertThat(deliver(at("/busy"), "127.0.0.1"))
                .isInstanceOfSatisfying(Outcome.Answered.class, answered -> assertThat(answered.retryAfter())
                        .isEqualTo(Duration.ofSeconds(77)));
        assertThat(deliver(at("/busy-until"), "127.0.0.1"))
                .isInstanceOfSatisfying(Outcome.Answered.class, answered -> assertThat(answered.retryAfter())
                        .isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10)));
    }

    @Test
    void an_address_that_is_private_is_refused_even_beside_a_public_one() {
        for (String answer : List.of("127.0.0.2", "8.8.8.8,10.0.0.1", "8.8.8.8,fd00::1", "127.0.0.1,169.254.169.254")) {
            Target target = new Target(true, "receiver.example", 443, "/");
            assertThat(delivering(answer).objection(target)).as(answer).isPresent();
            assertThat(deliver(target, answer)).as(answer).isInstanceOf(Outcome.Forbidden.class);
        }
    }

    @Test
    void only_usual_ports_of_strangers_are_delivered_to() {
        assertThat(delivering("8.8.8.8").objection(new Target(true, "receiver.example", 6379, "/")))
                .isPresent();
        assertThat(delivering("8.8.8.8").objection(new Target(true, "receiver.example", 443, "/")))
                .isEmpty();
    }

    /// The name is public when it is registered and private when it is delivered to; and what is checked at delivery is
    /// what is connected to: a second look would find another address.
    @Test
    void a_name_that_changes_its_mind_is_checked_again_and_held_to_what_was_checked() {
        HttpDelivering rebinding = delivering("8.8.8.8", "127.0.0.2");
        Target target = new Target(true, "receiver.example", 443, "/");
        assertThat(rebinding.objection(target)).isEmpty();
        assertThat(rebinding.deliver(target, Map.of(), new byte[0])).isInstanceOf(Outcome.Forbidden.class);

        assertThat(deliver(at("/ok"), "127.0.0.1", "127.0.0.2"))
                .isInstanceOfSatisfying(Outcome.Answered.class, answered -> assertThat(answered.isSuccess())
                        .isTrue());
    }

    /// The connection goes to an address; the certificate has to be one of the name all the same.
    @Test
    void a_certificate_has_to_be_the_one_of_the_name() throws Exception {
        Path keys = store.resolve("keys.p12");
        keytool("-genkeypair -alias r -keyalg EC -dname CN=receiver.example -ext san=dns:receiver.example", keys);
        Path certificate = store.resolve("r.pem");
        keytool("-exportcert -alias r -rfc -file " + certificate, keys);
        Path trusted = store.resolve("trusted.p12");
        keytool("-importcert -noprompt -alias r -file " + certificate, trusted);
        var secure = vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(
                                new PfxOptions().setPath(keys.toString()).setPassword("changeit")))
                .requestHandler(request -> request.response().end(String.valueOf(request.sslSession() != null)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        Target right = new Target(true, "receiver.example", secure.actualPort(), "/");
        Target wrong = new Target(true, "another.example", secure.actualPort(), "/");
        assertThat(deliver(right, "127.0.0.1")).as("nobody trusts it yet").isInstanceOf(Outcome.Failed.class);
        System.setProperty("javax.net.ssl.trustStore", trusted.toString());
        System.setProperty("javax.net.ssl.trustStorePassword", "changeit");
        try {
            assertThat(deliver(right, "127.0.0.1"))
                    .isInstanceOfSatisfying(Outcome.Answered.class, answered -> assertThat(answered.isSuccess())
                            .isTrue());
            assertThat(deliver(wrong, "127.0.0.1")).isInstanceOf(Outcome.Failed.class);
        } finally {
            System.clearProperty("javax.net.ssl.trustStore");
            System.clearProperty("javax.net.ssl.trustStorePassword");
        }
    }

    private static void keytool(String command, Path keystore) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        line.addAll(List.of(command.split(" ")));
        line.addAll(List.of("-keystore", keystore.toString(), "-storetype", "PKCS12", "-storepass", "changeit"));
        Process keytool = new ProcessBuilder(line).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
    }

    @Test
    void who_wants_deliveries_says_so() {
        assertThat(delivering("127.0.0.1").isWelcome(at("/welcome"), "set-up")).isTrue();
        assertThat(delivering("127.0.0.1").isWelcome(at("/ok"), "set-up")).isFalse();
        assertThat(delivering("127.0.0.2").isWelcome(at("/welcome"), "set-up")).isFalse();
    }
}
