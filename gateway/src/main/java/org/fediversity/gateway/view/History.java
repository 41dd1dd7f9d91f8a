package org.fediversity.gateway.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fediversity.gateway.domain.Hash;
import org.fediversity.gateway.domain.MerkleTree.Frontier;
import org.fediversity.gateway.domain.MerkleTree.Grown;
import org.fediversity.runtime.CloudEvent;
import org.fediversity.runtime.Json;
import org.fediversity.runtime.Subscription;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/// Every event of every context becomes an entry of the history and a leaf of the ledger over it, in the transaction in
/// which it is received.
@ApplicationScoped
public class History implements Subscription {
    private static final int HASH_BYTES = 32;

    @Override
    public String name() {
        return "history";
    }

    @Override
    public Set<String> contexts() {
        return Set.of("config", "deployment", "provisioning", "migration", "gateway");
    }

    @Override
    public void on(CloudEvent event, Handle db) {
        onAll(List.of(event), db);
    }

    /// Gives each event the next position. An event that is there already changes nothing.
    @Override
    public void onAll(List<CloudEvent> events, Handle db) {
        Frontier frontier = db.createQuery("select size, peaks from history_head for update")
                .map((row, context) -> new Frontier(row.getLong("size"), split(row.getBytes("peaks"))))
                .one();
        Set<String> known = known(events, db);
        var rows = db.prepareBatch("""
                insert into history (position, event_id, context, type, time, actor, deployment, migration, operator,
                                     environments, entry)
                values (:position, :id, :context, :type, :time, :actor, :deployment, :migration,
                        coalesce(:operator, (select operator from history_deployment where deployment = :deployment)),
                        :environments, :entry)
                """);
        var nodes = db.prepareBatch("insert into ledger_node (level, index, hash) values (?, ?, ?)");
        for (CloudEvent event : events) {
            if (!known.add(event.id())) {
                continue;
            }
            JsonNode data = tree(event.data());
            Facts facts = Facts.of(event, data);
            String entry = Entries.write(frontier.size(), event);
            add(rows, frontier.size(), event, facts, entry);
            facts.remember(event, data, db);
            Grown grown = frontier.append(Hash.ofLeaf(entry.getBytes(StandardCharsets.UTF_8)));
            grown.nodes().forEach((place, hash) -> nodes.add(place.level(), place.index(), hash.bytes()));
            frontier = grown.frontier();
        }
        if (rows.size() > 0) {
            rows.execute();
            nodes.execute();
            db.execute("update history_head set size = ?, peaks = ?", frontier.size(), join(frontier.peaks()));
            db.execute("select pg_notify('history', '')");
        }
    }

    private static void add(PreparedBatch rows, long position, CloudEvent event, Facts facts, String entry) {
        rows.bind("position", position)
                .bind("id", event.id())
                .bind("context", event.context())
                .bind("type", event.type())
                .bind("time", Timestamp.from(event.time()))
                .bind("actor", event.actor().toString())
                .bindByType("deployment", facts.deployment().orElse(null), String.class)
                .bindByType("migration", facts.migration().orElse(null), String.class)
                .bindByType("operator", facts.operator().orElse(null), String.class)
                .bindBySqlType("environments", facts.environments().toArray(String[]::new), java.sql.Types.ARRAY)
                .bind("entry", entry)
                .add();
    }

    private static Set<String> known(List<CloudEvent> events, Handle db) {
        return new HashSet<>(db.createQuery("select event_id from history where event_id = any(:ids)")
                .bindArray(
                        "ids", String.class, events.stream().map(CloudEvent::id).toList())
                .mapTo(String.class)
                .set());
    }

    static List<Hash> split(byte[] peaks) {
        List<Hash> hashes = new ArrayList<>();
        for (int at = 0; at < peaks.length; at += HASH_BYTES) {
            hashes.add(new Hash(java.util.Arrays.copyOfRange(peaks, at, at + HASH_BYTES)));
        }
        return hashes;
    }

    private static byte[] join(List<Hash> peaks) {
        byte[] joined = new byte[peaks.size() * HASH_BYTES];
        for (int i = 0; i < peaks.size(); i++) {
            System.arraycopy(peaks.get(i).bytes(), 0, joined, i * HASH_BYTES, HASH_BYTES);
        }
        return joined;
    }

    /// What is published is kept even if it makes no sense to this build.
    private static JsonNode tree(String data) {
        try {
            return Json.MAPPER.readTree(data);
        } catch (JsonProcessingException e) {
            return Json.MAPPER.valueToTree(Map.of());
        }
    }
}
