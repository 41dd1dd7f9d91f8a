package org.fediversity.migration.snapshot;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The documents of an OCI image layout as far as a snapshot uses them (OCI Image Format Specification v1.1.0:
/// `image-layout.md`, `image-index.md`, `manifest.md`, `descriptor.md`). Unknown fields are passed over, as that
/// specification asks; twice the same field is refused.
final class Oci {
    static final String INDEX = "application/vnd.oci.image.index.v1+json";
    static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    static final String EMPTY = "application/vnd.oci.empty.v1+json";
    static final byte[] EMPTY_CONTENT = {'{', '}'};
    static final byte[] LAYOUT_CONTENT = "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes();

    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)
            .serializationInclusion(JsonInclude.Include.NON_EMPTY)
            .build();

    private Oci() {}

    /// @param artifactType empty where there is none
    record Descriptor(
            String mediaType, String digest, long size, String artifactType, Map<String, String> annotations) {
        Descriptor {
            mediaType = orEmpty(mediaType);
            digest = orEmpty(digest);
            artifactType = orEmpty(artifactType);
            annotations = annotations == null ? Map.of() : Map.copyOf(annotations);
        }

        static Descriptor of(String mediaType, byte[] content) {
            return new Descriptor(mediaType, Digest.of(content).text(), content.length, "", Map.of());
        }

        Descriptor annotated(Map<String, String> notes) {
            return new Descriptor(mediaType, digest, size, artifactType, notes);
        }

        Descriptor as(String type) {
            return new Descriptor(mediaType, digest, size, type, annotations);
        }

        /// Whether both name the same content.
        boolean same(Descriptor other) {
            return digest.equals(other.digest) && size == other.size && mediaType.equals(other.mediaType);
        }
    }

    record Manifest(
            int schemaVersion,
            String mediaType,
            String artifactType,
            Descriptor config,
            List<Descriptor> layers,
            @Nullable Descriptor subject,
            Map<String, String> annotations) {
        Manifest {
            mediaType = orEmpty(mediaType);
            artifactType = orEmpty(artifactType);
            layers = layers == null ? List.of() : List.copyOf(layers);
            annotations = annotations == null ? Map.of() : Map.copyOf(annotations);
        }
    }

    record Index(int schemaVersion, String mediaType, List<Descriptor> manifests) {
        Index {
            mediaType = orEmpty(mediaType);
            manifests = manifests == null ? List.of() : List.copyOf(manifests);
        }
    }

    record LayoutVersion(String imageLayoutVersion) {
        LayoutVersion {
            imageLayoutVersion = orEmpty(imageLayoutVersion);
        }
    }

    static byte[] write(Object document) {
        try {
            return JSON.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + document.getClass(), e);
        }
    }

    static <T> T read(byte[] content, Class<T> type, String what) throws SnapshotRefused {
        try {
            T value = JSON.readValue(content, type);
            if (value == null) {
                throw new SnapshotRefused(what + " is empty");
            }
            return value;
        } catch (SnapshotRefused e) {
            throw e;
        } catch (IOException e) {
            throw new SnapshotRefused(what + " cannot be read", e);
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
