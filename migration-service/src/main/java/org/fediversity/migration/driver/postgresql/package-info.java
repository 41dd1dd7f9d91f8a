/// State in PostgreSQL databases: with pg_dump and pg_restore where they are, over JDBC alone where they are not.
@NullMarked
package org.fediversity.migration.driver.postgresql;

import org.jspecify.annotations.NullMarked;
