package org.fediversity.notes;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import org.fediversity.testing.Servers;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// What a deployment would give to an instance: a database, a bucket, a volume, keys, an address.
public final class Surroundings implements QuarkusTestResourceLifecycleManager {
    static final String ADDRESS = "http://blog.test.localhost:8088";
    static final String PASSWORD = "correct horse";

    @Override
    public Map<String, String> start() {
        var database = Servers.postgres();
        var s3 = Servers.s3();
        makeBucket(s3);
        try {
            return Map.ofEntries(
                    Map.entry("BASE_URL", ADDRESS),
                    Map.entry("TITLE", "Fish & <b>chips</b> ${DATABASE_PASSWORD}"),
                    Map.entry("POSTING_PASSWORD", PASSWORD),
                    Map.entry("DATABASE_URL", database.url()),
                    Map.entry("DATABASE_USER", database.user()),
                    Map.entry("DATABASE_PASSWORD", database.password()),
                    Map.entry("BUCKET_ENDPOINT", s3.endpoint()),
                    Map.entry("BUCKET_NAME", "notes"),
                    Map.entry("BUCKET_ACCESS_KEY", s3.accessKey()),
                    Map.entry("BUCKET_SECRET_KEY", s3.secretKey()),
                    Map.entry(
                            "ARCHIVE_DIRECTORY",
                            Files.createTempDirectory("notes-archive-").toString()),
                    Map.entry("SESSION_SECRET", "not a secret in a test"),
                    Map.entry("ACTOR_KEY", rsaKey()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        // The servers end with the JVM.
    }

    static String rsaKey() {
        try {
            var keys = KeyPairGenerator.getInstance("RSA");
            keys.initialize(2048);
            var encoded = Base64.getMimeEncoder(64, new byte[] {'\n'})
                    .encodeToString(keys.generateKeyPair().getPrivate().getEncoded());
            return "-----BEGIN PRIVATE KEY-----\n" + encoded + "\n-----END PRIVATE KEY-----\n";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void makeBucket(Servers.Bucketeer s3) {
        try (var client = S3Client.builder()
                .endpointOverride(URI.create(s3.endpoint()))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(s3.accessKey(), s3.secretKey())))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            client.createBucket(bucket -> bucket.bucket("notes"));
        }
    }
}
