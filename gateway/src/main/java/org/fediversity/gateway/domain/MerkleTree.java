package org.fediversity.gateway.domain;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// The arithmetic of an append-only Merkle tree (RFC 6962, section 2.1). Only perfect subtrees are kept: the node at
/// level `l` and index `i` covers the leaves from `i * 2^l` up to `(i + 1) * 2^l`. It never changes once it exists.
public final class MerkleTree {
    private MerkleTree() {}

    /// A node that is kept.
    public record Place(int level, long index) {}

    /// The tree as far as appending needs it: its size and the roots of its perfect subtrees, the largest first.
    public record Frontier(long size, List<Hash> peaks) {
        public static final Frontier EMPTY = new Frontier(0, List.of());

        public Frontier {
            peaks = List.copyOf(peaks);
        }

        /// @return the frontier with the leaf, and every node that exists now and did not before, the leaf included
        public Grown append(Hash leaf) {
            List<Hash> stack = new ArrayList<>(peaks);
            Map<Place, Hash> nodes = new java.util.LinkedHashMap<>();
            Hash node = leaf;
            long index = size;
            int level = 0;
            nodes.put(new Place(0, index), node);
            while ((index & 1) == 1) {
                node = Hash.above(stack.removeLast(), node);
                index >>= 1;
                level++;
                nodes.put(new Place(level, index), node);
            }
            stack.add(node);
            return new Grown(new Frontier(size + 1, stack), nodes);
        }

        public Hash root() {
            if (peaks.isEmpty()) {
                return Hash.EMPTY;
            }
            Hash root = peaks.getLast();
            for (int i = peaks.size() - 2; i >= 0; i--) {
                root = Hash.above(peaks.get(i), root);
            }
            return root;
        }
    }

    public record Grown(Frontier frontier, Map<Place, Hash> nodes) {}

    /// Which kept nodes a computation wants.
    public static Set<Place> wanted(Function<Function<Place, Hash>, ?> computation) {
        Set<Place> places = new LinkedHashSet<>();
        var _ = computation.apply(place -> {
            places.add(place);
            return Hash.EMPTY;
        });
        return places;
    }

    /// Root of the first `size` leaves.
    public static Hash root(long size, Function<Place, Hash> nodes) {
        return size == 0 ? Hash.EMPTY : hash(0, size, nodes);
    }

    /// Audit path of a leaf in the tree of the first `size` leaves (RFC 6962, 2.1.1).
    public static List<Hash> inclusion(long index, long size, Function<Place, Hash> nodes) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("no leaf " + index + " among " + size);
        }
        List<Hash> path = new ArrayList<>();
        path(index, 0, size, nodes, path);
        return path;
    }

    private static void path(long index, long start, long size, Function<Place, Hash> nodes, List<Hash> path) {
        if (size == 1) {
            return;
        }
        long left = largestPowerOfTwoBelow(size);
        if (index < left) {
            path(index, start, left, nodes, path);
            path.add(hash(start + left, size - left, nodes));
        } else {
            path(index - left, start + left, size - left, nodes, path);
            path.add(hash(start, left, nodes));
        }
    }

    /// Proof that the tree of the first `from` leaves is a prefix of that of the first `to` (RFC 6962, 2.1.2).
    public static List<Hash> consistency(long from, long to, Function<Place, Hash> nodes) {
        if (from < 0 || from > to) {
            throw new IllegalArgumentException("no tree of " + from + " leaves before one of " + to);
        }
        List<Hash> proof = new ArrayList<>();
        if (from > 0 && from < to) {
            subproof(from, 0, to, true, nodes, proof);
        }
        return proof;
    }

    private static void subproof(
            long from, long start, long size, boolean known, Function<Place, Hash> nodes, List<Hash> proof) {
        if (from == size) {
            if (!known) {
                proof.add(hash(start, size, nodes));
            }
            return;
        }
        long left = largestPowerOfTwoBelow(size);
        if (from <= left) {
            subproof(from, start, left, known, nodes, proof);
            proof.add(hash(start + left, size - left, nodes));
        } else {
            subproof(from - left, start + left, size - left, false, nodes, proof);
            proof.add(hash(start, left, nodes));
        }
    }

    private static Hash hash(long start, long size, Function<Place, Hash> nodes) {
        if (Long.bitCount(size) == 1) {
            int level = Long.numberOfTrailingZeros(size);
            return nodes.apply(new Place(level, start >> level));
        }
        long left = largestPowerOfTwoBelow(size);
        return Hash.above(hash(start, left, nodes), hash(start + left, size - left, nodes));
    }

    private static long largestPowerOfTwoBelow(long size) {
        return Long.highestOneBit(size - 1);
    }
}
