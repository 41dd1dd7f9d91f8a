/// Webhooks as they are now, and the log of their deliveries.
@NullMarked
package org.fediversity.gateway.view.webhook;

import org.jspecify.annotations.NullMarked;
