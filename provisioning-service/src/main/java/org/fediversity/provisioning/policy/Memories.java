package org.fediversity.provisioning.policy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.fediversity.contracts.Assignment;
import org.fediversity.provisioning.domain.AllocationId;
import org.fediversity.provisioning.driver.Memory;
import org.fediversity.provisioning.driver.Secret;
import org.fediversity.runtime.vault.Vault;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// What drivers remember and what results keep secret: sealed in the vault, found by resource and field.
@ApplicationScoped
class Memories {
    private static final String RESULT = "result:";
    private final Jdbi jdbi;
    private final Vault vault;

    Memories(Jdbi jdbi, Vault vault) {
        this.jdbi = jdbi;
        this.vault = vault;
    }

    /// Where a sealed value belongs.
    record Place(AllocationId allocation, String resource) {}

    Memory of(AllocationId allocation, Assignment assignment) {
        return new Memory() {
            @Override
            public Optional<Secret> recall(String field) {
                return jdbi.withHandle(db -> reference(db, allocation, assignment, field))
                        .map(Memories.this::open);
            }

            @Override
            public Secret remember(String field, Supplier<Secret> made) {
                return recall(field).orElseGet(() -> {
                    Secret fresh = made.get();
                    keep(allocation, assignment, field, fresh);
                    return fresh;
                });
            }
        };
    }

    /// Keeps a secret result field.
    ///
    /// @return its reference, the same for as long as the resource is held
    String result(AllocationId allocation, Assignment assignment, String field, Secret value) {
        Optional<String> known = jdbi.withHandle(db -> reference(db, allocation, assignment, RESULT + field));
        if (known.isEmpty()) {
            return keep(allocation, assignment, RESULT + field, value);
        }
        if (!Arrays.equals(open(known.get()).bytes(), value.bytes())) {
            vault.replace(known.get(), value.bytes());
        }
        return known.get();
    }

    /// Whose result the reference is.
    Optional<Place> whose(String reference) {
        return jdbi.withHandle(db -> db.createQuery(
                        "select allocation, resource from driver_memory where reference = :reference")
                .bind("reference", reference)
                .map((row, _) -> new Place(AllocationId.parse(row.getString("allocation")), row.getString("resource")))
                .findOne());
    }

    Secret open(String reference) {
        return vault.get(reference)
                .map(Secret::of)
                .orElseThrow(() -> new IllegalStateException("the vault has lost " + reference));
    }

    void forget(AllocationId allocation, Assignment assignment) {
        QuarkusTransaction.requiringNew()
                .run(() -> jdbi.useHandle(db -> db.createQuery("""
                        delete from driver_memory
                        where allocation = :allocation and resource = :resource and type = :type returning reference
                        """)
                        .bindMap(keys(allocation, assignment))
                        .mapTo(String.class)
                        .list()
                        .forEach(vault::forget)));
    }

    private String keep(AllocationId allocation, Assignment assignment, String field, Secret value) {
        return QuarkusTransaction.requiringNew()
                .call(() -> jdbi.withHandle(db -> {
                    String reference = vault.put(allocation.toString(), value.bytes());
                    db.createUpdate("""
                            insert into driver_memory (allocation, resource, type, field, reference)
                            values (:allocation, :resource, :type, :field, :reference)
                            """)
                            .bindMap(keys(allocation, assignment))
                            .bind("field", field)
                            .bind("reference", reference)
                            .execute();
                    return reference;
                }));
    }

    private static Optional<String> reference(Handle db, AllocationId allocation, Assignment assignment, String field) {
        return db.createQuery("""
                        select reference from driver_memory
                        where allocation = :allocation and resource = :resource and type = :type and field = :field
                        """)
                .bindMap(keys(allocation, assignment))
                .bind("field", field)
                .mapTo(String.class)
                .findOne();
    }

    private static Map<String, String> keys(AllocationId allocation, Assignment assignment) {
        return Map.of(
                "allocation", allocation.toString(), "resource", assignment.resource(), "type", assignment.type());
    }
}
