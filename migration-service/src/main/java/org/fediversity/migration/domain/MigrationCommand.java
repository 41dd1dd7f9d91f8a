package org.fediversity.migration.domain;

import java.util.List;
import java.util.Map;
import org.fediversity.contracts.Requirements;
import org.fediversity.contracts.ResourceResult;
import org.fediversity.runtime.Command;

/// What can be asked of a migration.
public sealed interface MigrationCommand extends Command {
    /// Migration id.
    String migration();

    @Override
    default String stream() {
        return migration();
    }

    /// Move the deployment. Whether it is feasible has been asked before.
    record RequestMigration(
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
            implements MigrationCommand {}

    /// The target's resources are ready.
    record PrepareTarget(String migration, String environment, List<ResourceResult> results)
            implements MigrationCommand {}

    /// The source began to freeze.
    ///
    /// @param since RFC 3339
    record NoteFreezing(String migration, String since) implements MigrationCommand {}

    /// The source stands still.
    ///
    /// @param at RFC 3339
    record NoteFrozen(String migration, String at) implements MigrationCommand {}

    /// One component is in the snapshot.
    record RecordComponentExported(String migration, String state, int number, int of, Map<String, Long> counts)
            implements MigrationCommand {}

    /// The snapshot is whole and signed.
    record RecordExport(String migration, String snapshot, long bytes, Inventory inventory)
            implements MigrationCommand {}

    /// One component is at the target.
    record RecordComponentImported(String migration, String state, int number, int of, Map<String, Long> counts)
            implements MigrationCommand {}

    /// All of it is at the target.
    ///
    /// @param inventory counted at the target
    record RecordImport(String migration, Inventory inventory) implements MigrationCommand {}

    /// The components run at the target.
    record NoteTargetStarted(String migration, Map<String, String> endpoints) implements MigrationCommand {}

    /// The target was looked at and found good.
    record RecordVerification(String migration, List<String> checks) implements MigrationCommand {}

    /// The edge leads to the target.
    ///
    /// @param at RFC 3339
    record NoteMoved(String migration, String at) implements MigrationCommand {}

    /// A step failed.
    ///
    /// @param reason for people; holds no secret
    record GiveUp(String migration, String reason) implements MigrationCommand {}

    /// The operator has changed their mind.
    record AbortMigration(String migration) implements MigrationCommand {}

    /// The operator is content.
    record ConfirmMigration(String migration) implements MigrationCommand {}
}
