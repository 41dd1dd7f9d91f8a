package org.fediversity.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// What stands around the gateway: small services over real HTTP, and an issuer of tokens. The provisioning service is
/// away.
public final class Surroundings implements QuarkusTestResourceLifecycleManager {
    static final int BUNDLE_BYTES = 48 * 1024 * 1024;
    private static final byte[] BLOCK = new byte[64 * 1024];

    private final List<HttpServer> servers = new ArrayList<>();
    private final AtomicInteger created = new AtomicInteger();

    @Override
    public Map<String, String> start() {
        try {
            KeyPair key = key();
            HttpServer issuer = server();
            answer(issuer, "/certs", exchange -> json(exchange, 200, jwks((RSAPublicKey) key.getPublic())));

            HttpServer config = server();
            answer(config, "/api/v1", exchange -> json(exchange, 200, echo(exchange)));
            answer(config, "/api/v1/applications", exchange -> json(exchange, 200, echo(exchange)));
            answer(config, "/q/openapi", exchange -> json(exchange, 200, description("/api/v1/applications", "Name")));

            HttpServer deployment = server();
            answer(deployment, "/api/v1/deployments", this::deployments);
            answer(deployment, "/created", exchange -> json(exchange, 200, Integer.toString(created.get())));
            answer(
                    deployment,
                    "/q/openapi",
                    exchange -> json(exchange, 200, description("/api/v1/deployments/{deployment}", "Label")));

            HttpServer migration = server();
            answer(migration, "/api/v1", exchange -> json(exchange, 200, echo(exchange)));
            answer(migration, "/api/v1/imports", Surroundings::swallow);
            answer(migration, "/api/v1/takeouts", Surroundings::bundle);
            answer(migration, "/api/v1/migrations", exchange -> json(exchange, 404, "{\"status\":404}"));

            Map<String, String> settings = new HashMap<>();
            settings.put("fediversity.oidc.issuer", url(issuer));
            settings.put("quarkus.oidc.tenant-enabled", "true");
            settings.put("quarkus.oidc.jwks-path", "/certs");
            settings.put("fediversity.services.config.url", url(config));
            settings.put("fediversity.services.deployment.url", url(deployment));
            settings.put("fediversity.services.migration.url", url(migration));
            settings.put("fediversity.services.provisioning.url", "http://127.0.0.1:" + closedPort());
            settings.put("fediversity.gateway.heartbeat-seconds", "1");
            settings.put("fediversity.webhooks.allow", "127.0.0.0/8");
            settings.put("fediversity.webhooks.patience", "4S");
            settings.put("fediversity.webhooks.pauses", "0S" + ",200MS".repeat(9));
            settings.put("test.deployment.url", url(deployment));
            settings.put(
                    "test.key",
                    Base64.getEncoder().encodeToString(key.getPrivate().getEncoded()));
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        servers.forEach(server -> server.stop(0));
    }

    /// Deployments whose id begins with the caller's subject are the caller's; those that are `ahead` have begun their
    /// second rollout.
    private void deployments(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (exchange.getRequestMethod().equals("POST")) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (body.contains("break")) {
                json(exchange, 500, "{\"status\":500}");
                return;
            }
            LockSupport.parkNanos(300_000_000L); // long enough that repeats meet it
            int number = created.incrementAndGet();
            String base = "http://" + exchange.getRequestHeaders().getFirst("Host");
            exchange.getResponseHeaders().add("Location", base + "/api/v1/deployments/" + number);
            json(exchange, 201, "{\"number\":" + number + ",\"secret\":\"s3cret-" + number + "\"}");
        } else if (path.endsWith("/rollouts")) {
            json(exchange, 200, echo(exchange));
        } else {
            String token =
                    exchange.getRequestHeaders().getFirst("Authorization").split("\\.")[1];
            String claims = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            String id = path.substring(path.lastIndexOf('/') + 1);
            String owner = id.split("-")[0];
            json(
                    exchange,
                    claims.contains("\"sub\":\"" + owner + "\"") ? 200 : 404,
                    "{\"id\":\"" + id + "\",\"uri\":\"" + exchange.getRequestURI() + "\",\"rollout\":{\"number\":"
                            + (id.contains("-ahead-") ? 2 : 1) + "}}");
        }
    }

    private static void swallow(HttpExchange exchange) throws IOException {
        long bytes = 0;
        byte[] buffer = new byte[BLOCK.length];
        try (InputStream in = exchange.getRequestBody()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes += read;
            }
        }
        json(exchange, 202, "{\"bytes\":" + bytes + "}");
    }

    private static void bundle(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders()
                .set("X-Asked-With", exchange.getRequestHeaders().getFirst("Authorization"));
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            for (int sent = 0; sent < BUNDLE_BYTES; sent += BLOCK.length) {
                out.write(BLOCK);
            }
        }
    }

    private static String echo(HttpExchange exchange) {
        StringBuilder headers = new StringBuilder();
        exchange.getRequestHeaders().forEach((name, values) -> headers.append(headers.isEmpty() ? "" : ",")
                .append("\"" + name.toLowerCase() + "\":\"" + values.getFirst().replace("\"", "'") + "\""));
        return "{\"uri\":\"" + exchange.getRequestURI() + "\",\"headers\":{" + headers + "}}";
    }

    private static String description(String path, String property) {
        String operation = "{\"operationId\":\"read\",\"parameters\":[{\"name\":\"deployment\",\"in\":\"path\"}],"
                + "\"responses\":{\"200\":{\"content\":{\"application/json\":"
                + "{\"schema\":{\"$ref\":\"#/components/schemas/Page\"}}}}}}";
        return "{\"openapi\":\"3.1.0\",\"paths\":{\"" + path + "\":{\"get\":" + operation + "},"
                + "\"/internal/questions\":{\"get\":" + operation + "}},"
                + "\"components\":{\"schemas\":{"
                + "\"Page\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Item\"}},"
                + "\"Item\":{\"type\":\"object\",\"properties\":{\"" + property + "\":{\"type\":\"string\"}}},"
                + "\"Problem\":{\"type\":\"object\"}}}}";
    }

    private interface Answering {
        void answer(HttpExchange exchange) throws IOException;
    }

    private static void answer(HttpServer server, String path, Answering answering) {
        server.createContext(path, exchange -> {
            try (exchange) {
                answering.answer(exchange);
            }
        });
    }

    private static void json(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        exchange.getResponseHeaders().set("X-Asked-With", authorization == null ? "" : authorization);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private HttpServer server() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        servers.add(server);
        return server;
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String url(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static KeyPair key() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String jwks(RSAPublicKey key) {
        return "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"test\",\"n\":\""
                + base64(key.getModulus()) + "\",\"e\":\"" + base64(key.getPublicExponent()) + "\"}]}";
    }

    private static String base64(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int sign = bytes[0] == 0 && bytes.length > 1 ? 1 : 0;
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(java.util.Arrays.copyOfRange(bytes, sign, bytes.length));
    }
}
