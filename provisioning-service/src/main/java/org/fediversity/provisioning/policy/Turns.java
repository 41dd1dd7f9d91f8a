package org.fediversity.provisioning.policy;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Callable;
import org.fediversity.provisioning.domain.AllocationId;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// One at a time per allocation, over all instances of this service: a release never overtakes the provisioning of what
/// it releases. The turn is a lock of a database session of its own, not the one that the work uses, and ends with it.
@ApplicationScoped
class Turns {
    private final Jdbi jdbi;

    Turns(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    <T> T taking(AllocationId allocation, Callable<T> work) throws Exception {
        try (Handle db = jdbi.open()) {
            lock(db, "pg_advisory_lock", allocation);
            try {
                return work.call();
            } finally {
                lock(db, "pg_advisory_unlock", allocation);
            }
        }
    }

    private static void lock(Handle db, String function, AllocationId allocation) {
        db.createQuery("select " + function + "(hashtextextended(:allocation, 101))")
                .bind("allocation", allocation.stream())
                .mapTo(String.class)
                .list();
    }
}
