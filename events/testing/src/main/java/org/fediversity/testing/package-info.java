/// Real PostgreSQL, Kafka and S3 for tests, and a way to speak and listen on Kafka as another service would.
@NullMarked
package org.fediversity.testing;

import org.jspecify.annotations.NullMarked;
