package org.fediversity.contracts;

import java.util.List;
import java.util.Map;

/// What happens in the migration context. The stream is the migration, the subject its deployment.
public sealed interface MigrationEvent extends Event {
    /// Migration id.
    String migration();

    /// Deployment that moves.
    String deployment();

    @Override
    default String stream() {
        return migration();
    }

    @Override
    default String subject() {
        return deployment();
    }

    /// A move to another environment was asked for.
    ///
    /// @param strategy     `cold`: the source is frozen for the whole transfer
    /// @param requirements what the target needs, for its topology
    @EventName("MigrationRequested")
    record MigrationRequested(
            String migration,
            String deployment,
            String operator,
            String domain,
            String sourceEnvironment,
            String sourceTopology,
            String targetEnvironment,
            String targetTopology,
            String strategy,
            int revision,
            Requirements requirements)
            implements MigrationEvent {}

    /// Every resource at the target is ready; the identity secrets are in place.
    @EventName("TargetPrepared")
    record TargetPrepared(String migration, String deployment, String environment, List<ResourceResult> results)
            implements MigrationEvent {
        public TargetPrepared {
            results = Plain.list(results);
        }
    }

    /// From here the source may not serve until the migration ends.
    @EventName("CutoverStarted")
    record CutoverStarted(String migration, String deployment, String sourceEnvironment, String targetEnvironment)
            implements MigrationEvent {}

    /// The source is being frozen: from this moment on nobody serves.
    ///
    /// @param since RFC 3339
    @EventName("SourceFreezing")
    record SourceFreezing(String migration, String deployment, String environment, String since)
            implements MigrationEvent {}

    /// The source stands still; its state can be exported.
    @EventName("SourceFrozen")
    record SourceFrozen(String migration, String deployment, String environment) implements MigrationEvent {}

    /// One component of the state lies in the snapshot under way.
    ///
    /// @param state  `<application>/<state>`
    /// @param number which one it is, from 1
    /// @param of     how many there are
    /// @param counts e.g. `rows`, `objects`, `bytes`
    @EventName("StateComponentExported")
    record StateComponentExported(
            String migration, String deployment, String state, int number, int of, Map<String, Long> counts)
            implements MigrationEvent {
        public StateComponentExported {
            counts = Plain.map(counts);
        }
    }

    /// One component of the state lies at the target, counted again.
    @EventName("StateComponentImported")
    record StateComponentImported(
            String migration, String deployment, String state, int number, int of, Map<String, Long> counts)
            implements MigrationEvent {
        public StateComponentImported {
            counts = Plain.map(counts);
        }
    }

    /// The state lies in a snapshot.
    ///
    /// @param snapshot  digest of the snapshot's manifest, `sha256:…`
    /// @param bytes     size of its blobs
    /// @param inventory state name to counts, e.g. `{"posts": {"rows": 12}, "media": {"objects": 3, "bytes":
    /// 4711}}`
    @EventName("StateExported")
    record StateExported(
            String migration, String deployment, String snapshot, long bytes, Map<String, Object> inventory)
            implements MigrationEvent {
        public StateExported {
            inventory = Plain.map(inventory);
        }
    }

    /// The snapshot lies in the target's resources, and what was counted there equals what was exported.
    @EventName("StateImported")
    record StateImported(
            String migration,
            String deployment,
            String environment,
            String topology,
            Map<String, Object> inventory,
            Requirements requirements,
            List<ResourceResult> results)
            implements MigrationEvent {
        public StateImported {
            inventory = Plain.map(inventory);
            results = Plain.list(results);
        }
    }

    /// The target runs, and is looked at before anybody is led there.
    ///
    /// @param endpoints application to `host:port` where its component answers
    @EventName("VerificationStarted")
    record VerificationStarted(String migration, String deployment, String environment, Map<String, String> endpoints)
            implements MigrationEvent {
        public VerificationStarted {
            endpoints = Plain.map(endpoints);
        }
    }

    /// The application answers at the target, with the state that was moved.
    @EventName("TargetVerified")
    record TargetVerified(String migration, String deployment, String environment, List<String> checks)
            implements MigrationEvent {
        public TargetVerified {
            checks = Plain.list(checks);
        }
    }

    /// The point of no return: only the target may serve the domain from now on.
    @EventName("CustodyTransferred")
    record CustodyTransferred(String migration, String deployment, String from, String to) implements MigrationEvent {}

    /// Users reach the target.
    @EventName("TrafficSwitched")
    record TrafficSwitched(String migration, String deployment, String environment) implements MigrationEvent {}

    /// The move is done; the source is kept until it is confirmed.
    ///
    /// @param downtimeMillis how long nobody served
    @EventName("MigrationCompleted")
    record MigrationCompleted(String migration, String deployment, long downtimeMillis) implements MigrationEvent {}

    /// The move was given up before custody changed; the source serves again.
    @EventName("MigrationAborted")
    record MigrationAborted(
            String migration, String deployment, String sourceEnvironment, String targetEnvironment, String reason)
            implements MigrationEvent {}

    /// The operator is content: what the source still holds may go.
    @EventName("MigrationConfirmed")
    record MigrationConfirmed(String migration, String deployment, String sourceEnvironment)
            implements MigrationEvent {}
}
