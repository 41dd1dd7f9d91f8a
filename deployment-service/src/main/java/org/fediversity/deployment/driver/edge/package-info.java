/// The embedded edge: a proxy that routes by host name.
@NullMarked
package org.fediversity.deployment.driver.edge;

import org.jspecify.annotations.NullMarked;
