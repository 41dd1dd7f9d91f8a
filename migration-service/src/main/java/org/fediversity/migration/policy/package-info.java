/// Process steps: whenever X, then Y.
@NullMarked
package org.fediversity.migration.policy;

import org.jspecify.annotations.NullMarked;
