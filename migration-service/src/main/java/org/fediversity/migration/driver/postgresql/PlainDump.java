package org.fediversity.migration.driver.postgresql;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/// Writes a dump that needs no program: the statements that make the database, and the rows in COPY's text format.
///
/// The stream is [#MAGIC] and frames of one letter, a length (four bytes) and that many bytes of UTF-8: `S` a
/// statement, `C` a table and its columns, then `D` rows of it, `E` their number in decimal digits, and `Z` at the
/// very end. Statements come in an order that mostly works; one that needs what is not there yet is tried again
/// later.
final class PlainDump {
    static final String FORMAT = "postgresql.plain.v1";
    static final byte[] MAGIC = "fediversity postgresql plain 1\n".getBytes(StandardCharsets.US_ASCII);
    static final int FRAME = 1 << 16;

    private final Connection db;
    private final DataOutputStream out;

    PlainDump(Connection db, OutputStream target) {
        this.db = db;
        this.out = new DataOutputStream(new BufferedOutputStream(target, FRAME));
    }

    /// Writes what the connection's transaction sees.
    void write() throws SQLException, IOException {
        out.write(MAGIC);
        for (String statement : Catalogue.before(db)) {
            frame('S', statement);
        }
        CopyManager copies = db.unwrap(PGConnection.class).getCopyAPI();
        for (String table : Tables.copied(db)) {
            frame('C', table);
            OutputStream data = new BufferedOutputStream(new Rows(), FRAME);
            long rows = copies.copyOut("copy " + table + " to stdout", data);
            data.flush();
            frame('E', Long.toString(rows));
        }
        for (String statement : Catalogue.after(db)) {
            frame('S', statement);
        }
        frame('Z', "");
        out.flush();
    }

    private void frame(char kind, String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        frame(kind, content, 0, content.length);
    }

    private void frame(char kind, byte[] content, int offset, int length) throws IOException {
        out.writeByte(kind);
        out.writeInt(length);
        out.write(content, offset, length);
    }

    private final class Rows extends OutputStream {
        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            frame('D', bytes, offset, length);
        }
    }
}
