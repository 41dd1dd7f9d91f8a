/// Events of other services in, translated to the gateway's own commands.
@NullMarked
package org.fediversity.gateway.inbox;

import org.jspecify.annotations.NullMarked;
