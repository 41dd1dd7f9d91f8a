/// The smallest service there can be: domains are claimed and verified. It shows how the runtime is used, and proves
/// it.
@NullMarked
package org.fediversity.runtime.toy;

import org.jspecify.annotations.NullMarked;
