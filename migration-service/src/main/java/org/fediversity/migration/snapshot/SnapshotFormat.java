package org.fediversity.migration.snapshot;

import java.nio.charset.StandardCharsets;

/// The names of the format, version 1. Once published they never change.
///
/// | layer media type | content |
/// | --- | --- |
/// | [#RECIPE] | zstd of one line per chunk: digest (hex), length, pack, offset, stored length |
/// | [#PACK] | chunks one after another, each a zstd frame of its own |
/// | [#SEALED] | a whole component, hybrid-encrypted (HPKE, RFC 9180) to the recipient |
public final class SnapshotFormat {
    /// Artifact type of the snapshot's manifest.
    public static final String ARTIFACT = "application/vnd.fediversity.snapshot.v1";

    /// Artifact type of the manifest that signs it, a referrer in the sense of OCI v1.1.
    public static final String SIGNATURE_ARTIFACT = "application/vnd.fediversity.snapshot.signature.v1";

    static final String CONFIG = "application/vnd.fediversity.snapshot.config.v1+json";
    static final String RECIPE = "application/vnd.fediversity.snapshot.recipe.v1+zstd";
    static final String PACK = "application/vnd.fediversity.snapshot.pack.v1+zstd";
    static final String SEALED = "application/vnd.fediversity.snapshot.sealed.v1";
    static final String SIGNATURE = "application/vnd.fediversity.snapshot.signature.ed25519";

    static final String STATE = "org.fediversity.state.name";
    static final String KIND = "org.fediversity.state.kind";
    static final String RESOURCE = "org.fediversity.state.resource";
    static final String INVENTORY = "org.fediversity.state.inventory";
    static final String SIGNER = "org.fediversity.signer";

    private SnapshotFormat() {}

    /// What is signed: a label that no other use of the key shares, then the digest of the manifest.
    static byte[] signedText(String manifestDigest) {
        return ("fediversity snapshot v1\n" + manifestDigest + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /// What a sealed component is bound to, so that it cannot be passed off as another one.
    static byte[] sealedContext(String deployment, String state) {
        return ("fediversity snapshot v1\n" + deployment + "\n" + state + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
