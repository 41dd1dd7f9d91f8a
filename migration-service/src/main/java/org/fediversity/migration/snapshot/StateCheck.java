package org.fediversity.migration.snapshot;

import java.util.List;
import java.util.regex.Pattern;
import org.fediversity.migration.snapshot.Contents.State;
import org.fediversity.migration.snapshot.Oci.Descriptor;

/// What a listed state component must look like before its blobs are looked at.
final class StateCheck {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*){0,5}");
    private static final int LONGEST_NAME = 200;

    private StateCheck() {}

    static void names(State state) throws SnapshotRefused {
        for (String name : List.of(state.name(), state.resource(), state.kind(), state.format())) {
            if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) {
                throw new SnapshotRefused("a state component has a name that is not allowed");
            }
        }
        if (state.inventory().values().stream().anyMatch(count -> count == null || count < 0)) {
            throw new SnapshotRefused("the inventory of " + state.name() + " counts less than nothing");
        }
    }

    static void layers(State state, List<Descriptor> layers) throws SnapshotRefused {
        if (state.sealed()) {
            boolean fits = layers.size() == 1
                    && layers.getFirst().mediaType().equals(SnapshotFormat.SEALED)
                    && layers.getFirst().digest().equals(state.digest())
                    && layers.getFirst().size() == state.size();
            if (!fits) {
                throw new SnapshotRefused(state.name() + " is not one sealed layer");
            }
            return;
        }
        boolean fits = !layers.isEmpty()
                && layers.getFirst().mediaType().equals(SnapshotFormat.RECIPE)
                && layers.stream().skip(1).allMatch(layer -> layer.mediaType().equals(SnapshotFormat.PACK));
        if (!fits) {
            throw new SnapshotRefused(state.name() + " is not a recipe and its packs");
        }
    }
}
