/// Names that need no DNS.
@NullMarked
package org.fediversity.provisioning.driver.localhost;

import org.jspecify.annotations.NullMarked;
