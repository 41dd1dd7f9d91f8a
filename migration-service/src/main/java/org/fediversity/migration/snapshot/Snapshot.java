package org.fediversity.migration.snapshot;

import com.google.crypto.tink.KeysetHandle;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fediversity.migration.snapshot.Contents.State;
import org.fediversity.migration.snapshot.Oci.Descriptor;

/// A snapshot that was found whole: every digest, every size, the signature, the inventory and each chunk have been
/// compared before the caller sees the first byte. What is streamed later is compared once more as it passes.
public final class Snapshot {
    private final Layout layout;
    private final Limits limits;
    private final Digest digest;
    private final Contents contents;
    private final Map<String, List<Descriptor>> layers;

    private Snapshot(
            Layout layout, Limits limits, Digest digest, Contents contents, Map<String, List<Descriptor>> layers) {
        this.layout = layout;
        this.limits = limits;
        this.digest = digest;
        this.contents = contents;
        this.layers = layers;
    }

    /// Opens what lies in the directory.
    ///
    /// @param trusted keys of the set-ups whose snapshots are welcome
    /// @throws SnapshotRefused with the first fault
    public static Snapshot open(Path directory, Collection<PublicKey> trusted, Limits limits) throws IOException {
        Layout layout = new Layout(directory);
        Descriptor subject = new SignatureCheck(layout, limits).subject(trusted);
        Oci.Manifest manifest = manifest(layout, subject, limits);
        Contents contents = Oci.read(
                layout.read(manifest.config(), "the configuration", limits.document()),
                Contents.class,
                "the configuration");
        Map<String, List<Descriptor>> layers = byState(manifest, contents, limits);
        Snapshot snapshot = new Snapshot(layout, limits, new Digest(subject.digest()), contents, layers);
        snapshot.checkAll();
        return snapshot;
    }

    /// Digest of its manifest: the name of the snapshot.
    public Digest digest() {
        return digest;
    }

    public Contents contents() {
        return contents;
    }

    /// Size of all blobs of its components.
    public long bytes() {
        Map<String, Long> sizes = new HashMap<>();
        layers.values().forEach(list -> list.forEach(layer -> sizes.put(layer.digest(), layer.size())));
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    /// The stream of a component that is not sealed; its end is reached only if all of it was right.
    public InputStream content(State state) throws IOException {
        if (state.sealed()) {
            throw new IllegalArgumentException(state.name() + " is sealed");
        }
        return new ComponentReader(layout, state, layers(state), limits);
    }

    /// The content of a sealed component.
    public byte[] open(State state, KeysetHandle recipient) throws IOException {
        byte[] sealed = layout.read(layers(state).getFirst(), state.name(), limits.sealed());
        return Sealing.open(recipient, sealed, SnapshotFormat.sealedContext(contents.deployment(), state.name()));
    }

    private List<Descriptor> layers(State state) {
        List<Descriptor> found = layers.get(state.name());
        if (found == null) {
            throw new IllegalArgumentException(state.name() + " is not in this snapshot");
        }
        return found;
    }

    private static Oci.Manifest manifest(Layout layout, Descriptor subject, Limits limits) throws IOException {
        Oci.Manifest manifest =
                Oci.read(layout.read(subject, "the manifest", limits.document()), Oci.Manifest.class, "the manifest");
        if (manifest.schemaVersion() != 2
                || !manifest.mediaType().equals(Oci.MANIFEST)
                || !manifest.artifactType().equals(SnapshotFormat.ARTIFACT)
                || manifest.config() == null
                || !manifest.config().mediaType().equals(SnapshotFormat.CONFIG)) {
            throw new SnapshotRefused("the manifest is not one of a snapshot in version 1");
        }
        if (manifest.layers().size() > limits.layers()) {
            throw new SnapshotRefused("the manifest has more than " + limits.layers() + " layers");
        }
        return manifest;
    }

    /// Layers and states must tell the same story, in the same order.
    private static Map<String, List<Descriptor>> byState(Oci.Manifest manifest, Contents contents, Limits limits)
            throws SnapshotRefused {
        if (contents.states().size() > limits.states()) {
            throw new SnapshotRefused("there are more than " + limits.states() + " state components");
        }
        Map<String, List<Descriptor>> layers = new LinkedHashMap<>();
        int next = 0;
        for (State state : contents.states()) {
            StateCheck.names(state);
            Map<String, String> expected = SnapshotWriter.annotations(state);
            int end = next;
            while (end < manifest.layers().size()
                    && manifest.layers().get(end).annotations().equals(expected)) {
                end++;
            }
            if (layers.put(state.name(), manifest.layers().subList(next, end)) != null) {
                throw new SnapshotRefused("a state component is listed twice");
            }
            next = end;
        }
        if (next != manifest.layers().size()) {
            throw new SnapshotRefused("the layers do not match the inventory");
        }
        return layers;
    }

    private void checkAll() throws IOException {
        long total = 0;
        for (State state : contents.states()) {
            total += state.size();
            if (state.size() < 0 || total > limits.content() || total < 0) {
                throw new SnapshotRefused("there is more content than " + limits.content() + " bytes");
            }
            StateCheck.layers(state, layers(state));
            for (Descriptor layer : layers(state)) {
                layout.check(layer, "a layer of " + state.name(), limits.blob());
            }
            if (!state.sealed()) {
                try (InputStream in = content(state)) {
                    in.transferTo(java.io.OutputStream.nullOutputStream());
                }
            }
        }
    }
}
