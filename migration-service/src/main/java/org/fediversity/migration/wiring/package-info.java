/// Plugs it all together.
@NullMarked
package org.fediversity.migration.wiring;

import org.jspecify.annotations.NullMarked;
