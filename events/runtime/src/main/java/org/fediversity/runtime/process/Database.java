package org.fediversity.runtime.process;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.jdbi.v3.core.Jdbi;

/// SQL without an entity layer: handles join the transaction at hand.
@ApplicationScoped
class Database {
    @Produces
    @Singleton
    Jdbi jdbi(AgroalDataSource source) {
        return Jdbi.create(source);
    }
}
