/// Events on Kafka: as CloudEvents in binary mode, one topic per context, one key per subject, kept for ever.
@NullMarked
package org.fediversity.runtime.kafka;

import org.jspecify.annotations.NullMarked;
