/// Axon on PostgreSQL and Kafka for Quarkus: what a service needs in order to decide, remember, tell and listen.
@NullMarked
package org.fediversity.runtime;

import org.jspecify.annotations.NullMarked;
