/// Volumes as directories where this runs.
@NullMarked
package org.fediversity.provisioning.driver.directory;

import org.jspecify.annotations.NullMarked;
