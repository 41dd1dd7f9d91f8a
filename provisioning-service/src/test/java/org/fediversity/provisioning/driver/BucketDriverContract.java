package org.fediversity.provisioning.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;

/// What every driver of buckets promises.
public abstract class BucketDriverContract extends DriverContract {
    protected static S3Client enter(Outcome.Ready ready) {
        Map<String, Object> values = ready.values();
        return S3Client.builder()
                .endpointOverride(URI.create(values.get("endpoint").toString()))
                .region(Region.of(values.get("region").toString()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        values.get("accessKey").toString(),
                        ready.secrets().get("secretKey").text())))
                .forcePathStyle(true)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .build();
    }

    protected static void put(Outcome.Ready ready, String key, ObjectCannedACL acl) {
        try (S3Client s3 = enter(ready)) {
            s3.putObject(
                    request -> request.bucket(ready.values().get("bucket").toString())
                            .key(key)
                            .acl(acl),
                    RequestBody.fromString("a picture"));
        }
    }

    protected static int statusOf(Outcome.Ready ready, String key) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI address = URI.create(ready.values().get("publicUrl") + "/" + key);
            return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void objects_can_be_put_and_a_release_leaves_none() {
        Order order = order(Map.of("quotaGiB", 1));
        Outcome.Ready ready = ready(driver().ensure(order));
        assertThat(ready.values()).containsOnlyKeys("endpoint", "region", "bucket", "accessKey", "publicUrl");
        assertThat(ready.secrets()).containsOnlyKeys("secretKey");
        put(ready, "a/b.png", ObjectCannedACL.PRIVATE);
        put(ready, "c.png", ObjectCannedACL.PRIVATE);
        ready(driver().release(order));
        try (S3Client s3 = enter(ready)) {
            assertThat(s3.listBuckets().buckets())
                    .noneMatch(bucket -> bucket.name().equals(ready.values().get("bucket")));
        }
    }

    @Test
    void anybody_can_read_what_is_public_and_nobody_what_is_not() {
        Order order = order(Map.of("publicRead", true));
        Outcome.Ready open = ready(driver().ensure(order));
        put(open, "a.png", ObjectCannedACL.PUBLIC_READ);
        assertThat(statusOf(open, "a.png")).isEqualTo(200);
        assertThat(statusOf(open, "")).isEqualTo(403);
        ready(driver().release(order));
        Order closing = order(Map.of("publicRead", false));
        Outcome.Ready closed = ready(driver().ensure(closing));
        put(closed, "a.png", ObjectCannedACL.PRIVATE);
        assertThat(statusOf(closed, "a.png")).isEqualTo(403);
        ready(driver().release(closing));
    }

    @Test
    void two_environments_of_one_deployment_have_two_buckets() {
        Order alpha = orderIn("alpha");
        Order beta = orderIn("beta");
        assertThat(ready(driver().ensure(alpha)).values().get("bucket"))
                .isNotEqualTo(ready(driver().ensure(beta)).values().get("bucket"));
        ready(driver().release(alpha));
        ready(driver().release(beta));
    }
}
