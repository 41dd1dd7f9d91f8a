/// Axon, CDI and configuration plugged together; nobody uses it.
@NullMarked
package org.fediversity.deployment.wiring;

import org.jspecify.annotations.NullMarked;
