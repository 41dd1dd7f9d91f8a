/// The outside world: name servers, and the other services as far as they are asked.
@NullMarked
package org.fediversity.config.driver;

import org.jspecify.annotations.NullMarked;
