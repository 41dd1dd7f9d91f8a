/// What other services said, translated to own commands.
@NullMarked
package org.fediversity.migration.inbox;

import org.jspecify.annotations.NullMarked;
