package org.fediversity.migration.driver.bucket;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.TreeMap;
import org.fediversity.migration.domain.Inventory.Counted;
import org.fediversity.migration.driver.Digests;
import org.fediversity.migration.driver.Outcome;
import org.fediversity.migration.driver.Outcome.Done;
import org.fediversity.migration.driver.Outcome.Refused;
import org.fediversity.migration.driver.Outcome.Unreachable;
import org.fediversity.migration.driver.StateDriver;
import org.fediversity.migration.driver.StatePlace;
import org.jboss.logging.Logger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Buckets of any S3 service: every object with its key, content, content type and metadata. Counted are `objects` and
/// `bytes`; the digest covers all of it, so counting reads every object.
public final class BucketState implements StateDriver {
    private static final Logger LOG = Logger.getLogger("org.fediversity.drivers");

    private interface Work<T> {
        T on(S3Client s3, String bucket) throws IOException;
    }

    @Override
    public String type() {
        return "bucket";
    }

    @Override
    public String location(StatePlace place) {
        return place.need("endpoint").replaceAll("/+$", "") + "/" + place.need("bucket");
    }

    @Override
    public Outcome<Boolean> present(StatePlace place) {
        return at(place, (s3, bucket) -> {
            s3.headBucket(request -> request.bucket(bucket));
            return true;
        });
    }

    @Override
    public Outcome<Counted> count(StatePlace place) {
        return at(place, (s3, bucket) -> {
            Sum sum = new Sum();
            for (String key : Objects.keys(s3, bucket)) {
                try (InputStream content = Objects.open(s3, bucket, key)) {
                    sum.add(StoredObject.of(key, Objects.response(content)), content, OutputStream.nullOutputStream());
                }
            }
            return sum.counted();
        });
    }

    @Override
    public Outcome<Exported> export(StatePlace source, OutputStream out) {
        return at(source, (s3, bucket) -> {
            Sum sum = new Sum();
            try (ObjectTar.Writer tar = new ObjectTar.Writer(out)) {
                for (String key : Objects.keys(s3, bucket)) {
                    try (InputStream content = Objects.open(s3, bucket, key)) {
                        StoredObject object = StoredObject.of(key, Objects.response(content));
                        sum.add(object, content, tar.next(object));
                        tar.close(object);
                    }
                }
            }
            return new Exported(ObjectTar.FORMAT, sum.counted());
        });
    }

    @Override
    public Outcome<Counted> replace(StatePlace target, String format, InputStream content) {
        if (!format.equals(ObjectTar.FORMAT)) {
            return new Refused<>("objects in the format " + format + " cannot be read by this version");
        }
        Outcome<Boolean> written = at(target, (s3, bucket) -> {
            for (String key : Objects.keys(s3, bucket)) {
                s3.deleteObject(request -> request.bucket(bucket).key(key));
            }
            ObjectTar.read(content, (object, data) -> Objects.put(s3, bucket, object, data));
            return true;
        });
        return switch (written) {
            case Done<Boolean> _ -> count(target);
            case Refused<Boolean>(String why) -> new Refused<>(why);
            case Unreachable<Boolean>(String why) -> new Unreachable<>(why);
        };
    }

    /// Adds up objects as they pass.
    private static final class Sum {
        private final TreeMap<String, String> lines = new TreeMap<>();
        private long bytes;

        void add(StoredObject object, InputStream content, OutputStream copy) throws IOException {
            var digest = Digests.sha256();
            byte[] buffer = new byte[1 << 16];
            long size = 0;
            for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                digest.update(buffer, 0, n);
                copy.write(buffer, 0, n);
                size += n;
            }
            bytes += size;
            lines.put(object.key(), size + " " + Digests.hex(digest) + " " + object.about());
        }

        Counted counted() {
            TreeMap<String, Long> counts = new TreeMap<>();
            counts.put("objects", (long) lines.size());
            counts.put("bytes", bytes);
            return new Counted(counts, Digests.of(lines));
        }
    }

    private <T> Outcome<T> at(StatePlace place, Work<T> work) {
        String where = location(place);
        try (S3Client s3 = client(place)) {
            return new Done<>(work.on(s3, place.need("bucket")));
        } catch (S3Exception e) {
            LOG.debugf(e, "at %s", where);
            return e.statusCode() >= 500 && e.statusCode() != 501
                    ? new Unreachable<>(where + " answers " + e.statusCode())
                    : new Refused<>(where + " refuses (" + e.statusCode() + ")");
        } catch (SdkClientException e) {
            LOG.debugf(e, "at %s", where);
            return new Unreachable<>(where + " does not answer");
        } catch (IOException e) {
            LOG.debugf(e, "at %s", where);
            return new Refused<>("the stream broke: " + String.valueOf(e.getMessage()));
        }
    }

    private static S3Client client(StatePlace place) {
        return S3Client.builder()
                .endpointOverride(URI.create(place.need("endpoint")))
                .region(Region.of(place.field("region").orElse("us-east-1")))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(place.need("accessKey"), place.need("secretKey"))))
                .forcePathStyle(true)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(settings -> settings.apiCallAttemptTimeout(Duration.ofMinutes(10)))
                .build();
    }
}
