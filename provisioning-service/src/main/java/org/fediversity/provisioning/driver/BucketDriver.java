package org.fediversity.provisioning.driver;

/// Buckets with the S3 API. Results: `endpoint`, `region`, `bucket`, `accessKey`, `publicUrl`; secret: `secretKey`. One
/// bucket per resource. Release empties it.
///
/// If `publicRead` was requested, anybody can read at `publicUrl` what is put with the canned ACL `public-read`; a
/// service with bucket policies opens all the rest, too. Otherwise what is put is private. Nobody can list a bucket
/// without its keys.
public interface BucketDriver extends Driver {
    @Override
    default String type() {
        return "bucket";
    }
}
