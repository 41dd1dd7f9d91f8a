package org.fediversity.launcher.audit;

import java.util.List;
import org.fediversity.launcher.audit.Audit.Result;

/// Finds the first entry that is not what was signed by going down from the signed root. At each fork two audit paths
/// show both branches; together they have to give the hash that is believed already, so that nobody can show anything
/// else.
///
/// @param ours  leaves of the export
/// @param known so many of them stand where they say they stand
/// @param size  of the signed tree
record Search(Leaves ours, long known, Proofs proofs, long size) {

    /// @param root signed, and not that of our leaves
    Result firstDifference(Hash root) {
        return below(0, size, root, 0);
    }

    /// @param depth forks above this branch
    private Result below(long start, long width, Hash believed, int depth) {
        if (width == 1) {
            return new Result.Tampered(Finding.changed(start));
        }
        long left = Long.highestOneBit(width - 1);
        Hash rightHash = sibling(start, depth);
        Hash leftHash = sibling(start + left, depth);
        if (!Hash.ofPair(leftHash, rightHash).equals(believed)) {
            return new Result.TamperedBetween(
                    start, start + width, "the proofs for them do not lead to the signed root, either");
        }
        boolean leftIsIntact = start + left <= known && ours.root(start, left).equals(leftHash);
        return leftIsIntact
                ? below(start + left, width - left, rightHash, depth + 1)
                : below(start, left, leftHash, depth + 1);
    }

    /// An audit path ends with the sibling right below the root: one fork deeper is one step before.
    private Hash sibling(long position, int depth) {
        List<Hash> path = proofs.inclusion(position, size);
        return path.size() > depth ? path.get(path.size() - 1 - depth) : Hash.ofNothing();
    }
}
