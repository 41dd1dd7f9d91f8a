/// Process steps: whenever something was recorded, the world is made to follow.
@NullMarked
package org.fediversity.deployment.policy;

import org.jspecify.annotations.NullMarked;
