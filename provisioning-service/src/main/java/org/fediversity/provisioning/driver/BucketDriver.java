package org.fediversity.provisioning.driver;

/// Buckets with the S3 API. Results: `endpoint`, `region`, `bucket`, `accessKey`, `publicUrl`; secret: `secretKey`. One
// bucket
/// per resource; anybody can read its objects at `publicUrl` if and only if `publicRead` was requested. Release empties
// it.
public interface BucketDriver extends Driver {
    @Override
    default String type() {
        return "bucket";
    }
}
