package org.fediversity.bench;

import com.sun.net.httpserver.HttpServer;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import org.fediversity.bench.Revisions.Deploy;
import org.fediversity.runtime.Commands;
import org.fediversity.runtime.Json;
import org.jdbi.v3.core.Jdbi;

/// Deliveries per second, the way from a command to a receiver, and what a dead receiver costs the others.
@ApplicationScoped
class Webhooks implements Measurement {
    private static final int DEPLOYMENTS = 200;
    private static final int BACKLOG = 10_000;
    private static final int PER_SECOND = 200;
    private static final int PACED = 4_000;
    private static final Pattern KEY = Pattern.compile("\"deployment\":\"([^\"]+)\",\"revision\":(\\d+)");
    private static final Pattern APPENDED = Pattern.compile("\"timestamp\":\"([^\"]+)\"");

    private final Commands commands;

    Webhooks(Commands commands) {
        this.commands = commands;
    }

    @Override
    public String name() {
        return "webhooks";
    }

    /// Counts what comes, and knows when each thing came for the first time.
    private static final class Receiver {
        final Map<String, Long> arrivals = new ConcurrentHashMap<>();
        final Map<String, Duration> underWay = new ConcurrentHashMap<>();
        final LongAdder requests = new LongAdder();
        final HttpServer server;

        Receiver() throws java.io.IOException {
            server = Surroundings.server();
            server.createContext("/", exchange -> {
                try (exchange) {
                    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                    requests.increment();
                    var key = KEY.matcher(body);
                    if (key.find()) {
                        String delivered = key.group(1) + "/" + key.group(2);
                        arrivals.putIfAbsent(delivered, System.nanoTime());
                        var appended = APPENDED.matcher(body);
                        if (appended.find()) {
                            underWay.putIfAbsent(
                                    delivered, Duration.between(Instant.parse(appended.group(1)), Instant.now()));
                        }
                    }
                    exchange.sendResponseHeaders(204, -1);
                }
            });
        }

        void awaitAll(int number) throws InterruptedException {
            long until = System.nanoTime() + Duration.ofMinutes(2).toNanos();
            while (arrivals.size() < number) {
                if (System.nanoTime() > until) {
                    throw new IllegalStateException("only " + arrivals.size() + " of " + number + " arrived with "
                            + requests.sum() + " requests");
                }
                Thread.sleep(20);
            }
        }
    }

    @Override
    public void run(Surroundings surroundings) throws Exception {
        Service gateway = surroundings.gateway();
        String run = "paced-" + UUID.randomUUID() + "-";
        own(surroundings.database("gateway"), "backlog-", DEPLOYMENTS);
        own(surroundings.database("gateway"), run, PACED);
        long from = backlog(gateway);
        drain(gateway, from, 2_000); // until everything is warm
        // Alone, beside it, beside it, alone: neither has the better half of the run.
        double alone = drain(gateway, from, BACKLOG) / 2;
        String dead = dead(gateway);
        double besideDead = (drain(gateway, from, BACKLOG) + drain(gateway, from, BACKLOG)) / 2;
        gateway.delete("/api/v1/webhooks/" + dead);
        alone += drain(gateway, from, BACKLOG) / 2;
        Figures.print("deliveries of a backlog, one receiver", alone, "per second");
        Figures.print("the same beside a receiver that hangs", besideDead, "per second");
        Figures.print("what it costs", 100 * (1 - besideDead / alone), "%");
        paced(gateway, run);
    }

    /// An operator is told of their own deployments: the history is made to know whose they are, as it would from
    /// `DeploymentCreated`.
    private static void own(Jdbi gateway, String prefix, int number) {
        gateway.useHandle(db -> db.execute(
                "insert into history_deployment select ? || i, 'bench', 'alpha' from generate_series(0, ?) i",
                prefix,
                number - 1));
    }

