/// Databases of applications in PostgreSQL.
@NullMarked
package org.fediversity.deployment.driver.postgresql;

import org.jspecify.annotations.NullMarked;
