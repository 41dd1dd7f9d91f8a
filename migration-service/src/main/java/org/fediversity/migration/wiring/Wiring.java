package org.fediversity.migration.wiring;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.fediversity.migration.domain.MigrationAggregate;
import org.fediversity.migration.driver.SetupKeys;
import org.fediversity.migration.driver.StateDrivers;
import org.fediversity.migration.driver.bucket.BucketState;
import org.fediversity.migration.driver.postgresql.PostgresqlState;
import org.fediversity.migration.driver.secret.SecretState;
import org.fediversity.migration.driver.volume.VolumeState;
import org.fediversity.migration.policy.Shelf;
import org.fediversity.runtime.Aggregates;

/// Tells the runtime what this service is, and makes its drivers and keys.
class Wiring {
    @Produces
    @Singleton
    Aggregates aggregates() {
        return new Aggregates("migration", List.of(MigrationAggregate.class));
    }

    @Produces
    @Singleton
    StateDrivers stateDrivers(@ConfigProperty(name = "fediversity.pg-tools") Optional<String> programs) {
        return new StateDrivers(List.of(
                new PostgresqlState(programs.orElse("")), new BucketState(), new VolumeState(), new SecretState()));
    }

    @Produces
    @Singleton
    SetupKeys setupKeys(@ConfigProperty(name = "fediversity.data") Path data) {
        return SetupKeys.in(data.resolve("keys"));
    }

    @Produces
    @Singleton
    Shelf shelf(@ConfigProperty(name = "fediversity.data") Path data) {
        return new Shelf(data.resolve("snapshots"));
    }
}
