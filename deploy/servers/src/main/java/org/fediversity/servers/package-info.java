/// Real servers as child processes - PostgreSQL, Kafka, S3, Keycloak - for the launcher and for tests: no Docker, no
/// root, nothing installed.
@NullMarked
package org.fediversity.servers;

import org.jspecify.annotations.NullMarked;
