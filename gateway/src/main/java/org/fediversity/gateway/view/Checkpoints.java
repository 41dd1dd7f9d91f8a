package org.fediversity.gateway.view;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.KeyPair;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.fediversity.gateway.domain.Checkpoint;
import org.fediversity.gateway.domain.MerkleTree.Frontier;
import org.fediversity.gateway.domain.SignedNote;
import org.fediversity.gateway.domain.SignedNote.Verifier;
import org.jspecify.annotations.Nullable;

/// Signs what the ledger says of itself.
@ApplicationScoped
public class Checkpoints {
    private final Ledger ledger;
    private final SetupKeys keys;
    private final String origin;
    private volatile @Nullable Signed last;

    Checkpoints(
            Ledger ledger,
            SetupKeys keys,
            @ConfigProperty(name = "fediversity.setup.name", defaultValue = "local") String setup) {
        this.ledger = ledger;
        this.keys = keys;
        this.origin = "fediversity.org/ledger/" + setup;
    }

    private record Signed(long size, String note) {}

    /// The note about the tree as it is now.
    public String current() {
        Frontier frontier = ledger.frontier();
        Signed known = last;
        if (known != null && known.size() == frontier.size()) {
            return known.note();
        }
        String note = sign(frontier);
        last = new Signed(frontier.size(), note);
        return note;
    }

    /// A note about a tree that the ledger was.
    public String sign(Frontier frontier) {
        KeyPair pair = keys.pair(SetupKeys.LEDGER);
        return SignedNote.sign(
                new Checkpoint(origin, frontier.size(), frontier.root()).text(),
                Verifier.of(origin, pair.getPublic()),
                pair.getPrivate());
    }

    /// What an auditor needs in order to check the notes: `<name>+<hash>+<key>`.
    public String verifier() {
        return Verifier.of(origin, keys.pair(SetupKeys.LEDGER).getPublic()).toString();
    }
}
