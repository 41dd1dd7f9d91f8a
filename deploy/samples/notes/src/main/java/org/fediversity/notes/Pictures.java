package org.fediversity.notes;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// The pictures, in a bucket. Their addresses are the instance's own, so that they outlive any bucket.
@Singleton
final class Pictures {
    private final Settings.Bucket bucket;
    private final S3Client client;

    Pictures(Settings settings) {
        bucket = settings.bucket();
        client = S3Client.builder()
                .endpointOverride(bucket.endpoint())
                .region(Region.of(bucket.region()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(bucket.accessKey(), bucket.secretKey())))
                .forcePathStyle(true)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    @PreDestroy
    void close() {
        client.close();
    }

    void put(Note.Picture picture, Path file) {
        client.putObject(
                object -> object.bucket(bucket.name()).key(key(picture.id())).contentType(picture.mediaType()),
                RequestBody.fromFile(file));
    }

    Optional<InputStream> get(UUID id) {
        try {
            return Optional.of(
                    client.getObject(object -> object.bucket(bucket.name()).key(key(id))));
        } catch (NoSuchKeyException _) {
            return Optional.empty();
        }
    }

    private static String key(UUID id) {
        return "media/" + id;
    }

    /// What kind of picture a file holds, by its first bytes, whatever its sender says; nothing if it is none.
    static Optional<String> mediaTypeOf(Path file) throws IOException {
        byte[] head;
        try (var in = Files.newInputStream(file)) {
            head = Arrays.copyOf(in.readNBytes(12), 12);
        }
        var text = new String(head, StandardCharsets.ISO_8859_1);
        if (text.startsWith("\u0089PNG\r\n\u001a\n")) {
            return Optional.of("image/png");
        }
        if (text.startsWith("\u00ff\u00d8\u00ff")) {
            return Optional.of("image/jpeg");
        }
        if (text.startsWith("GIF8")) {
            return Optional.of("image/gif");
        }
        if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
            return Optional.of("image/webp");
        }
        return Optional.empty();
    }
}
