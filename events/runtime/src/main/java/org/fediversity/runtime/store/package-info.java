/// Axon's event store on PostgreSQL: JSON to the letter, pinned names, streams that wake up at once.
@NullMarked
package org.fediversity.runtime.store;

import org.jspecify.annotations.NullMarked;
