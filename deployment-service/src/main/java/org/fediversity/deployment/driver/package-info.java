/// The outside world, behind one interface per kind.
@NullMarked
package org.fediversity.deployment.driver;

import org.jspecify.annotations.NullMarked;
