/// The snapshot format: an OCI image layout that holds all of a deployment's state at one moment, as pure code.
@NullMarked
package org.fediversity.migration.snapshot;

import org.jspecify.annotations.NullMarked;
