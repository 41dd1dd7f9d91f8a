/// What the gateway does by itself: it delivers webhooks and writes checkpoints out.
@NullMarked
package org.fediversity.gateway.policy;

import org.jspecify.annotations.NullMarked;
