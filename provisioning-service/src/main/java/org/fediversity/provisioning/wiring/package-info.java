/// Plugs aggregates, drivers and configuration together.
@NullMarked
package org.fediversity.provisioning.wiring;

import org.jspecify.annotations.NullMarked;
