package org.fediversity.provisioning.driver;

/// Buckets with the S3 API. Results: `endpoint`, `region`, `bucket`, `accessKey`, `publicUrl`; secret: `secretKey`. One
/// bucket per resource. If `publicRead` was requested, anybody can read at `publicUrl` what is put with the canned
/// ACL
/// `public-read` (a service with bucket policies opens all the rest, too); otherwise what is put is private. Release
/// empties it.
public interface BucketDriver extends Driver {
    @Override
    default String type() {
        return "bucket";
    }
}
