package org.fediversity.gateway.api;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.fediversity.gateway.domain.GatewayRefusal;
import org.fediversity.gateway.domain.Trace;
import org.fediversity.gateway.view.HistoryQueries;
import org.fediversity.gateway.view.HistoryQueries.Entry;
import org.fediversity.gateway.view.HistoryQueries.Page;
import org.fediversity.gateway.view.HistoryQueries.Wanted;
import org.fediversity.gateway.view.Tail;
import org.fediversity.gateway.view.Tail.Arrival;
import org.fediversity.runtime.Decision;
import org.fediversity.runtime.Fault;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.web.GeneralRefusal;
import org.jboss.logging.Logger;

/// Answers that go on and on: live events, exports, progress. Each runs on a virtual thread of its own.
@ApplicationScoped
class Streams {
    static final String SSE = "text/event-stream";
    private static final Logger LOG = Logger.getLogger("org.fediversity.streams");
    private static final String NDJSON = "application/x-ndjson";
    private static final int BATCH = 500;

    /// How late the history may hear of an event.
    private static final Duration LATE = Duration.ofSeconds(10);

    private final HistoryQueries history;
    private final Tail tail;
    private final Watching watching;
    private final ProgressStream progress;
    private final Duration heartbeat;

    Streams(HistoryQueries history, Tail tail, Watching watching, ProgressStream progress, GatewaySettings settings) {
        this.history = history;
        this.tail = tail;
        this.watching = watching;
        this.progress = progress;
        this.heartbeat = Duration.ofSeconds(settings.heartbeatSeconds());
    }

    /// @return false if the request is not for a stream
    boolean answers(Visit visit) {
        String accept = visit.header("Accept").orElse("*/*");
        if (visit.route().template().endsWith("/progress")
                && !accept.contains(SSE)
                && !accept.contains("text/*")
                && !accept.contains("*/*")) {
            Problems.answer(visit.context(), GatewayRefusal.NOT_ACCEPTABLE, "Progress is told as " + SSE + " alone.");
            return true;
        }
        return switch (visit.route().template()) {
            case "/deployments/{id}/progress" ->
                begin(visit, () -> {
                    String id = visit.value("id");
                    needDeployment(visit, id);
                    progress.ofDeployment(visit, id, lastEventId(visit));
                });
            case "/migrations/{id}/progress" ->
                begin(visit, () -> {
                    String id = visit.value("id");
                    watching.needMigration(visit.caller(), id, authorization(visit), traceparent(visit));
                    progress.ofMigration(visit, id, lastEventId(visit));
                });
            case "/events" -> stream(visit, accept, Optional.empty());
            case "/deployments/{id}/history" -> stream(visit, accept, Optional.of(visit.value("id")));
            default -> false;
        };
    }

    private boolean stream(Visit visit, String accept, Optional<String> deployment) {
        boolean live = accept.contains(SSE);
        if (!live && !accept.contains(NDJSON)) {
            return false;
        }
        return begin(visit, () -> {
            EventsQuery query = EventsQuery.read(name -> visit.context().queryParam(name));
            Wanted wanted = query.wanted();
            if (deployment.isPresent()) {
                needDeployment(visit, deployment.get());
                wanted = wanted.ofDeployment(deployment.get());
            } else {
                watching.needFiltered(visit.caller(), wanted, authorization(visit), traceparent(visit));
            }
            if (live) {
                OptionalLong last = lastEventId(visit);
                if (last.isPresent()) {
                    wanted = wanted.after(last.getAsLong());
                } else if (query.latest()) {
                    wanted = wanted.after(history.size() - 1);
                }
                if (last.isPresent() && isOver(wanted) && isEmpty(visit, wanted)) {
                    visit.response().setStatusCode(204).end(); // tells an EventSource not to come back
                } else {
                    live(visit, wanted);
                }
            } else {
                export(visit, wanted, query.limit());
            }
        });
    }

    private interface Body {
        void run() throws IOException, InterruptedException;
    }

