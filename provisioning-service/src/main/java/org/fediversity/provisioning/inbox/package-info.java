/// Events of other services, translated to reservations and releases.
@NullMarked
package org.fediversity.provisioning.inbox;

import org.jspecify.annotations.NullMarked;
