package org.fediversity.gateway.view;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.fediversity.gateway.domain.Hash;
import org.fediversity.gateway.domain.MerkleTree;
import org.fediversity.gateway.domain.MerkleTree.Frontier;
import org.fediversity.gateway.domain.MerkleTree.Place;
import org.jdbi.v3.core.Jdbi;

/// The Merkle tree over the history, kept by [History] as entries arrive; here it is only asked.
@ApplicationScoped
public class Ledger {
    private final Jdbi jdbi;

    Ledger(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// Size and edge of the tree now.
    public Frontier frontier() {
        return jdbi.withHandle(db -> db.createQuery("select size, peaks from history_head")
                .map((row, context) -> new Frontier(row.getLong("size"), History.split(row.getBytes("peaks"))))
                .one());
    }

    /// Audit path of the entry at `position` in the tree of the first `size`.
    public List<Hash> inclusion(long position, long size) {
        return compute(nodes -> MerkleTree.inclusion(position, size, nodes));
    }

    public List<Hash> consistency(long from, long to) {
        return compute(nodes -> MerkleTree.consistency(from, to, nodes));
    }

    public Hash root(long size) {
        return compute(nodes -> MerkleTree.root(size, nodes));
    }

    /// Leaf hashes from a position on, up to another one.
    public List<Hash> leaves(long from, long until) {
        return jdbi.withHandle(db -> db.createQuery(
                        "select hash from ledger_node where level = 0 and index >= ? and index < ? order by index")
                .bind(0, from)
                .bind(1, until)
                .map((row, context) -> new Hash(row.getBytes("hash")))
                .list());
    }

    private <T> T compute(Function<Function<Place, Hash>, T> computation) {
        Map<Place, Hash> nodes = fetch(MerkleTree.wanted(computation));
        return computation.apply(place -> {
            Hash hash = nodes.get(place);
            if (hash == null) {
                throw new IllegalStateException("the ledger lacks its node " + place);
            }
            return hash;
        });
    }

    private Map<Place, Hash> fetch(Set<Place> places) {
        if (places.isEmpty()) {
            return Map.of();
        }
        Integer[] levels = places.stream().map(Place::level).toArray(Integer[]::new);
        Long[] indexes = places.stream().map(Place::index).toArray(Long[]::new);
        return jdbi.withHandle(db -> {
            Map<Place, Hash> nodes = new HashMap<>();
            db.createQuery("""
                            select n.level, n.index, n.hash
                            from unnest(cast(:levels as int[]), cast(:indexes as bigint[])) as w (level, index)
                            join ledger_node n on n.level = w.level and n.index = w.index
                            """)
                    .bindArray("levels", Integer.class, (Object[]) levels)
                    .bindArray("indexes", Long.class, (Object[]) indexes)
                    .map((row, context) -> Map.entry(
                            new Place(row.getInt("level"), row.getLong("index")), new Hash(row.getBytes("hash"))))
                    .forEach(node -> nodes.put(node.getKey(), node.getValue()));
            return nodes;
        });
    }
}
