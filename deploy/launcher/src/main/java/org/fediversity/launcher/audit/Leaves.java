package org.fediversity.launcher.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Leaf hashes of a log, and the roots of any run of them.
final class Leaves {
    private final List<Hash> hashes = new ArrayList<>();

    void add(Hash leaf) {
        hashes.add(leaf);
    }

    long size() {
        return hashes.size();
    }

    Hash at(long index) {
        return hashes.get(Math.toIntExact(index));
    }

    /// Root of the tree over some leaves, as RFC 6962 defines it: the left part is the largest power of two that leaves
    /// something for the right one.
    Hash root(long start, long size) {
        Peaks peaks = new Peaks();
        for (long i = start; i < start + size; i++) {
            peaks.add(at(i));
        }
        return peaks.root();
    }

    /// Roots of the trees over the first leaves, for as many sizes as there are leaves for.
    ///
    /// @param sizes ascending
    /// @param until so many leaves may be used
    Map<Long, Hash> roots(List<Long> sizes, long until) {
        Map<Long, Hash> roots = new HashMap<>();
        Peaks peaks = new Peaks();
        for (long size : sizes) {
            if (size > until) {
                break;
            }
            while (peaks.count < size) {
                peaks.add(at(peaks.count));
            }
            roots.put(size, peaks.root());
        }
        return roots;
    }

    /// Roots of perfect trees, the largest first, like the digits of a binary number that counts the leaves.
    private static final class Peaks {
        private final List<Hash> stack = new ArrayList<>();
        private long count;

        void add(Hash leaf) {
            Hash node = leaf;
            for (long carry = count; (carry & 1) == 1; carry >>= 1) {
                node = Hash.ofPair(stack.removeLast(), node);
            }
            stack.add(node);
            count++;
        }

        Hash root() {
            if (stack.isEmpty()) {
                return Hash.ofNothing();
            }
            Hash root = stack.getLast();
            for (int i = stack.size() - 2; i >= 0; i--) {
                root = Hash.ofPair(stack.get(i), root);
            }
            return root;
        }
    }
}
