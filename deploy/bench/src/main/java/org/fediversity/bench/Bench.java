package org.fediversity.bench;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.fediversity.bench.Claims.Claim;
import org.fediversity.runtime.Commands;
import org.fediversity.runtime.process.PublishingLag;
import org.fediversity.runtime.process.ViewRebuild;
import org.jdbi.v3.core.Jdbi;

/// The whole run, start to finish; see the README beside it.
@QuarkusMain
public class Bench implements QuarkusApplication {
    private static final Duration WARM_UP = Duration.ofSeconds(8);
    private static final Duration ROUND = Duration.ofSeconds(10);
    private static final int EVENTS_PER_STREAM = 10;
    private static final int LIVE_EVENTS = 1_000;
    private static final long LIVE_PAUSE_MILLIS = 10;

    private final Commands commands;
    private final Jdbi jdbi;
    private final ViewRebuild views;
    private final PublishingLag lag;

    Bench(Commands commands, Jdbi jdbi, ViewRebuild views, PublishingLag lag) {
        this.commands = commands;
        this.jdbi = jdbi;
        this.views = views;
        this.lag = lag;
    }

    public static void main(String... arguments) {
        try {
            var surroundings = new Surroundings();
            surroundings.settings("bench").forEach(System::setProperty);
            Quarkus.run(Bench.class, surroundings.gateway().orElse(""), surroundings.token());
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    @Override
    public int run(String... arguments) throws Exception {
        System.out.printf("%d processors, Java %s%n", Runtime.getRuntime().availableProcessors(), Runtime.version());
        commandsBesideInserts();
        replay();
        live(arguments[0], arguments[1]);
        return 0;
    }

    /// Inserts, commands, inserts, commands, so that neither has the better half of the run.
    private void commandsBesideInserts() throws Exception {
        jdbi.useHandle(db -> db.execute(
                "create table public.plain (id uuid primary key, payload jsonb not null, metadata jsonb not null)"));
        Load.perSecond(WARM_UP, this::insert);
        Load.perSecond(WARM_UP, this::command);
        double inserts = 0;
        double accepted = 0;
        for (int round = 1; round <= 2; round++) {
            inserts += Load.perSecond(ROUND, this::insert) / 2;
            accepted += Load.perSecond(ROUND, this::command) / 2;
        }
        System.out.printf("plain inserts    %8.0f per second, %d clients%n", inserts, Load.CLIENTS);
        System.out.printf(
                "commands         %8.0f per second, %d clients, views and publisher on%n", accepted, Load.CLIENTS);
        System.out.printf("ratio            %8.2f%n", accepted / inserts);
        System.out.printf("to be published  %8d events when the last round ended%n", lag.behind());
    }

    private void insert(long number) {
        jdbi.useHandle(db -> db.execute(
                "insert into public.plain values (?, cast(? as jsonb), cast(? as jsonb))",
                UUID.randomUUID(),
                "{\"domain\": \"d%d.example.org\", \"operator\": \"operator\", \"challenge\": \"challenge\"}"
                        .formatted(number),
                "{\"actor\": \"bench\", \"correlationId\": \"%s\", \"causationId\": \"%s\"}"
                        .formatted(UUID.randomUUID(), UUID.randomUUID())));
    }

    private void command(long number) {
        commands.ask(new Claim("d" + number / EVENTS_PER_STREAM + ".example.org", "operator"));
    }

    private void replay() throws Exception {
        long start = System.nanoTime();
        views.rebuild();
        double seconds = (System.nanoTime() - start) / 1e9;
        long events = views.progress().done();
        System.out.printf(
                "replay           %8.0f events per second (%d events in %.1f s)%n", events / seconds, events, seconds);
    }

    private void live(String gateway, String token) throws Exception {
        if (gateway.isEmpty()) {
            System.out.println("command to SSE   not measured: the gateway has not been built");
            return;
        }
        try (var stream = new LiveStream(gateway, token)) {
            warm(stream);
            long[] took = new long[LIVE_EVENTS];
            for (int i = 0; i < LIVE_EVENTS; i++) {
                var domain = "live-" + UUID.randomUUID() + ".example.org";
                long asked = System.nanoTime();
                commands.ask(new Claim(domain, "operator"));
                took[i] = stream.arrival(domain).get(30, TimeUnit.SECONDS) - asked;
                TimeUnit.MILLISECONDS.sleep(LIVE_PAUSE_MILLIS);
            }
            Arrays.sort(took);
            System.out.printf(
                    "command to SSE   %8.1f ms p50, %.1f ms p99 (%d events through the gateway)%n",
                    took[LIVE_EVENTS / 2] / 1e6, took[LIVE_EVENTS * 99 / 100] / 1e6, LIVE_EVENTS);
        }
    }

    /// Until the gateway has caught up with all that was published before.
    private void warm(LiveStream stream) throws Exception {
        for (int i = 0; i < 100; i++) {
            var domain = "warm-" + UUID.randomUUID() + ".example.org";
            commands.ask(new Claim(domain, "operator"));
            stream.arrival(domain).get(5, TimeUnit.MINUTES);
        }
    }
}
