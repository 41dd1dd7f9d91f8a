package org.fediversity.provisioning.driver;

/// PostgreSQL databases. Results: `host`, `port`, `database`, `user`; secret: `password`, `url`, `jdbcUrl`. The role
/// owns the database and may not enter any other; nobody else may enter this one; the password never changes while it
/// is held.
public interface DatabaseDriver extends Driver {
    @Override
    default String type() {
        return "postgresql";
    }
}
