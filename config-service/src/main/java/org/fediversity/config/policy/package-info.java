/// Process steps: whenever something is so, something follows.
@NullMarked
package org.fediversity.config.policy;

import org.jspecify.annotations.NullMarked;
