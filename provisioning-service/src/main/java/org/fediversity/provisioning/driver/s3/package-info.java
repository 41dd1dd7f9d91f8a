/// Buckets at any service that speaks the S3 API.
@NullMarked
package org.fediversity.provisioning.driver.s3;

import org.jspecify.annotations.NullMarked;
