/// State in buckets: objects with their type and metadata.
@NullMarked
package org.fediversity.migration.driver.bucket;

import org.jspecify.annotations.NullMarked;
