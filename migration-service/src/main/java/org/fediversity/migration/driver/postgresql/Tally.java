package org.fediversity.migration.driver.postgresql;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeMap;
import org.fediversity.migration.domain.Inventory.Counted;
import org.fediversity.migration.driver.Digests;

/// Counts the rows of every table, and takes a digest of all rows and sequences that does not depend on their order:
/// per table the sum of the rows' hashes.
final class Tally {
    /// Tables of the application: not the system's, not an extension's.
    static final String OWN_TABLES = """
            select c.oid, quote_ident(n.nspname) || '.' || quote_ident(c.relname), n.nspname || '.' || c.relname
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind = 'r' and c.relpersistence <> 't'
              and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'
              and not exists (select 1 from pg_depend d
                    where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
            order by 3""";

    static final String OWN_SEQUENCES = OWN_TABLES.replace("relkind = 'r'", "relkind = 'S'");

    private Tally() {}

    static Counted of(Connection db) throws SQLException {
        TreeMap<String, Long> counts = new TreeMap<>();
        StringBuilder lines = new StringBuilder();
        long all = 0;
        List<List<String>> tables = Server.rows(db, OWN_TABLES);
        for (List<String> table : tables) {
            List<String> row = Server.rows(
                            db,
                            "select count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) from only "
                                    + table.get(1) + " t")
                    .getFirst();
            long rows = Long.parseLong(row.getFirst());
            all += rows;
            counts.put("rows of " + table.get(2), rows);
            lines.append(table.get(2))
                    .append('|')
                    .append(rows)
                    .append('|')
                    .append(row.get(1))
                    .append('\n');
        }
        for (List<String> sequence : Server.rows(db, OWN_SEQUENCES)) {
            List<String> row = Server.rows(db, "select last_value, is_called from " + sequence.get(1))
                    .getFirst();
            lines.append(sequence.get(2)).append('|').append(row).append('\n');
        }
        counts.put("rows", all);
        counts.put("tables", (long) tables.size());
        MessageDigest digest = Digests.sha256();
        digest.update(lines.toString().getBytes(StandardCharsets.UTF_8));
        return new Counted(counts, "sha256:" + Digests.hex(digest));
    }
}
