/// Webhooks over HTTP: subscribe, look what was delivered, deliver again.
@NullMarked
package org.fediversity.gateway.api.webhook;

import org.jspecify.annotations.NullMarked;
