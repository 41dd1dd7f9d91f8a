package org.fediversity.runtime.process;

import static java.util.Objects.requireNonNull;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.fediversity.runtime.Json;
import org.fediversity.runtime.store.EventSourcing;
import org.fediversity.runtime.store.JtaTransactions;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.generic.GenericType;

/// Builds the views anew from the first event on, in schema `view_next`, while those in schema `view` go on serving;
/// once the new ones show exactly what the old ones show, the two are swapped in one transaction.
@ApplicationScoped
public class ViewRebuild {
    private static final Logger LOG = Logger.getLogger(ViewRebuild.class);
    private static final int BATCH = 500;
    private static final GapAwareTrackingToken NOTHING = GapAwareTrackingToken.newInstance(0, Set.of());

    /// @param running whether a rebuild is under way
    /// @param done    events shown so far
    /// @param of      events there were when it last looked
    public record Progress(boolean running, long done, long of) {}

    private final EventSourcing axon;
    private final JtaTransactions transactions;
    private final Jdbi jdbi;
    private final Views views;
    private volatile Progress progress = new Progress(false, 0, 0);

    ViewRebuild(EventSourcing axon, JtaTransactions transactions, Jdbi jdbi, Views views) {
        this.axon = axon;
        this.transactions = transactions;
        this.jdbi = jdbi;
        this.views = views;
    }

    public Progress progress() {
        return progress;
    }

    /// Makes the tables at the first start, and rebuilds them when their script has changed since.
    void atStart() throws Exception {
        if (!views.any()) {
            return;
        }
        String script = script();
        String built = transactions.in(() -> jdbi.withHandle(db -> {
            db.execute("select pg_advisory_xact_lock(?)", Views.SWAP_LOCK);
            var known = db.createQuery("select scripts from view_build where name = 'view'")
                    .mapTo(String.class)
                    .findOne();
            if (known.isEmpty()) {
                db.execute("create schema if not exists view");
                db.execute("set local search_path to view, public");
                db.createScript(script).execute();
                db.execute("insert into view_build (name, scripts) values ('view', ?)", digest(script));
            }
            return known.orElse(digest(script));
        }));
        if (!built.equals(digest(script))) {
            LOG.info("the views' script has changed: rebuilding them");
            rebuild();
        }
    }

    /// Rebuilds and swaps; returns when the new views serve.
    public synchronized void rebuild() throws Exception {
        String script = script();
        transactions.in(() -> {
            jdbi.useHandle(db -> {
                db.execute("drop schema if exists view_next cascade");
                db.execute("create schema view_next");
                db.execute("set local search_path to view_next, public");
                db.createScript(script).execute();
            });
            return true;
        });
        try {
            GapAwareTrackingToken shown = NOTHING;
            progress = new Progress(true, 0, total());
            for (GapAwareTrackingToken before = null; !shown.equals(before); ) {
                before = shown;
                shown = follow(shown);
            }
            swap(shown, script);
            LOG.infof("rebuilt the views from %d events", progress.done());
        } finally {
            progress = new Progress(false, progress.done(), progress.of());
        }
    }

    /// With no batch in flight, shows what the live views already show and the new ones do not yet, then renames.
    private void swap(GapAwareTrackingToken shown, String script) throws Exception {
        transactions.in(() -> jdbi.withHandle(db -> {
            db.execute("select pg_advisory_xact_lock(?)", Views.SWAP_LOCK);
            follow(shown);
            db.execute("set local search_path to public");
            db.execute("drop schema if exists view_old cascade");
            db.execute("alter schema view rename to view_old");
            db.execute("alter schema view_next rename to view");
            db.execute("drop schema view_old cascade");
            db.execute("update view_build set scripts = ?, built_at = now() where name = 'view'", digest(script));
            return true;
        }));
    }

    /// Shows on the new views what the live ones show now, and never more: the live ones' position is what both go on
    /// from after the swap, so whatever is ahead of it, or was skipped by it because its transaction took its time,
    /// would be shown twice.
    ///
    /// @param shown what the new views show already
    /// @return what they show then
    private GapAwareTrackingToken follow(GapAwareTrackingToken shown) throws Exception {
        GapAwareTrackingToken live = liveToken();
        GapAwareTrackingToken now = shown;
        try (Stream<? extends TrackedEventMessage<?>> stored = axon.storage().readEvents(shown, false)) {
            var next = stored.iterator();
            while (next.hasNext()) {
                List<TrackedEventMessage<?>> batch = new ArrayList<>();
                while (batch.size() < BATCH && next.hasNext()) {
                    batch.add(next.next());
                }
                Map<String, Long> positions = positions(batch);
                if (Collections.min(positions.values()) > live.getIndex()) {
                    break;
                }
                for (TrackedEventMessage<?> event : List.copyOf(batch)) {
                    long position = requireNonNull(positions.get(event.getIdentifier()));
                    if (shows(live, position)) {
                        now = now.advanceTo(position, Integer.MAX_VALUE);
                    } else {
                        batch.remove(event);
                    }
                }
                transactions.in(() -> showNext(batch));
                long done = progress.done() + batch.size();
                progress = new Progress(true, done, Math.max(done, progress.of()));
            }
        }
        return now;
    }

    private static boolean shows(GapAwareTrackingToken views, long position) {
        return position <= views.getIndex() && !views.getGaps().contains(position);
    }

    private Map<String, Long> positions(List<TrackedEventMessage<?>> events) {
        return jdbi.withHandle(db -> db.createQuery(
                        "select event_identifier id, global_index at from domain_event_entry where event_identifier = any(:ids)")
                .bindArray(
                        "ids",
                        String.class,
                        events.stream().map(TrackedEventMessage::getIdentifier).toArray())
                .setMapKeyColumn("id")
                .setMapValueColumn("at")
                .collectInto(new GenericType<>() {}));
    }

    private GapAwareTrackingToken liveToken() {
        return jdbi.withHandle(db -> db.createQuery(
                        "select convert_from(token, 'UTF8') from token_entry where processor_name = :name and segment = 0 and token is not null")
                .bind("name", Views.PROCESSOR)
                .mapTo(String.class)
                .findOne()
                .map(json -> Json.read(json, GapAwareTrackingToken.class))
                .orElse(NOTHING));
    }

    private boolean showNext(List<TrackedEventMessage<?>> events) {
        jdbi.useHandle(db -> {
            db.execute("set local search_path to view_next, public");
            events.forEach(event -> views.show(event, db));
        });
        return true;
    }

    private long total() {
        return jdbi.withHandle(db -> db.createQuery("select count(*) from domain_event_entry")
                .mapTo(Long.class)
                .one());
    }

    static String script() {
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream("db/view/views.sql")) {
            if (in == null) {
                throw new IllegalStateException("a service with views has a script db/view/views.sql");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(String script) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
