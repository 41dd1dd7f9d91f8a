/// Visits over HTTP.
@NullMarked
package org.fediversity.migration.driver.http;

import org.jspecify.annotations.NullMarked;
