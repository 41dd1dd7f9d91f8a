package org.fediversity.gateway.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.util.ArrayList;
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

    /// Gives the event the next position. An event that is there already changes nothing.
    @Override
    public void on(CloudEvent event, Handle db) {
        Frontier frontier = db.createQuery("select size, peaks from history_head for update")
                .map((row, context) -> new Frontier(row.getLong("size"), split(row.getBytes("peaks"))))
                .one();
        if (isKnown(event, db)) {
            return;
        }
        long position = frontier.size();
        JsonNode data = tree(event.data());
        String entry = Entries.write(position, event);
        Facts facts = Facts.of(event, data);
        db.createUpdate("""
                        insert into history (position, event_id, context, type, time, actor, deployment, migration, operator,
                                             environments, entry)
                        values (:position, :id, :context, :type, :time, :actor, :deployment, :migration, :operator,
                                :environments, :entry)
                        """)
                .bind("position", position)
                .bind("id", event.id())
                .bind("context", event.context())
                .bind("type", event.type())
                .bind("time", Timestamp.from(event.time()))
                .bind("actor", event.actor().toString())
                .bind("deployment", facts.deployment().orElse(null))
                .bind("migration", facts.migration().orElse(null))
                .bind("operator", facts.operator().orElse(null))
                .bindBySqlType("environments", facts.environments().toArray(String[]::new), java.sql.Types.ARRAY)
                .bind("entry", entry)
                .execute();
        facts.remember(event, data, db);
        grow(frontier, Hash.ofLeaf(entry.getBytes(StandardCharsets.UTF_8)), db);
        db.execute("select pg_notify('history', '')");
    }

    private static boolean isKnown(CloudEvent event, Handle db) {
        return db.createQuery("select exists (select 1 from history where event_id = ?)")
                .bind(0, event.id())
                .mapTo(Boolean.class)
                .one();
    }

    private static void grow(Frontier frontier, Hash leaf, Handle db) {
        Grown grown = frontier.append(leaf);
        var nodes = db.prepareBatch("insert into ledger_node (level, index, hash) values (?, ?, ?)");
        grown.nodes().forEach((place, hash) -> nodes.add(place.level(), place.index(), hash.bytes()));
        nodes.execute();
        db.execute(
                "update history_head set size = ?, peaks = ?",
                grown.frontier().size(),
                join(grown.frontier().peaks()));
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