    private static boolean begin(Visit visit, Body body) {
        Thread.ofVirtual().start(() -> {
            try {
                body.run();
            } catch (RefusedException e) {
                Decision.Refused refused = e.refused();
                if (refused.why().status() == GatewayRefusal.SERVICE_UNREACHABLE.status()) {
                    visit.response().putHeader("Retry-After", "2");
                }
                Problems.answer(visit.context(), refused.why(), refused.detail(), refused.faults());
            } catch (IOException e) {
                LOG.debug("a reader has gone", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.warnf(e, "a stream broke off");
                visit.response().reset();
            }
        });
        return true;
    }

    /// Whether no event can come any more that is wanted.
    private static boolean isOver(Wanted wanted) {
        return wanted.until()
                .filter(end -> end.plus(LATE).isBefore(Instant.now()))
                .isPresent();
    }

    private boolean isEmpty(Visit visit, Wanted wanted) {
        return history.read(visit.caller(), wanted, 1).entries().isEmpty();
    }

    /// Goes on until the reader goes, or until nothing can come any more: then the last frame is an `end`.
    private void live(Visit visit, Wanted wanted) throws IOException, InterruptedException {
        Predicate<Arrival> interest = wanted.deployment()
                .<Predicate<Arrival>>map(id -> arrival -> arrival.deployment().equals(id))
                .orElse(arrival -> true);
        try (Tail.Watch watch = tail.watch(interest)) {
            EventStream out = new EventStream(visit.response(), SSE, watch::wake);
            out.write("retry: 1000\n\n");
            long after = wanted.after();
            while (!tail.isStopped() && !out.isClosed()) {
                boolean over = isOver(wanted);
                Page page = history.read(visit.caller(), wanted.after(after), BATCH);
                StringBuilder frames = new StringBuilder();
                for (Entry entry : page.entries()) {
                    frames.append(EventStream.frame(entry.position(), "", entry.text()));
                }
                if (!frames.isEmpty()) {
                    out.write(frames.toString());
                }
                after = page.scanned();
                if (over && !page.more()) {
                    out.write(EventStream.frame(after, "end", "{\"last\":true}"));
                    break;
                }
                if (!page.more() && !watch.await(heartbeat)) {
                    out.comment("alive");
                }
            }
            out.end();
        }
    }

    private void export(Visit visit, Wanted wanted, Optional<Long> limit) throws IOException {
        EventStream out = new EventStream(visit.response(), NDJSON, () -> {});
        long left = limit.orElse(Long.MAX_VALUE);
        long end = history.size();
        long after = wanted.after();
        boolean more = true;
        while (more && left > 0 && after < end - 1) {
            Page page = history.read(visit.caller(), wanted.after(after), (int) Math.min(BATCH, left));
            StringBuilder lines = new StringBuilder();
            List<Entry> entries = page.entries().stream()
                    .filter(entry -> entry.position() < end)
                    .toList();
            entries.forEach(entry -> lines.append(entry.text()).append('\n'));
            if (!lines.isEmpty()) {
                out.write(lines.toString());
            }
            left -= entries.size();
            after = page.scanned();
            more = page.more();
        }
        out.end();
    }

    private void needDeployment(Visit visit, String id) {
        watching.needDeployment(visit.caller(), id, authorization(visit), traceparent(visit));
    }

    private static String authorization(Visit visit) {
        return visit.header("Authorization").orElse("");
    }

    private static String traceparent(Visit visit) {
        return Visit.trace(visit.context()).map(Trace::traceparent).orElse("");
    }

    /// As a header, or as a parameter for those who cannot set one.
    private OptionalLong lastEventId(Visit visit) {
        Optional<String> id = visit.header("Last-Event-ID")
                .or(() -> visit.parameter("lastEventId"))
                .filter(text -> !text.isBlank());
        if (id.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!id.get().strip().matches("\\d{1,18}") || Long.parseLong(id.get().strip()) >= history.size()) {
            throw new RefusedException(new Decision.Refused(
                    GeneralRefusal.MALFORMED,
                    "Last-Event-ID is none that a stream gave out; leave it away to begin at the beginning.",
                    List.of(new Fault("", "Last-Event-ID: a position in the history is expected"))));
        }
        return OptionalLong.of(Long.parseLong(id.get().strip()));
    }
}
