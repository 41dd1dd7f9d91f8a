package org.fediversity.provisioning.driver.s3;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.fediversity.provisioning.domain.Offer;
import org.fediversity.provisioning.driver.BucketDriver;
import org.fediversity.provisioning.driver.Endpoint;
import org.fediversity.provisioning.driver.Order;
import org.fediversity.provisioning.driver.Outcome;
import org.fediversity.provisioning.driver.Secret;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// A bucket per resource at any service that speaks the S3 API.
///
/// `at`: `endpoint`, `region` (us-east-1), `accessKey`, `secretKey`, `publicEndpoint` if people reach objects
/// elsewhere.
///
/// It isolates nothing. The plain S3 API cannot make keys: every application is given the environment's own key pair,
/// which opens the buckets of all others; only their names keep them apart. So it is for environments whose deployments
/// trust each other. Keys per bucket take a service with an API for keys (Garage, as soon as there is a driver for it).
/// Nor can plain S3 set quotas: `quotaGiB` is counted against the offer's capacity, not enforced.
///
/// A bucket carries no mark (not every service has tags): that it was made here is remembered before it is made.
public final class S3Bucket implements BucketDriver {
    private static final String REGION = "us-east-1";

    @Override
    public String name() {
        return "s3";
    }

    @Override
    public Outcome ensure(Order order) {
        String bucket = order.identifier('-');
        return at(order.endpoint(), s3 -> {
            boolean exists = exists(s3, bucket);
            if (exists && order.memory().recall("made").isEmpty()) {
                return new Outcome.Refused("there is a bucket '" + bucket + "' that was not made here");
            }
            order.memory().remember("made", () -> new Secret(bucket));
            if (!exists) {
                make(s3, bucket);
            }
            boolean publicRead = Boolean.TRUE.equals(order.request().get("publicRead"));
            Outcome opened = open(s3, bucket, publicRead);
            return opened instanceof Outcome.Ready ? result(order.endpoint(), bucket) : opened;
        });
    }

    @Override
    public Outcome release(Order order) {
        String bucket = order.identifier('-');
        return at(order.endpoint(), s3 -> {
            if (order.memory().recall("made").isEmpty() || !exists(s3, bucket)) {
                return Outcome.Ready.DONE;
            }
            empty(s3, bucket);
            s3.deleteBucket(request -> request.bucket(bucket));
            return Outcome.Ready.DONE;
        });
    }

    @Override
    public Outcome probe(Offer offer, Endpoint endpoint) {
        return at(endpoint, s3 -> {
            s3.listBuckets();
            return Outcome.Ready.DONE;
        });
    }

    private static Outcome result(Endpoint endpoint, String bucket) {
        String base = endpoint.text("endpoint").orElse("");
        String people = endpoint.text("publicEndpoint").orElse(base);
        return new Outcome.Ready(
                Map.of(
                        "endpoint",
                        base,
                        "region",
                        endpoint.text("region").orElse(REGION),
                        "bucket",
                        bucket,
                        "accessKey",
                        endpoint.text("accessKey").orElse(""),
                        "publicUrl",
                        people.replaceAll("/+$", "") + "/" + bucket),
                Map.of("secretKey", endpoint.secret("secretKey").orElse(new Secret(""))));
    }

    private static boolean exists(S3Client s3, String bucket) {
        try {
            s3.headBucket(request -> request.bucket(bucket));
            return true;
        } catch (S3Exception e) {
            return switch (e.statusCode()) {
                case 404 -> false;
                // Somebody else's: it exists.
                case 301, 403 -> true;
                default -> throw e;
            };
        }
    }

    private static void make(S3Client s3, String bucket) {
        try {
            s3.createBucket(request -> request.bucket(bucket));
        } catch (BucketAlreadyOwnedByYouException e) {
            // Another attempt at the same resource was faster.
        }
    }

    /// Anonymous reading of everything by bucket policy. Where a service knows no policies, the bucket stays closed
    /// (its canned ACL `public-read` would show everybody the names of its objects, and no object), and what shall
    /// be public is put so.
    private static Outcome open(S3Client s3, String bucket, boolean publicRead) {
        try {
            if (publicRead) {
                s3.putBucketPolicy(request -> request.bucket(bucket).policy(readableByAll(bucket)));
            } else {
                s3.deleteBucketPolicy(request -> request.bucket(bucket));
            }
            return Outcome.Ready.DONE;
        } catch (S3Exception policyless) {
            if (policyless.statusCode() != 501 && policyless.statusCode() != 405 && policyless.statusCode() != 400) {
                throw policyless;
            }
        }
        try {
            s3.putBucketAcl(request -> request.bucket(bucket).acl(BucketCannedACL.PRIVATE));
            return Outcome.Ready.DONE;
        } catch (S3Exception e) {
            if (e.statusCode() != 501 && e.statusCode() != 400) {
                throw e;
            }
            // Without policies and without ACLs everything is private for ever.
            return publicRead
                    ? new Outcome.Refused("this S3 service has neither bucket policies nor ACLs: nothing in it can be"
                            + " readable by everybody")
                    : Outcome.Ready.DONE;
        }
    }

    private static String readableByAll(String bucket) {
        return """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*",
                 "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::%s/*"]}]}""".formatted(bucket);
    }

    private static void empty(S3Client s3, String bucket) {
        s3.listMultipartUploadsPaginator(request -> request.bucket(bucket))
                .uploads()
                .forEach(upload -> s3.abortMultipartUpload(
                        request -> request.bucket(bucket).key(upload.key()).uploadId(upload.uploadId())));
        s3.listObjectsV2Paginator(request -> request.bucket(bucket))
                .contents()
                .forEach(object ->
                        s3.deleteObject(request -> request.bucket(bucket).key(object.key())));
    }

    private interface Work {
        Outcome with(S3Client s3);
    }

    private static Outcome at(Endpoint endpoint, Work work) {
        String where = endpoint.text("endpoint").orElse("");
        try (S3Client s3 = client(endpoint)) {
            return work.with(s3);
        } catch (S3Exception e) {
            String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
            return e.statusCode() >= 500 || e.statusCode() == 429 || e.statusCode() == 409
                    ? new Outcome.Unreachable("S3 at " + where + " answers " + e.statusCode() + " " + code)
                    : new Outcome.Refused("S3 at " + where + " refuses: " + e.statusCode() + " " + code);
        } catch (SdkClientException e) {
            return new Outcome.Unreachable("S3 at " + where + " does not answer");
        } catch (IllegalArgumentException e) {
            return new Outcome.Refused("'" + where + "' is no address of an S3 service");
        }
    }

    private static S3Client client(Endpoint endpoint) {
        return S3Client.builder()
                .endpointOverride(URI.create(endpoint.text("endpoint").orElse("")))
                .region(Region.of(endpoint.text("region").orElse(REGION)))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        endpoint.text("accessKey").orElse("none"),
                        endpoint.secret("secretKey").map(Secret::text).orElse("none"))))
                .forcePathStyle(true)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(limits -> limits.apiCallAttemptTimeout(Duration.ofSeconds(20))
                        .retryStrategy(retry -> retry.maxAttempts(1)))
                .build();
    }
}
