package org.fediversity.bench;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.fediversity.bench.Revisions.Deploy;
import org.fediversity.runtime.Commands;

/// A thousand streams that are open at once, each for a deployment of its own.
@ApplicationScoped
class Streams implements Measurement {
    private static final int OPEN = 1_000;
    private static final int EVENTS = 2_000;
    private static final long PAUSE_MILLIS = 10;

    private final Commands commands;

    Streams(Commands commands) {
        this.commands = commands;
    }

    @Override
    public String name() {
        return "streams";
    }

    @Override
    public void run(Surroundings surroundings) throws Exception {
        Service gateway = surroundings.gateway();
        long before = resident(gateway);
        String run = "stream-" + UUID.randomUUID() + "-";
        List<LiveStream> streams = new ArrayList<>();
        long start = System.nanoTime();
        try {
            for (int i = 0; i < OPEN; i++) {
                streams.add(gateway.live("deployment=" + run + i));
            }
            Figures.print("streams opened", OPEN * 1e9 / (System.nanoTime() - start), "per second");
            long[] took = new long[EVENTS];
            for (int i = 0; i < EVENTS; i++) {
                String deployment = run + i % OPEN;
                LiveStream stream = streams.get(i % OPEN);
                stream.forget(deployment);
                long asked = System.nanoTime();
                commands.ask(new Deploy(deployment));
                took[i] = stream.arrival(deployment).get(30, TimeUnit.SECONDS) - asked;
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
            Figures.percentiles("command to the one stream of " + OPEN, took);
            Figures.print("memory of the gateway, before", before / 1024.0, "MiB");
            Figures.print("memory of the gateway, while they are open", resident(gateway) / 1024.0, "MiB");
        } finally {
            streams.forEach(LiveStream::close);
        }
    }

    /// Resident memory in KiB; 0 where the system does not tell.
    static long resident(Service service) throws java.io.IOException {
        Path status = Path.of("/proc/" + service.process().pid().orElse(0) + "/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }
}
