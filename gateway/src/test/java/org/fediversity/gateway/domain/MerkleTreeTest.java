package org.fediversity.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.fediversity.gateway.domain.MerkleTree.Frontier;
import org.fediversity.gateway.domain.MerkleTree.Grown;
import org.fediversity.gateway.domain.MerkleTree.Place;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The kept tree against the definitions of RFC 6962, 2.1, written down as they stand there, for every size.
class MerkleTreeTest {
    private static final int SIZES = 260;
    private static final List<Hash> LEAVES = new ArrayList<>();
    private static final Map<List<Integer>, Hash> ROOTS = new HashMap<>();
    private static final Map<Place, Hash> KEPT = new HashMap<>();
    private static final List<Frontier> FRONTIERS = new ArrayList<>();
    private static final Function<Place, Hash> NODES = place -> {
        Hash hash = KEPT.get(place);
        if (hash == null) {
            throw new AssertionError("not kept: " + place);
        }
        return hash;
    };

    @BeforeAll
    static void grow() {
        Random random = new Random(6962);
        Frontier frontier = Frontier.EMPTY;
        FRONTIERS.add(frontier);
        for (int i = 0; i < SIZES; i++) {
            byte[] content = new byte[random.nextInt(90)];
            random.nextBytes(content);
            Hash leaf = Hash.ofLeaf(content);
            LEAVES.add(leaf);
            Grown grown = frontier.append(leaf);
            grown.nodes()
                    .forEach((place, hash) -> assertThat(KEPT.put(place, hash)).isNull());
            frontier = grown.frontier();
            FRONTIERS.add(frontier);
        }
    }

    @Test
    void the_root_of_nothing_and_of_the_known_tree_are_as_published() {
        assertThat(Frontier.EMPTY.root())
                .hasToString("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(Hash.ofLeaf(new byte[0]))
                .hasToString("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    }

    @Test
    void the_root_of_every_size_is_the_naive_one() {
        for (int size = 0; size <= SIZES; size++) {
            Hash naive = root(0, size);
            assertThat(FRONTIERS.get(size).root()).isEqualTo(naive);
            assertThat(MerkleTree.root(size, NODES)).isEqualTo(naive);
        }
    }

    @Test
    void every_inclusion_proof_is_the_naive_one_and_verifies() {
        for (int size = 1; size <= SIZES; size++) {
            Hash root = FRONTIERS.get(size).root();
            for (int index = 0; index < size; index++) {
                List<Hash> path = MerkleTree.inclusion(index, size, NODES);
                assertThat(path).isEqualTo(path(index, 0, size));
                assertThat(MerkleProof.includes(index, size, LEAVES.get(index), path, root))
                        .isTrue();
            }
        }
    }

    @Test
    void every_consistency_proof_is_the_naive_one_and_verifies() {
        for (int to = 0; to <= SIZES; to++) {
            for (int from = 0; from <= to; from++) {
                List<Hash> proof = MerkleTree.consistency(from, to, NODES);
                if (from > 0 && from < to) {
                    assertThat(proof).isEqualTo(subproof(from, 0, to, true));
                }
                assertThat(MerkleProof.consistent(
                                from,
                                FRONTIERS.get(from).root(),
                                to,
                                FRONTIERS.get(to).root(),
                                proof))
                        .isTrue();
            }
        }
    }

    @Test
    void a_proof_of_anything_else_does_not_verify() {
        int size = 100;
        Hash root = FRONTIERS.get(size).root();
        for (int index = 0; index < size; index++) {
            List<Hash> path = MerkleTree.inclusion(index, size, NODES);
            Hash leaf = LEAVES.get(index);
            Hash other = LEAVES.get((index + 1) % size);
            assertThat(MerkleProof.includes(index, size, other, path, root)).isFalse();
            assertThat(MerkleProof.includes((index + 1) % size, size, leaf, path, root))
                    .isFalse();
            assertThat(MerkleProof.includes(index, size, leaf, path, other)).isFalse();
            assertThat(MerkleProof.includes(index, size, leaf, path.subList(1, path.size()), root))
                    .isFalse();
            List<Hash> longer = new ArrayList<>(path);
            longer.add(other);
            assertThat(MerkleProof.includes(index, size, leaf, longer, root)).isFalse();
        }
        List<Hash> proof = MerkleTree.consistency(37, size, NODES);
        Hash old = FRONTIERS.get(37).root();
        assertThat(MerkleProof.consistent(37, FRONTIERS.get(36).root(), size, root, proof))
                .isFalse();
        assertThat(MerkleProof.consistent(37, old, size, FRONTIERS.get(99).root(), proof))
                .isFalse();
        assertThat(MerkleProof.consistent(36, old, size, root, proof)).isFalse();
        assertThat(MerkleProof.consistent(37, old, size, root, List.of())).isFalse();
    }

    @Test
    void a_proof_at_ten_million_entries_wants_few_nodes() {
        long size = 10_000_000L;
        assertThat(MerkleTree.wanted(nodes -> MerkleTree.inclusion(7_654_321, size, nodes)))
                .hasSizeLessThan(50);
        assertThat(MerkleTree.wanted(nodes -> MerkleTree.consistency(7_654_321, size, nodes)))
                .hasSizeLessThan(80);
    }

    /// MTH of the leaves from `from` up to `to`; remembered, since every test wants all of them.
    private static Hash root(int from, int to) {
        if (from == to) {
            return Hash.EMPTY;
        }
        if (to - from == 1) {
            return LEAVES.get(from);
        }
        Hash known = ROOTS.get(List.of(from, to));
        if (known == null) {
            int k = from + split(to - from);
            known = Hash.above(root(from, k), root(k, to));
            ROOTS.put(List.of(from, to), known);
        }
        return known;
    }

    private static List<Hash> path(int m, int from, int to) {
        if (to - from == 1) {
            return List.of();
        }
        int k = split(to - from);
        return m < k
                ? with(path(m, from, from + k), root(from + k, to))
                : with(path(m - k, from + k, to), root(from, from + k));
    }

    private static List<Hash> subproof(int m, int from, int to, boolean known) {
        if (m == to - from) {
            return known ? List.of() : List.of(root(from, to));
        }
        int k = split(to - from);
        return m <= k
                ? with(subproof(m, from, from + k, known), root(from + k, to))
                : with(subproof(m - k, from + k, to, false), root(from, from + k));
    }

    private static List<Hash> with(List<Hash> hashes, Hash last) {
        List<Hash> longer = new ArrayList<>(hashes);
        longer.add(last);
        return longer;
    }

    private static int split(int size) {
        int k = 1;
        while (k * 2 < size) {
            k *= 2;
        }
        return k;
    }
}
