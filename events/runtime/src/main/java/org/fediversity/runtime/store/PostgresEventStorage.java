package org.fediversity.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.PersistenceExceptionResolver;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.snapshotting.SnapshotFilter;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;

/// Axon's JDBC engine with payload and metadata as PostgreSQL `json` (kept to the letter, unlike `jsonb`) and times as
/// `timestamptz`.
final class PostgresEventStorage extends JdbcEventStorageEngine {
    /// Longer than any transaction may last; until then a reader waits for a position that was skipped.
    private static final int GAP_TIMEOUT_MILLIS = 150_000;

    private static final EventSchema SCHEMA = EventSchema.builder()
            .eventTable("domain_event_entry")
            .snapshotTable("snapshot_event_entry")
            .globalIndexColumn("global_index")
            .timestampColumn("time_stamp")
            .eventIdentifierColumn("event_identifier")
            .aggregateIdentifierColumn("aggregate_identifier")
            .sequenceNumberColumn("sequence_number")
            .typeColumn("type")
            .payloadTypeColumn("payload_type")
            .payloadRevisionColumn("payload_revision")
            .payloadColumn("payload")
            .metaDataColumn("meta_data")
            .build();

    private final JtaTransactions transactions;
    private final Wake wake;

    PostgresEventStorage(
            DataSource database,
            JtaTransactions transactions,
            Wake wake,
            Serializer events,
            Serializer snapshots,
            EventUpcaster upcasters,
            SnapshotFilter usable) {
        super((Builder) builder()
                .connectionProvider(database::getConnection)
                .transactionManager(transactions)
                .schema(SCHEMA)
                .dataType(String.class)
                .gapTimeout(GAP_TIMEOUT_MILLIS)
                .appendEvents((connection, schema, type, batch, serializer, _) ->
                        insert(connection, schema.domainEventTable(), batch, serializer))
                .appendSnapshot((connection, schema, type, snapshot, serializer, _) ->
                        insert(connection, schema.snapshotTable(), List.of(snapshot), serializer))
                .eventSerializer(events)
                .snapshotSerializer(snapshots)
                .upcasterChain(upcasters)
                .snapshotFilter(usable)
                .persistenceExceptionResolver(duplicateKey()));
        this.transactions = transactions;
        this.wake = wake;
    }

    @Override
    protected void appendEvents(List<? extends EventMessage<?>> events, Serializer serializer) {
        transactions.afterCommit(wake::now);
        super.appendEvents(events, serializer);
        Appended.note(events);
    }

    private static PreparedStatement insert(
            Connection connection, String table, List<? extends EventMessage<?>> events, Serializer serializer)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement("insert into " + table
                + " (event_identifier, aggregate_identifier, sequence_number, type, time_stamp, payload_type,"
                + " payload_revision, payload, meta_data) values (?,?,?,?,?,?,?,cast(? as json),cast(? as json))");
        for (EventMessage<?> message : events) {
            DomainEventMessage<?> event = (DomainEventMessage<?>) message;
            SerializedObject<String> payload = event.serializePayload(serializer, String.class);
            SerializedObject<String> metaData = event.serializeMetaData(serializer, String.class);
            statement.setString(1, event.getIdentifier());
            statement.setString(2, event.getAggregateIdentifier());
            statement.setLong(3, event.getSequenceNumber());
            statement.setString(4, event.getType());
            statement.setObject(5, event.getTimestamp().atOffset(ZoneOffset.UTC));
            statement.setString(6, payload.getType().getName());
            statement.setString(7, payload.getType().getRevision());
            statement.setString(8, payload.getData());
            statement.setString(9, metaData.getData());
            statement.addBatch();
        }
        return statement;
    }

    @Override
    protected void writeTimestamp(PreparedStatement statement, int position, Instant time) throws SQLException {
        statement.setObject(position, time.atOffset(ZoneOffset.UTC));
    }

    @Override
    protected Object readTimeStamp(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the engine was built with dataType String
    protected <T> T readPayload(ResultSet row, String column) throws SQLException {
        return (T) row.getString(column);
    }

    /// SQLSTATE 23505: somebody else appended to the stream first.
    private static PersistenceExceptionResolver duplicateKey() {
        return e -> e instanceof SQLException sql
                && ("23505".equals(sql.getSQLState())
                        || (sql.getNextException() != null
                                && "23505".equals(sql.getNextException().getSQLState())));
    }
}
