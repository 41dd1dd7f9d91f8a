/// Databases on any PostgreSQL server one can reach.
@NullMarked
package org.fediversity.provisioning.driver.postgresql;

import org.jspecify.annotations.NullMarked;
