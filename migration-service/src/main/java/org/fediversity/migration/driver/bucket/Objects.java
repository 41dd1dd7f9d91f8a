package org.fediversity.migration.driver.bucket;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/// The calls that this driver makes of the S3 API.
final class Objects {
    /// At once up to here, in parts of this size beyond.
    private static final int PART = 16 << 20;

    private Objects() {}

    static List<String> keys(S3Client s3, String bucket) {
        return s3.listObjectsV2Paginator(request -> request.bucket(bucket)).contents().stream()
                .map(S3Object::key)
                .sorted()
                .toList();
    }

    static InputStream open(S3Client s3, String bucket, String key) {
        return s3.getObject(request -> request.bucket(bucket).key(key));
    }

    static GetObjectResponse response(InputStream content) {
        return ((ResponseInputStream<?>) content).response() instanceof GetObjectResponse response
                ? response
                : GetObjectResponse.builder().build();
    }

    static void put(S3Client s3, String bucket, StoredObject object, InputStream content) throws IOException {
        byte[] first = content.readNBytes(PART);
        if (first.length == object.size()) {
            s3.putObject(
                    request -> request.bucket(bucket)
                            .key(object.key())
                            .contentType(object.headers().get("content-type"))
                            .cacheControl(object.headers().get("cache-control"))
                            .contentDisposition(object.headers().get("content-disposition"))
                            .contentEncoding(object.headers().get("content-encoding"))
                            .contentLanguage(object.headers().get("content-language"))
                            .metadata(object.metadata()),
                    RequestBody.fromBytes(first));
            return;
        }
        putInParts(s3, bucket, object, first, content);
    }

    private static void putInParts(S3Client s3, String bucket, StoredObject object, byte[] first, InputStream content)
            throws IOException {
        String upload = s3.createMultipartUpload(request -> request.bucket(bucket)
                        .key(object.key())
                        .contentType(object.headers().get("content-type"))
                        .cacheControl(object.headers().get("cache-control"))
                        .contentDisposition(object.headers().get("content-disposition"))
                        .contentEncoding(object.headers().get("content-encoding"))
                        .contentLanguage(object.headers().get("content-language"))
                        .metadata(object.metadata()))
                .uploadId();
        List<CompletedPart> parts = new ArrayList<>();
        for (byte[] part = first; part.length > 0; part = content.readNBytes(PART)) {
            int number = parts.size() + 1;
            String tag = s3.uploadPart(
                            request -> request.bucket(bucket)
                                    .key(object.key())
                                    .uploadId(upload)
                                    .partNumber(number),
                            RequestBody.fromBytes(part))
                    .eTag();
            parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
        }
        s3.completeMultipartUpload(request ->
                request.bucket(bucket).key(object.key()).uploadId(upload).multipartUpload(all -> all.parts(parts)));
    }
}
