package org.fediversity.gateway.api;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.fediversity.contracts.EventName;
import org.fediversity.gateway.domain.Progress;
import org.fediversity.gateway.domain.Progress.Happening;
import org.fediversity.gateway.domain.Progress.Report;
import org.fediversity.gateway.domain.Questions;
import org.fediversity.gateway.domain.Questions.Reading;
import org.fediversity.gateway.domain.Role;
import org.fediversity.gateway.domain.Routes;
import org.fediversity.gateway.domain.Service;
import org.fediversity.gateway.domain.Trace;
import org.fediversity.gateway.domain.Viewer;
import org.fediversity.gateway.view.HistoryQueries;
import org.fediversity.gateway.view.HistoryQueries.Entry;
import org.fediversity.gateway.view.HistoryQueries.Page;
import org.fediversity.gateway.view.HistoryQueries.Wanted;
import org.fediversity.gateway.view.Tail;
import org.fediversity.gateway.view.Tail.Arrival;
import org.fediversity.runtime.Json;

/// Progress as server-sent events. The story is always told from the beginning of the rollout or migration, whatever
/// part of it the reader has heard; so the last frame a reader knows is all it takes to go on.
@ApplicationScoped
class ProgressStream {
    /// What ended a moment ago is still current: a quick rollout is over before its first watcher is there.
    private static final Duration CURRENT = Duration.ofSeconds(10);

    private static final int BATCH = 200;
    private static final Viewer EVERYTHING = new Viewer("", Set.of(Role.AUDITOR));
    private static final Set<String> ROLLOUTS = full(Set.of("DeploymentRequested"));
    private static final Set<String> CHANGING = Set.of("deploying", "migrating", "frozen", "retiring");
    private static final Set<String> BEGINNINGS = full(Progress.BEGINNINGS);
    private static final Set<String> ENDINGS = full(Progress.ENDINGS);
    private static final TypeReference<Map<String, Object>> DATA = new TypeReference<>() {};

    private final HistoryQueries history;
    private final Tail tail;
    private final Questions questions;
    private final Duration heartbeat;

    ProgressStream(HistoryQueries history, Tail tail, Questions questions, GatewaySettings settings) {
        this.questions = questions;
        this.history = history;
        this.tail = tail;
        this.heartbeat = Duration.ofSeconds(settings.heartbeatSeconds());
    }

    /// Of the current or next rollout, migration or retirement.
    void ofDeployment(Visit visit, String id, OptionalLong heard) throws IOException, InterruptedException {
        Wanted wanted = Wanted.all().ofDeployment(id);
        Predicate<Arrival> interest = arrival -> arrival.deployment().equals(id);
        try (Tail.Watch watch = tail.watch(interest)) {
            Optional<Long> beginning = heard.isPresent() ? resumed(id, heard.getAsLong()) : current(visit, id);
            if (beginning.isEmpty()) {
                visit.response().setStatusCode(204).end(); // tells an EventSource not to come back
            } else {
                tell(visit, wanted.after(beginning.get() - 1), heard.orElse(-1), watch);
            }
        }
    }

    /// From the request of the migration to its end.
    void ofMigration(Visit visit, String id, OptionalLong heard) throws IOException, InterruptedException {
        try (Tail.Watch watch = tail.watch(arrival -> arrival.migration().equals(id))) {
            tell(visit, Wanted.all().ofMigration(id), heard.orElse(-1), watch);
        }
    }

    /// Where the activity that runs began; the end of the history if none does. The history is asked as long as it was
    /// at first.
    private Optional<Long> current(Visit visit, String deployment) {
        long size = history.size();
        Optional<Long> beginning = history.last(deployment, BEGINNINGS, size - 1);
        Optional<Long> ending = history.last(deployment, ENDINGS, size - 1);
        boolean over = ending.isPresent() && (beginning.isEmpty() || ending.get() > beginning.get());
        if (beginning.isEmpty() || over && (!isFresh(ending.orElseThrow()) || isBehind(visit, deployment, size))) {
            return Optional.of(size);
        }
        return beginning;
    }

