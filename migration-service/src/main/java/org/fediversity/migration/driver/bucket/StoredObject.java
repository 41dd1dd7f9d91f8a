package org.fediversity.migration.driver.bucket;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// An object without its content.
///
/// @param headers  content type and the other headers that S3 keeps, those that are set
/// @param metadata the user's own, keys in lower case
record StoredObject(String key, long size, Map<String, String> headers, Map<String, String> metadata) {
    StoredObject {
        headers = new TreeMap<>(headers);
        metadata = new TreeMap<>(metadata);
    }

    static StoredObject of(String key, GetObjectResponse response) {
        Map<String, String> headers = new TreeMap<>();
        keep(headers, "content-type", response.contentType());
        keep(headers, "cache-control", response.cacheControl());
        keep(headers, "content-disposition", response.contentDisposition());
        keep(headers, "content-encoding", response.contentEncoding());
        keep(headers, "content-language", response.contentLanguage());
        return new StoredObject(key, response.contentLength(), headers, response.metadata());
    }

    private static void keep(Map<String, String> headers, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            headers.put(name, value);
        }
    }

    /// All but key and content, in one line.
    String about() {
        return headers + " " + metadata;
    }
}
