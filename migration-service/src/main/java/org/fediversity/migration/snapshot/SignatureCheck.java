package org.fediversity.migration.snapshot;

import java.io.IOException;
import java.security.PublicKey;
import java.util.Collection;
import java.util.List;
import org.fediversity.migration.snapshot.Oci.Descriptor;

/// Finds the one snapshot of a layout and proves who made it.
final class SignatureCheck {
    private final Layout layout;
    private final Limits limits;

    SignatureCheck(Layout layout, Limits limits) {
        this.layout = layout;
        this.limits = limits;
    }

    /// Descriptor of the manifest that a trusted key signed.
    Descriptor subject(Collection<PublicKey> trusted) throws IOException {
        Oci.LayoutVersion version =
                Oci.read(layout.document("oci-layout", 1024), Oci.LayoutVersion.class, "oci-layout");
        if (!version.imageLayoutVersion().equals("1.0.0")) {
            throw new SnapshotRefused("oci-layout names another version than 1.0.0");
        }
        Oci.Index index = Oci.read(layout.document("index.json", limits.document()), Oci.Index.class, "index.json");
        if (index.schemaVersion() != 2 || !index.mediaType().equals(Oci.INDEX)) {
            throw new SnapshotRefused("index.json is not one of an image layout");
        }
        Descriptor subject = only(index, SnapshotFormat.ARTIFACT, "snapshot");
        Descriptor signature = only(index, SnapshotFormat.SIGNATURE_ARTIFACT, "signature");
        Oci.Manifest referrer = Oci.read(
                layout.read(signature, "the signature's manifest", limits.document()),
                Oci.Manifest.class,
                "the signature's manifest");
        Descriptor signed = referrer.subject();
        if (signed == null || !signed.same(subject) || referrer.layers().size() != 1) {
            throw new SnapshotRefused("the signature is for another snapshot");
        }
        byte[] proof = layout.read(referrer.layers().getFirst(), "the signature", 1024);
        byte[] text = SnapshotFormat.signedText(subject.digest());
        if (trusted.stream().noneMatch(key -> Signer.proves(key, text, proof))) {
            throw new SnapshotRefused("the snapshot is not signed by a set-up that is trusted here");
        }
        return subject;
    }

    private static Descriptor only(Oci.Index index, String type, String what) throws SnapshotRefused {
        List<Descriptor> found = index.manifests().stream()
                .filter(one ->
                        one.artifactType().equals(type) && one.mediaType().equals(Oci.MANIFEST))
                .toList();
        if (found.size() != 1) {
            throw new SnapshotRefused("index.json does not name exactly one " + what);
        }
        return found.getFirst();
    }
}
