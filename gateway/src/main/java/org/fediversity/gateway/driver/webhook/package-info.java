/// Deliveries over HTTP, to addresses that were checked and are held on to.
@NullMarked
package org.fediversity.gateway.driver.webhook;

import org.jspecify.annotations.NullMarked;
