package org.fediversity.gateway;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Somebody's receiver of webhooks, which may behave as badly as it likes.
final class Receiver implements AutoCloseable {
    private final HttpServer server;
    private final List<Letter> letters = new CopyOnWriteArrayList<>();

    /// What is done with a letter.
    interface Manners {
        void answer(HttpExchange exchange, Letter letter, int number) throws IOException, InterruptedException;
    }

    record Letter(Instant at, String id, String timestamp, String signature, String body) {
        /// Whether one of the signatures is made with this secret, as the specification says.
        boolean isSignedWith(String secret) {
            try {
                byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(key, "HmacSHA256"));
                byte[] expected = mac.doFinal((id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8));
                return Arrays.asList(signature.split(" "))
                        .contains("v1," + Base64.getEncoder().encodeToString(expected));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private Receiver(Manners manners) {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                Headers headers = exchange.getRequestHeaders();
                Letter letter = new Letter(
                        Instant.now(),
                        String.valueOf(headers.getFirst("webhook-id")),
                        String.valueOf(headers.getFirst("webhook-timestamp")),
                        String.valueOf(headers.getFirst("webhook-signature")),
                        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                letters.add(letter);
                manners.answer(exchange, letter, letters.size());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    static Receiver polite() {
        return answering(200);
    }

    static Receiver answering(int status) {
        return with((exchange, letter, number) -> status(exchange, status));
    }

    static Receiver with(Manners manners) {
        return new Receiver(manners);
    }

    static Receiver hanging() {
        return with((exchange, letter, number) -> Thread.sleep(Duration.ofSeconds(10)));
    }

    static Receiver dripping() {
        return with((exchange, letter, number) -> {
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 100; i++) {
                exchange.getResponseBody().write('.');
                exchange.getResponseBody().flush();
                Thread.sleep(100);
            }
        });
    }

    static Receiver redirectingTo(String url) {
        return with((exchange, letter, number) -> {
            exchange.getResponseHeaders().add("Location", url);
            status(exchange, 302);
        });
    }

    static void status(HttpExchange exchange, int status) throws IOException {
        byte[] body = ("status " + status).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook?key=hidden-in-the-url";
    }

    /// In the order in which they came.
    List<Letter> letters() {
        return List.copyOf(letters);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
