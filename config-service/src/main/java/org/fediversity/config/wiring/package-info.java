/// Plugs aggregates, modules on disk and configuration together.
@NullMarked
package org.fediversity.config.wiring;

import org.jspecify.annotations.NullMarked;
