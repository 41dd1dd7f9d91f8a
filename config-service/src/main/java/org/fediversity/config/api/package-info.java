/// HTTP in: what front-ends and other services call.
@NullMarked
package org.fediversity.config.api;

import org.jspecify.annotations.NullMarked;
