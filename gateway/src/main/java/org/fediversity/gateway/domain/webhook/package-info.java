/// Webhooks: who subscribed to what, how deliveries are signed, when they are tried again, and where they may go.
@NullMarked
package org.fediversity.gateway.domain.webhook;

import org.jspecify.annotations.NullMarked;
