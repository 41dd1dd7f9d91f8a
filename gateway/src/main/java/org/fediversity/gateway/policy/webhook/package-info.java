/// What follows by itself from webhooks: deliveries, and forgetting.
@NullMarked
package org.fediversity.gateway.policy.webhook;

import org.jspecify.annotations.NullMarked;
