package org.fediversity.provisioning.driver.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.fediversity.provisioning.domain.Amounts;
import org.fediversity.provisioning.domain.Offer;
import org.fediversity.provisioning.driver.BucketDriverContract;
import org.fediversity.provisioning.driver.Driver;
import org.fediversity.provisioning.driver.Endpoint;
import org.fediversity.provisioning.driver.Order;
import org.fediversity.provisioning.driver.Outcome;
import org.fediversity.provisioning.driver.Secret;
import org.fediversity.testing.Servers;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;

class S3BucketTest extends BucketDriverContract {
    private static final Servers.Bucketeer SERVER = Servers.s3();

    private static Endpoint at(String endpoint, String secretKey) {
        return new Endpoint(
                Map.of("endpoint", endpoint, "accessKey", SERVER.accessKey()),
                Map.of("secretKey", new Secret(secretKey)));
    }

    @Override
    protected Driver driver() {
        return new S3Bucket();
    }

    @Override
    protected Endpoint endpoint() {
        return at(SERVER.endpoint(), SERVER.secretKey());
    }

    private Outcome probe(Endpoint endpoint) {
        return driver().probe(new Offer("s3", "bucket", "s3", endpoint.at(), Amounts.NONE, false), endpoint);
    }

    @Test
    void a_bucket_that_somebody_else_made_is_neither_adopted_nor_deleted() {
        Order order = order(Map.of());
        Outcome.Ready ready = ready(driver().ensure(order));
        Order stranger = order(Map.of());
        assertThat(driver().ensure(stranger)).isInstanceOf(Outcome.Refused.class);
        assertThat(driver().release(stranger)).isInstanceOf(Outcome.Ready.class);
        try (S3Client s3 = enter(ready)) {
            assertThat(s3.listBuckets().buckets())
                    .anyMatch(bucket -> bucket.name().equals(ready.values().get("bucket")));
        }
        ready(driver().release(order));
    }

    /// As BucketDriver says and the page on environments: s3proxy has no bucket policies.
    @Test
    void the_embedded_s3_shows_only_what_is_put_as_public() {
        Order order = order(Map.of("publicRead", true));
        Outcome.Ready open = ready(driver().ensure(order));
        try (S3Client s3 = enter(open)) {
            s3.putObject(
                    request -> request.bucket(open.values().get("bucket").toString())
                            .key("plain.png"),
                    RequestBody.fromString("put without a word on who may read it"));
        }
        assertThat(statusOf(open, "plain.png")).isEqualTo(403);
        put(open, "public.png", ObjectCannedACL.PUBLIC_READ);
        assertThat(statusOf(open, "public.png")).isEqualTo(200);
        ready(driver().release(order));
    }

    @Test
    void a_probe_tells_what_is_wrong() {
        assertThat(probe(at(SERVER.endpoint(), "wrong"))).isInstanceOf(Outcome.Refused.class);
        assertThat(probe(at("http://localhost:1", "any"))).isInstanceOf(Outcome.Unreachable.class);
    }
}
