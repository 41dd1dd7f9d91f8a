/// Looks at components over HTTP.
@NullMarked
package org.fediversity.deployment.driver.http;

import org.jspecify.annotations.NullMarked;
