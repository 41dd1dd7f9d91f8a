/// Plugs the rooms together; nobody uses it.
@NullMarked
package org.fediversity.config.wiring;

import org.jspecify.annotations.NullMarked;
