package org.fediversity.migration.domain;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fediversity.contracts.Requirements;
import org.fediversity.contracts.ResourceResult;

/// The situations a migration can be in. Up to [Verifying] the source can take over again; from [Switching] on it
/// never serves any more.
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
public sealed interface Migration {
    /// Nobody asked for it.
    record Unknown() implements Migration {}

    /// What moves from where to where.
    record Move(
            String migration,
            String deployment,
            String sourceEnvironment,
            String targetEnvironment,
            String targetTopology,
            Requirements requirements) {}

    /// It can still be given up.
    sealed interface BeforeCustody extends Migration {
        Move move();
    }

    /// The target's resources are being provisioned; the source serves.
    record Preparing(Move move) implements BeforeCustody {}

    /// The source is being frozen.
    ///
    /// @param since when nobody served any more, RFC 3339; empty before that
    record Freezing(Move move, List<ResourceResult> results, String since) implements BeforeCustody {}

    /// The source stands still; its state is on its way into a snapshot.
    ///
    /// @param done components that are in it
    record Exporting(Move move, List<ResourceResult> results, String since, List<String> done)
            implements BeforeCustody {
        Exporting and(String state) {
            return new Exporting(move, results, since, one(done, state));
        }
    }

    /// The snapshot is on its way into the target.
    ///
    /// @param inventory what was exported, as in the event
    record Importing(
            Move move,
            List<ResourceResult> results,
            String since,
            String snapshot,
            Map<String, Object> inventory,
            List<String> done)
            implements BeforeCustody {
        Importing and(String state) {
            return new Importing(move, results, since, snapshot, inventory, one(done, state));
        }
    }

    /// The target is being started.
    record Starting(Move move, String since) implements BeforeCustody {}

    /// The target runs and is looked at.
    record Verifying(Move move, String since) implements BeforeCustody {}

    /// Custody is with the target; the edge is being switched.
    record Switching(Move move, String since) implements Migration {}

    /// Users reach the target; what the source held is kept.
    record Completed(Move move) implements Migration {}

    /// The source is released.
    record Confirmed(Move move) implements Migration {}

    /// The source serves, or is about to.
    record Aborted(Move move, String reason) implements Migration {}

    private static List<String> one(List<String> list, String more) {
        return Stream.concat(list.stream(), Stream.of(more)).toList();
    }
}
