/// Translates events of other services to own commands.
@NullMarked
package org.fediversity.config.inbox;

import org.jspecify.annotations.NullMarked;
