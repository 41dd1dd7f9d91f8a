/// What other services said, translated to own commands.
@NullMarked
package org.fediversity.deployment.inbox;

import org.jspecify.annotations.NullMarked;
