/// HTTP in: the door that every request passes, and the gateway's own answers.
@NullMarked
package org.fediversity.gateway.api;

import org.jspecify.annotations.NullMarked;