    /// Whether something has begun that the history is yet to hear of: whoever asked for a rollout a moment ago
    /// wants to watch that one, not the one before.
    private boolean isBehind(Visit visit, String deployment, long size) {
        int heard = history.last(deployment, ROLLOUTS, size - 1)
                .flatMap(position -> history.at(EVERYTHING, position))
                .map(entry -> Json.tree(entry.text()).at("/data/rollout").asInt())
                .orElse(0);
        return questions.read(
                                Service.DEPLOYMENT,
                                Routes.BASE + "/deployments/" + deployment,
                                visit.header("Authorization").orElse(""),
                                Visit.trace(visit.context())
                                        .map(Trace::traceparent)
                                        .orElse(""))
                        instanceof Reading.Said(var body)
                && (Json.tree(body).at("/rollout/number").asInt() > heard
                        || CHANGING.contains(Json.tree(body).path("status").asText()));
    }

    private boolean isFresh(long position) {
        return history.at(EVERYTHING, position)
                .map(entry -> Instant.parse(Json.tree(entry.text()).path("time").asText()))
                .filter(time -> time.isAfter(Instant.now().minus(CURRENT)))
                .isPresent();
    }

    /// Where the activity began of which the reader has heard a part, or the next one; empty if the reader has heard
    /// the end of the last one.
    private Optional<Long> resumed(String deployment, long heard) {
        Optional<Long> beginning = history.last(deployment, BEGINNINGS, heard);
        Optional<Long> ending = history.last(deployment, ENDINGS, heard);
        boolean running = beginning.isPresent() && (ending.isEmpty() || ending.get() < beginning.get());
        if (running) {
            return beginning;
        }
        Optional<Long> next = history.first(deployment, BEGINNINGS, heard);
        if (next.isPresent()) {
            return next;
        }
        boolean heardTheEnd = ending.isPresent() && ending.get() == heard;
        return heardTheEnd ? Optional.empty() : Optional.of(history.size());
    }

    private void tell(Visit visit, Wanted wanted, long heard, Tail.Watch watch)
            throws IOException, InterruptedException {
        Progress progress = new Progress();
        EventStream out = null;
        long after = wanted.after();
        while (!tail.isStopped() && (out == null || !out.isClosed())) {
            Page page = history.read(EVERYTHING, wanted.after(after), BATCH);
            StringBuilder frames = new StringBuilder();
            boolean over = false;
            for (Entry entry : page.entries()) {
                Optional<Report> report = over ? Optional.empty() : progress.on(read(entry));
                if (report.isPresent()) {
                    over = report.get().last();
                    if (entry.position() > heard) {
                        frames.append(EventStream.frame(
                                entry.position(), over ? "end" : "progress", Json.write(report.get())));
                    }
                }
            }
            if (over && frames.isEmpty() && out == null) {
                visit.response().setStatusCode(204).end(); // all of it was heard before
                return;
            }
            if (out == null) {
                out = new EventStream(visit.response(), Streams.SSE, watch::wake);
                out.write("retry: 1000\n\n");
            }
            if (!frames.isEmpty()) {
                out.write(frames.toString());
            }
            if (over) {
                out.end();
                return;
            }
            after = page.scanned();
            if (!page.more() && !watch.await(heartbeat)) {
                out.comment("alive");
            }
        }
        if (out != null) {
            out.end();
        }
    }

    private static Happening read(Entry entry) {
        JsonNode event = Json.tree(entry.text());
        String name = entry.type().startsWith(EventName.PREFIX)
                ? entry.type().substring(EventName.PREFIX.length())
                : entry.type();
        JsonNode data = event.path("data");
        return new Happening(
                entry.position(),
                event.path("time").asText(),
                name,
                data.isObject() ? Json.MAPPER.convertValue(data, DATA) : Map.of());
    }

    private static Set<String> full(Set<String> names) {
        return names.stream().map(name -> EventName.PREFIX + name).collect(Collectors.toUnmodifiableSet());
    }
}
