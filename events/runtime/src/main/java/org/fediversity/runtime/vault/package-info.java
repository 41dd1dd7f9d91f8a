/// Secrets at rest: sealed values under references that may stand in events.
@NullMarked
package org.fediversity.runtime.vault;

import org.jspecify.annotations.NullMarked;
