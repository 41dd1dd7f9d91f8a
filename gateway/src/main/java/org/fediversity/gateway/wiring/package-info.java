/// CDI and configuration plugged together.
@NullMarked
package org.fediversity.gateway.wiring;

import org.jspecify.annotations.NullMarked;
