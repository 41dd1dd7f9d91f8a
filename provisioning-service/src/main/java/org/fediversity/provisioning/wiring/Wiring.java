package org.fediversity.provisioning.wiring;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;
import org.fediversity.provisioning.domain.AllocationAggregate;
import org.fediversity.provisioning.domain.Endpoints;
import org.fediversity.provisioning.domain.EnvironmentAggregate;
import org.fediversity.provisioning.domain.EnvironmentFormat;
import org.fediversity.provisioning.domain.KnownDriver;
import org.fediversity.provisioning.driver.Credentials;
import org.fediversity.provisioning.driver.Driver;
import org.fediversity.provisioning.driver.Drivers;
import org.fediversity.provisioning.driver.Patient;
import org.fediversity.provisioning.driver.Probes;
import org.fediversity.provisioning.driver.directory.DirectoryVolume;
import org.fediversity.provisioning.driver.localhost.LocalhostDomainName;
import org.fediversity.provisioning.driver.postgresql.PostgresqlDatabase;
import org.fediversity.provisioning.driver.process.ProcessLoginShell;
import org.fediversity.provisioning.driver.process.ProcessMachine;
import org.fediversity.provisioning.driver.s3.S3Bucket;
import org.fediversity.provisioning.driver.secret.GeneratedSecret;
import org.fediversity.runtime.Aggregates;

/// What this service consists of.
class Wiring {
    @Produces
    @Singleton
    Aggregates aggregates() {
        return new Aggregates("provisioning", List.of(EnvironmentAggregate.class, AllocationAggregate.class));
    }

    /// A new driver is one line here.
    private static List<Driver> bare(Settings settings) {
        return List.of(
                new ProcessMachine(),
                new PostgresqlDatabase(),
                new S3Bucket(),
                new GeneratedSecret(),
                new LocalhostDomainName(settings.edgePort()),
                new DirectoryVolume(settings.data().resolve("volumes")),
                new ProcessLoginShell());
    }

    @Produces
    @Singleton
    Drivers drivers(Settings settings, MeterRegistry metrics) {
        return new Drivers(bare(settings).stream()
                .map(driver -> new Patient(driver, Patient.Patience.USUAL, metrics))
                .collect(Collectors.toUnmodifiableList()));
    }

    @Produces
    @Singleton
    EnvironmentFormat format(Settings settings) {
        return new EnvironmentFormat(bare(settings).stream()
                .map(driver -> new KnownDriver(driver.type(), driver.name(), driver.additions()))
                .toList());
    }

    @Produces
    @Singleton
    Endpoints endpoints(Drivers drivers, Credentials credentials) {
        return new Probes(drivers, credentials);
    }
}
