package org.fediversity.migration.driver.postgresql;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// Runs a [PlainDump] in the transaction at hand.
final class PlainRestore {
    private static final int LONGEST = 64 << 20;

    private final Connection db;
    private final DataInputStream in;
    private List<String> waiting = new ArrayList<>();

    PlainRestore(Connection db, InputStream source) {
        this.db = db;
        this.in = new DataInputStream(source);
    }

    void run() throws SQLException, IOException, Unfit {
        if (!Arrays.equals(in.readNBytes(PlainDump.MAGIC.length), PlainDump.MAGIC)) {
            throw new Unfit("this is not a dump in the format " + PlainDump.FORMAT);
        }
        Server.run(db, "set check_function_bodies to off");
        try {
            boolean ended = false;
            while (!ended) {
                int kind = in.readUnsignedByte();
                switch (kind) {
                    case 'S' -> attempt(text());
                    case 'C' -> {
                        retry();
                        copy(text());
                    }
                    case 'Z' -> {
                        text();
                        ended = true;
                    }
                    default -> throw new Unfit("the dump holds a frame of an unknown kind");
                }
            }
        } catch (EOFException e) {
            throw new Unfit("the dump ends too early");
        }
        retry();
        if (!waiting.isEmpty()) {
            Server.run(db, waiting.getFirst());
        }
    }

    private void copy(String table) throws SQLException, IOException, Unfit {
        CopyIn copy = db.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + table + " from stdin");
        try {
            byte[] buffer = new byte[PlainDump.FRAME];
            int kind = in.readUnsignedByte();
            while (kind == 'D') {
                int length = length();
                buffer = buffer.length < length ? new byte[length] : buffer;
                in.readFully(buffer, 0, length);
                copy.writeToCopy(buffer, 0, length);
                kind = in.readUnsignedByte();
            }
            long rows = copy.endCopy();
            if (kind != 'E' || !text().equals(Long.toString(rows))) {
                throw new Unfit("not all rows of " + table + " arrived");
            }
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private void attempt(String statement) throws SQLException {
        Savepoint before = db.setSavepoint();
        try {
            Server.run(db, statement);
            db.releaseSavepoint(before);
        } catch (SQLException e) {
            if (!mayWorkLater(e)) {
                throw e;
            }
            db.rollback(before);
            waiting.add(statement);
        }
    }

    /// As long as anything moves.
    private void retry() throws SQLException {
        int before = Integer.MAX_VALUE;
        while (!waiting.isEmpty() && waiting.size() < before) {
            before = waiting.size();
            List<String> again = waiting;
            waiting = new ArrayList<>();
            for (String statement : again) {
                attempt(statement);
            }
        }
    }

    /// SQLSTATE classes: 42 something is not there, 3F a schema is not there, 55 it is not in the state to be used.
    private static boolean mayWorkLater(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("42") || state.startsWith("3F") || state.startsWith("55"));
    }

    private String text() throws IOException, Unfit {
        byte[] content = new byte[length()];
        in.readFully(content);
        return new String(content, StandardCharsets.UTF_8);
    }

    private int length() throws IOException, Unfit {
        int length = in.readInt();
        if (length < 0 || length > LONGEST) {
            throw new Unfit("the dump holds a frame of impossible length");
        }
        return length;
    }
}
