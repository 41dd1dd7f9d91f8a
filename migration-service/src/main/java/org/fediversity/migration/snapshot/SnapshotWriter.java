package org.fediversity.migration.snapshot;

import com.google.crypto.tink.KeysetHandle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.fediversity.migration.snapshot.Contents.State;
import org.fediversity.migration.snapshot.Oci.Descriptor;

/// Writes a snapshot into an empty directory: components in the order in which they shall be imported, then
/// [#finish(Signer)]. Until then the directory holds no index, so that nothing half-written can be taken for a
/// snapshot.
public final class SnapshotWriter {
    /// What a component was found to hold once its stream was written.
    ///
    /// @param format  how the stream is written
    /// @param counts  e.g. rows, objects, bytes
    /// @param content the driver's digest of it, or empty
    public record Found(String format, SortedMap<String, Long> counts, String content) {}

    /// Writes the stream of a component and tells what was in it.
    @FunctionalInterface
    public interface Source<E extends Exception> {
        Found writeTo(OutputStream out) throws IOException, E;
    }

    /// What is known of a component before its stream is.
    ///
    /// @param name `<application>/<state>`
    public record Component(String name, String resource, String kind, boolean identity) {}

    private final Layout layout;
    private final Contents header;
    private final KeysetHandle recipient;
    private final int averageChunk;
    private final List<State> states = new ArrayList<>();
    private final List<Descriptor> layers = new ArrayList<>();

    /// @param header    without states
    /// @param recipient public keyset of the one who may open sensitive components
    public SnapshotWriter(Path directory, Contents header, KeysetHandle recipient) throws IOException {
        this(directory, header, recipient, Chunker.AVERAGE);
    }

    SnapshotWriter(Path directory, Contents header, KeysetHandle recipient, int averageChunk) throws IOException {
        this.layout = new Layout(directory);
        this.header = header;
        this.recipient = recipient;
        this.averageChunk = averageChunk;
        layout.prepare();
    }

    /// Adds a component, sealed if it is sensitive.
    public <E extends Exception> State addAny(boolean sensitive, Component component, Source<E> source)
            throws IOException, E {
        return sensitive ? addSealed(component, source) : add(component, source);
    }

    /// Adds a component, chunked.
    public <E extends Exception> State add(Component component, Source<E> source) throws IOException, E {
        try (ComponentWriter out = new ComponentWriter(layout, averageChunk)) {
            Found found = source.writeTo(out);
            List<Descriptor> written = out.finish();
            State state = new State(
                    component.name(),
                    component.resource(),
                    component.kind(),
                    found.format(),
                    component.identity(),
                    false,
                    out.size(),
                    out.digest().text(),
                    out.chunks(),
                    found.counts(),
                    found.content());
            return record(state, written);
        }
    }

    /// Adds a small component that only the recipient may read.
    public <E extends Exception> State addSealed(Component component, Source<E> source) throws IOException, E {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Found found = source.writeTo(out);
        byte[] sealed = Sealing.seal(
                recipient, out.toByteArray(), SnapshotFormat.sealedContext(header.deployment(), component.name()));
        Descriptor layer = layout.write(SnapshotFormat.SEALED, sealed);
        State state = new State(
                component.name(),
                component.resource(),
                component.kind(),
                found.format(),
                component.identity(),
                true,
                sealed.length,
                layer.digest(),
                0,
                found.counts(),
                found.content());
        return record(state, List.of(layer));
    }

    /// Writes configuration, manifest, signature and index.
    ///
    /// @return digest of the manifest: the name of the snapshot
    public Digest finish(Signer signer) throws IOException {
        Descriptor config = layout.write(SnapshotFormat.CONFIG, Oci.write(header.with(states)));
        Oci.Manifest manifest = new Oci.Manifest(
                2,
                Oci.MANIFEST,
                SnapshotFormat.ARTIFACT,
                config,
                layers,
                null,
                Map.of("org.opencontainers.image.created", header.createdAt()));
        Descriptor subject = layout.write(Oci.MANIFEST, Oci.write(manifest));
        Descriptor signature = sign(subject, signer);
        Oci.Index index = new Oci.Index(
                2,
                Oci.INDEX,
                List.of(subject.as(SnapshotFormat.ARTIFACT), signature.as(SnapshotFormat.SIGNATURE_ARTIFACT)));
        layout.publish(Oci.write(index));
        return new Digest(subject.digest());
    }

    private Descriptor sign(Descriptor subject, Signer signer) throws IOException {
        byte[] proof = signer.sign(SnapshotFormat.signedText(subject.digest()));
        Oci.Manifest referrer = new Oci.Manifest(
                2,
                Oci.MANIFEST,
                SnapshotFormat.SIGNATURE_ARTIFACT,
                layout.write(Oci.EMPTY, Oci.EMPTY_CONTENT),
                List.of(layout.write(SnapshotFormat.SIGNATURE, proof)),
                subject,
                Map.of(SnapshotFormat.SIGNER, signer.name()));
        return layout.write(Oci.MANIFEST, Oci.write(referrer));
    }

    private State record(State state, List<Descriptor> written) {
        states.add(state);
        written.forEach(layer -> layers.add(layer.annotated(annotations(state))));
        return state;
    }

    static Map<String, String> annotations(State state) {
        Map<String, String> notes = new TreeMap<>();
        notes.put(SnapshotFormat.STATE, state.name());
        notes.put(SnapshotFormat.KIND, state.kind());
        notes.put(SnapshotFormat.RESOURCE, state.resource());
        StringBuilder counts = new StringBuilder();
        state.inventory().forEach((name, count) -> counts.append(counts.isEmpty() ? "" : "; ")
                .append(name)
                .append('=')
                .append(count));
        notes.put(SnapshotFormat.INVENTORY, counts.toString());
        return notes;
    }
}
