package org.fediversity.bench;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.fediversity.bench.Revisions.Deploy;
import org.fediversity.runtime.Commands;
import org.fediversity.runtime.process.PublishingLag;
import org.fediversity.runtime.process.ViewRebuild;
import org.jdbi.v3.core.Jdbi;

/// Commands beside plain inserts, replay, and the way from a command to a live stream.
@ApplicationScoped
class Library implements Measurement {
    private static final Duration WARM_UP = Duration.ofSeconds(8);
    private static final Duration ROUND = Duration.ofSeconds(10);
    private static final int EVENTS_PER_STREAM = 10;
    private static final int LIVE_EVENTS = 1_000;
    private static final long LIVE_PAUSE_MILLIS = 10;

    private final Commands commands;
    private final Jdbi jdbi;
    private final ViewRebuild views;
    private final PublishingLag lag;

    Library(Commands commands, Jdbi jdbi, ViewRebuild views, PublishingLag lag) {
        this.commands = commands;
        this.jdbi = jdbi;
        this.views = views;
        this.lag = lag;
    }

    @Override
    public String name() {
        return "library";
    }

    @Override
    public void run(Surroundings surroundings) throws Exception {
        Service gateway = surroundings.gateway();
        commandsBesideInserts();
        replay();
        live(gateway);
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
        Figures.print("plain inserts, 16 clients", inserts, "per second");
        Figures.print("commands, 16 clients, until the views show", accepted, "per second");
        Figures.print("commands to inserts", accepted / inserts, "");
        Figures.print("to be published when the last round ended", lag.behind(), "events");
    }

    private void insert(long number) {
        jdbi.useHandle(db -> db.execute(
                "insert into public.plain values (?, cast(? as jsonb), cast(? as jsonb))",
                UUID.randomUUID(),
                "{\"deployment\": \"d%d\", \"revision\": 1}".formatted(number),
                "{\"actor\": \"bench\", \"correlationId\": \"%s\", \"causationId\": \"%s\"}"
                        .formatted(UUID.randomUUID(), UUID.randomUUID())));
    }

    private void command(long number) {
        commands.ask(new Deploy("d" + number / EVENTS_PER_STREAM));
    }

    private void replay() throws Exception {
        long start = System.nanoTime();
        views.rebuild();
        double seconds = (System.nanoTime() - start) / 1e9;
        long events = views.progress().done();
        Figures.print("replay of a view", events / seconds, "events per second (" + events + " events)");
    }

    private void live(Service gateway) throws Exception {
        try (var stream = gateway.live("types=ConfigurationDeployed")) {
            warm(stream);
            long[] took = new long[LIVE_EVENTS];
            for (int i = 0; i < LIVE_EVENTS; i++) {
                took[i] = live(stream, "live-" + UUID.randomUUID(), Duration.ofSeconds(30));
                TimeUnit.MILLISECONDS.sleep(LIVE_PAUSE_MILLIS);
            }
            Figures.percentiles("command to live stream, one client", took);
        }
    }

    /// Until the gateway has caught up with all that was published before.
    private void warm(LiveStream stream) throws Exception {
        for (int i = 0; i < 100; i++) {
            live(stream, "warm-" + UUID.randomUUID(), Duration.ofMinutes(5));
        }
    }

    private long live(LiveStream stream, String deployment, Duration patience) throws Exception {
        long asked = System.nanoTime();
        commands.ask(new Deploy(deployment));
        return stream.arrival(deployment).get(patience.toSeconds(), TimeUnit.SECONDS) - asked;
    }
}
