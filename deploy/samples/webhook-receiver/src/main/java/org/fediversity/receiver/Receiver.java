package org.fediversity.receiver;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// Receives webhooks of a set-up and prints each event once, on a line of its own.
///
/// Signatures are checked with the public library of Standard Webhooks. Deliveries are made at least once, so that ids
/// that were seen before are answered and otherwise passed over. The answer comes before any work that takes time:
/// whoever lets the sender wait gets the same delivery again.
public final class Receiver implements AutoCloseable {
    private static final int LARGEST = 4 * 1024 * 1024;
    private static final int REMEMBERED = 100_000;

    private final HttpServer server;
    private final List<Webhook> keys;
    private final Consumer<String> events;
    private final Set<String> seen = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }));

    /// @param port    on the loopback interface; 0 for any
    /// @param secrets `whsec_…`; two of them while one takes the place of the other
    /// @param events  gets the body of each delivery, once
    public Receiver(int port, List<String> secrets, Consumer<String> events) throws IOException {
        this.events = events;
        List<Webhook> read = new ArrayList<>();
        for (String secret : secrets) {
            try {
                read.add(new Webhook(secret.strip()));
            } catch (EmptyWebhookSecretException e) {
                throw new IllegalArgumentException("a secret is empty", e);
            }
        }
        keys = List.copyOf(read);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(answer(exchange), -1);
            }
        });
        server.start();
    }

    /// Where to deliver to.
    public String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/";
    }

    private int answer(HttpExchange exchange) throws IOException {
        return switch (exchange.getRequestMethod()) {
            // CloudEvents, "HTTP 1.1 Web Hooks", section 4: whoever asks may deliver here.
            case "OPTIONS" -> {
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("WebHook-Request-Origin"))
                        .ifPresent(origin -> exchange.getResponseHeaders().set("WebHook-Allowed-Origin", origin));
                exchange.getResponseHeaders().set("Allow", "POST");
                yield 200;
            }
            case "POST" -> take(exchange);
            default -> 405;
        };
    }

    private int take(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            return 413;
        }
        String body = new String(bytes, StandardCharsets.UTF_8);
        if (keys.stream().noneMatch(key -> signed(key, body, exchange))) {
            return 401;
        }
        if (seen.add(exchange.getRequestHeaders().getFirst("webhook-id"))) {
            events.accept(body);
        }
        return 204;
    }

    private static boolean signed(Webhook key, String body, HttpExchange exchange) {
        // The library wants names in small letters; the server writes them with capitals.
        Map<String, List<String>> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(), values));
        try {
            key.verify(body, headers);
            return true;
        } catch (WebhookVerificationException e) {
            return false;
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /// Secrets come from the environment (`WEBHOOK_SECRET`, several with commas between), where other users of the
    /// machine do not see them; the first argument is the port.
    public static void main(String[] arguments) throws IOException {
        String secrets = System.getenv("WEBHOOK_SECRET");
        if (secrets == null || secrets.isBlank() || arguments.length > 1) {
            System.err.println("Usage: WEBHOOK_SECRET=whsec_... java -jar webhook-receiver.jar [PORT]");
            System.exit(2);
            return;
        }
        int port = arguments.length == 0 ? 9099 : Integer.parseInt(arguments[0]);
        Receiver receiver = new Receiver(port, Arrays.asList(secrets.split(",")), System.out::println);
        System.err.println("Waiting for webhooks at " + receiver.url());
    }
}
