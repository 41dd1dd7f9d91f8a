/// Name servers through dnsjava.
@NullMarked
package org.fediversity.config.driver.dns;

import org.jspecify.annotations.NullMarked;
