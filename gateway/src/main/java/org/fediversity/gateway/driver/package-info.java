/// The outside world: questions to the services behind the gateway, and places that checkpoints are written to.
@NullMarked
package org.fediversity.gateway.driver;

import org.jspecify.annotations.NullMarked;