    /// @return position of the first event
    private long backlog(Service gateway) throws Exception {
        try (var stream = gateway.live("types=ConfigurationDeployed");
                var clients = Executors.newFixedThreadPool(Load.CLIENTS)) {
            for (int i = 0; i < BACKLOG; i++) {
                String deployment = "backlog-" + i % DEPLOYMENTS;
                clients.submit(() -> commands.ask(new Deploy(deployment)));
            }
            clients.shutdown();
            if (!clients.awaitTermination(5, TimeUnit.MINUTES)) {
                throw new IllegalStateException("the backlog was not made");
            }
            commands.ask(new Deploy("backlog-end"));
            stream.arrival("backlog-end").get(5, TimeUnit.MINUTES);
        }
        String first = gateway.get("/api/v1/events?limit=1&types=ConfigurationDeployed");
        return Json.tree(first).path("items").path(0).path("position").asLong();
    }

    /// @return deliveries per second from the first one to the last
    private static double drain(Service gateway, long from, int number) throws Exception {
        var receiver = new Receiver();
        long cpu = gateway.cpuMillis();
        String webhook = Json.tree(gateway.post(
                        "/api/v1/webhooks",
                        "{\"url\":\"%s/\",\"types\":[\"ConfigurationDeployed\"],\"from\":%d}"
                                .formatted(Surroundings.address(receiver.server), from)))
                .path("id")
                .asText();
        receiver.awaitAll(number);
        Figures.print(
                "processor time of the gateway", (gateway.cpuMillis() - cpu) / (double) number, "ms per delivery");
        var times = receiver.arrivals.values().stream()
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        gateway.delete("/api/v1/webhooks/" + webhook);
        receiver.server.stop(0);
        return (times.length - 1) * 1e9 / (times[times.length - 1] - times[0]);
    }

    /// A receiver that takes each request and never answers.
    private static String dead(Service gateway) throws Exception {
        HttpServer server = Surroundings.server();
        server.createContext("/", _ -> {
            try {
                Thread.sleep(Duration.ofHours(1));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        return Json.tree(gateway.post(
                        "/api/v1/webhooks",
                        "{\"url\":\"%s/\",\"types\":[\"ConfigurationDeployed\"],\"from\":0}"
                                .formatted(Surroundings.address(server))))
                .path("id")
                .asText();
    }

    private void paced(Service gateway, String run) throws Exception {
        var receiver = new Receiver();
        gateway.post(
                "/api/v1/webhooks",
                "{\"url\":\"%s/\",\"types\":[\"ConfigurationDeployed\"]}"
                        .formatted(Surroundings.address(receiver.server)));
        Map<String, Long> asked = new ConcurrentHashMap<>();
        long cpu = gateway.cpuMillis();
        long start = System.nanoTime();
        try (var stream = gateway.live("types=ConfigurationDeployed");
                var clients = Executors.newFixedThreadPool(Load.CLIENTS)) {
            for (int i = 0; i < PACED; i++) {
                long due = start + i * 1_000_000_000L / PER_SECOND;
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                String deployment = run + i;
                clients.submit(() -> {
                    asked.put(deployment + "/1", System.nanoTime());
                    commands.ask(new Deploy(deployment));
                });
            }
            clients.shutdown();
            if (!clients.awaitTermination(5, TimeUnit.MINUTES)) {
                throw new IllegalStateException("the commands were not taken");
            }
            Figures.print("commands asked, aim " + PER_SECOND, PACED * 1e9 / (System.nanoTime() - start), "per second");
            long[] seen = new long[PACED];
            for (int i = 0; i < PACED; i++) {
                seen[i] = stream.arrival(run + i).get(5, TimeUnit.MINUTES) - asked.getOrDefault(run + i + "/1", 0L);
            }
            Figures.percentiles("command to live stream", seen);
        }
        receiver.awaitAll(PACED);
        Figures.print("processor time of the gateway", (gateway.cpuMillis() - cpu) / (double) PACED, "ms per event");
        Figures.percentiles(
                "append to receiver",
                receiver.underWay.values().stream().mapToLong(Duration::toNanos).toArray());
        Figures.percentiles(
                "command to receiver",
                asked.entrySet().stream()
                        .mapToLong(one -> receiver.arrivals.getOrDefault(one.getKey(), Long.MAX_VALUE) - one.getValue())
                        .toArray());
        Figures.print("requests per event", receiver.requests.sum() / (double) PACED, "");
        receiver.server.stop(0);
    }
}
