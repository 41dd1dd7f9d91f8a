package org.fediversity.migration.driver.postgresql;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.fediversity.migration.domain.Inventory.Counted;
import org.fediversity.migration.driver.Outcome;
import org.fediversity.migration.driver.Outcome.Done;
import org.fediversity.migration.driver.Outcome.Refused;
import org.fediversity.migration.driver.Outcome.Unreachable;
import org.fediversity.migration.driver.StateDriver;
import org.fediversity.migration.driver.StatePlace;
import org.jboss.logging.Logger;

/// Databases: by pg_dump and pg_restore where programs of the server's version are found, else by [PlainDump], which
/// refuses a database that holds more than it can carry. Counted are the rows of each table; the digest covers every
/// row and every sequence.
public final class PostgresqlState implements StateDriver {
    private static final Logger LOG = Logger.getLogger("org.fediversity.drivers");
    private final String programs;

    /// @param programs directory of pg_dump and pg_restore to look into first; empty to look in the usual places,
    ///                 `none` to do without them
    public PostgresqlState(String programs) {
        this.programs = programs;
    }

    private interface Work<T> {
        T on(Connection db) throws SQLException, IOException, Unfit;
    }

    @Override
    public String type() {
        return "postgresql";
    }

    @Override
    public String location(StatePlace place) {
        return Server.of(place).location();
    }

    @Override
    public Outcome<Boolean> present(StatePlace place) {
        return at(Server.of(place), db -> true);
    }

    @Override
    public Outcome<Counted> count(StatePlace place) {
        return at(Server.of(place), db -> {
            reading(db);
            return Tally.of(db);
        });
    }

    @Override
    public Outcome<Exported> export(StatePlace source, OutputStream out) {
        Server server = Server.of(source);
        return at(server, db -> {
            reading(db);
            Counted counted = Tally.of(db);
            Optional<PgTools> tools = PgTools.serving(db.getMetaData().getDatabaseMajorVersion(), programs);
            if (tools.isPresent()) {
                String snapshot =
                        Server.texts(db, "select pg_export_snapshot()").getFirst();
                new ProgramDump(tools.get(), server).dump(snapshot, out);
                return new Exported(ProgramDump.FORMAT, counted);
            }
            List<String> beyond = Catalogue.beyond(db);
            if (!beyond.isEmpty()) {
                throw new Unfit("the database holds " + String.join(", ", beyond)
                        + ": that takes pg_dump of the server's version, which was not found on this machine");
            }
            new PlainDump(db, out).write();
            return new Exported(PlainDump.FORMAT, counted);
        });
    }

    @Override
    public Outcome<Counted> replace(StatePlace target, String format, InputStream content) {
        Server server = Server.of(target);
        return switch (format) {
            case PlainDump.FORMAT ->
                at(server, db -> {
                    db.setAutoCommit(false);
                    Emptying.of(db);
                    new PlainRestore(db, content).run();
                    db.commit();
                    db.setAutoCommit(true);
                    Server.run(db, "analyze");
                    return Tally.of(db);
                });
            case ProgramDump.FORMAT ->
                at(server, db -> {
                    int major = db.getMetaData().getDatabaseMajorVersion();
                    PgTools tools = PgTools.serving(major, programs)
                            .orElseThrow(() -> new Unfit(
                                    "this dump takes pg_restore " + major + ", which was not found on this machine"));
                    db.setAutoCommit(false);
                    Emptying.of(db);
                    db.commit();
                    db.setAutoCommit(true);
                    new ProgramDump(tools, server).restore(content);
                    Server.run(db, "analyze");
                    return Tally.of(db);
                });
            default -> new Refused<>("a dump in the format " + format + " cannot be read by this version");
        };
    }

    /// All that is read from here on is of one moment.
    private static void reading(Connection db) throws SQLException {
        db.setAutoCommit(false);
        db.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        db.setReadOnly(true);
    }

    private static <T> Outcome<T> at(Server server, Work<T> work) {
        try (Connection db = server.connect()) {
            return new Done<>(work.on(db));
        } catch (SQLException e) {
            return failure(e, server);
        } catch (Unfit e) {
            return new Refused<>(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            LOG.warnf(e, "stream to or from %s broke", server);
            return new Refused<>("the stream broke: " + String.valueOf(e.getMessage()));
        }
    }

    /// SQLSTATE classes: 08 connection, 53 out of resources, 57 operator intervention, 40 rolled back, 28 login. The
    /// server's own words may repeat content and are left out.
    private static <T> Outcome<T> failure(SQLException e, Server server) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        LOG.debugf(e, "at %s", server);
        if (state.startsWith("28") || state.startsWith("3D")) {
            return new Refused<>(server + " does not let the owner in (SQLSTATE " + state + ")");
        }
        boolean passing = List.of("08", "53", "57", "40").stream().anyMatch(state::startsWith);
        return passing || state.isEmpty()
                ? new Unreachable<>(server + " does not answer (SQLSTATE " + state + ")")
                : new Refused<>(server + " refuses (SQLSTATE " + state + ")");
    }
}
