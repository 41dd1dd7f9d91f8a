package org.fediversity.launcher.audit;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Compares an export with what was signed.
final class Audit {
    private final Export export;
    private final List<Note> notes;

    /// @param notes one or more checkpoints
    Audit(Export export, List<Note> notes) {
        this.export = export;
        this.notes = notes.stream().sorted(Comparator.comparingLong(Note::size)).toList();
    }

    /// What came of it.
    sealed interface Result {
        /// All is as it was signed.
        ///
        /// @param beyond entries of the export that are newer than the newest checkpoint
        record Intact(long size, Hash root, long beyond) implements Result {}

        /// The first entry that is not.
        record Tampered(Finding finding) implements Result {}

        /// Something was changed from `from` on and before `until`; nothing tells which entry.
        record TamperedBetween(long from, long until, String detail) implements Result {}
    }

    /// @param hashes leaf hashes that were kept elsewhere; they are believed as far as they lead to the signed root
    /// @param proofs somebody who can prove what stands where
    /// @throws AuditException if the hashes are not those that were signed
    Result check(Optional<Leaves> hashes, Optional<Proofs> proofs) {
        Leaves leaves = export.leaves();
        Optional<Finding> outOfLine = export.outOfLine();
        Note newest = notes.getLast();
        long inLine = outOfLine.map(Finding::position).orElse(leaves.size());
        Map<Long, Hash> roots = leaves.roots(sizes(), inLine);
        long intact = 0;
        for (Note note : notes) {
            Optional<Hash> root = Optional.ofNullable(roots.get(note.size()));
            if (root.isPresent() && !root.get().equals(note.root())) {
                return first(intact, inLine, note, hashes, proofs);
            }
            intact = root.isPresent() ? note.size() : intact;
        }
        if (inLine < newest.size()) {
            return first(intact, inLine, newest, hashes, proofs);
        }
        return outOfLine
                .<Result>map(Result.Tampered::new)
                .orElseGet(() -> new Result.Intact(newest.size(), newest.root(), leaves.size() - newest.size()));
    }

    /// The first fault between a checkpoint that fits and one that does not.
    private Result first(long intact, long inLine, Note broken, Optional<Leaves> hashes, Optional<Proofs> proofs) {
        long until = Math.min(broken.size(), inLine);
        Result end = inLine < broken.size()
                ? new Result.Tampered(export.outOfLine().orElseGet(() -> endsBefore(broken)))
                : broken.size() - intact == 1
                        ? new Result.Tampered(Finding.changed(intact))
                        : new Result.TamperedBetween(
                                intact, broken.size(), "give --hashes or --url to learn which one");
        if (hashes.isPresent()) {
            Leaves known = signed(hashes.get());
            for (long i = intact; i < Math.min(until, known.size()); i++) {
                if (!known.at(i).equals(export.leaves().at(i))) {
                    return new Result.Tampered(Finding.changed(i));
                }
            }
            return end;
        }
        if (proofs.isPresent()) {
            Result found =
                    new Search(export.leaves(), inLine, proofs.get(), broken.size()).firstDifference(broken.root());
            boolean before = !(found instanceof Result.Tampered(var finding)) || finding.position() < inLine;
            return before ? found : end;
        }
        return end;
    }

    private Finding endsBefore(Note note) {
        return new Finding(
                export.leaves().size(),
                Finding.Fault.REMOVED,
                "the export ends before it, and " + note.size() + " entries were signed");
    }

    private List<Long> sizes() {
        return notes.stream().map(Note::size).distinct().toList();
    }

    /// Hashes that were kept elsewhere have to be those that were signed.
    private Leaves signed(Leaves known) {
        Map<Long, Hash> roots = known.roots(sizes(), known.size());
        Map<Long, Hash> signed = notes.stream()
                .filter(note -> roots.containsKey(note.size()))
                .collect(Collectors.toMap(Note::size, Note::root, (one, same) -> one));
        if (signed.isEmpty() || !signed.equals(roots)) {
            throw new AuditException("the leaf hashes do not lead to the signed root; leave them out");
        }
        return known;
    }
}
