/// State in directories.
@NullMarked
package org.fediversity.migration.driver.volume;

import org.jspecify.annotations.NullMarked;
