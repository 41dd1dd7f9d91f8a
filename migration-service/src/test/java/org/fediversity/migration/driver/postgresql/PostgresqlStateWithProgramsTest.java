package org.fediversity.migration.driver.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import org.fediversity.migration.driver.StateDriver;
import org.fediversity.migration.driver.StateDriverContract;
import org.fediversity.migration.driver.StatePlace;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// With pg_dump and pg_restore, where the machine has those of the server's version.
class PostgresqlStateWithProgramsTest extends StateDriverContract {
    @BeforeEach
    void the_machine_has_the_programs() throws SQLException {
        try (Connection db = PostgresqlStateTest.connect(PostgresqlStateTest.database(""))) {
            int major = db.getMetaData().getDatabaseMajorVersion();
            Assumptions.assumeTrue(
                    PgTools.serving(major, "").isPresent(), "skipped: this machine has no pg_dump " + major);
        }
    }

    @Override
    protected StateDriver driver() {
        return new PostgresqlState("");
    }

    @Override
    protected StatePlace source() {
        return PostgresqlStateTest.database(PostgresqlStateTest.RICH
                + "create table a (x int); create table b () inherits (a); select lo_from_bytea(0, 'large');");
    }

    @Override
    protected StatePlace target() {
        return new PostgresqlStateTest().target();
    }

    @Override
    protected StatePlace nowhere() {
        return new PostgresqlStateTest().nowhere();
    }

    @Test
    void it_is_the_programs_that_work() {
        assertThat(move(source(), target()).exported().format()).isEqualTo(ProgramDump.FORMAT);
    }
}
