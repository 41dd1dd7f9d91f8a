package org.fediversity.migration.driver.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Tables as they were made, without constraints, and what of them is copied.
final class Tables {
    private static final String ALL = """
            select k.oid, k.oid::regclass, k.relkind, k.relpersistence,
              case when k.relkind = 'p' then pg_get_partkeydef(k.oid) end,
              (select string_agg(format('%s = %L', split_part(o, '=', 1), substr(o, position('=' in o) + 1)), ', ')
                 from unnest(k.reloptions) o)
            from pg_class k join pg_namespace n on n.oid = k.relnamespace
            where k.relkind in ('r', 'p') and k.relpersistence <> 't'
              and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'
              and not exists (select 1 from pg_depend d where d.objid = k.oid and d.deptype = 'e')
            order by k.oid""";

    private static final String COLUMNS = """
            select format('%%I %%s%%s%%s%%s', a.attname, format_type(a.atttypid, a.atttypmod),
              (select format(' collate %%I.%%I', cn.nspname, c.collname) from pg_collation c
                 join pg_namespace cn on cn.oid = c.collnamespace join pg_type t on t.oid = a.atttypid
                 where c.oid = a.attcollation and a.attcollation <> t.typcollation),
              case
                when a.attgenerated = 's' then format(' generated always as (%%s) stored', pg_get_expr(f.adbin, f.adrelid))
                when a.attgenerated = 'v' then format(' generated always as (%%s) virtual', pg_get_expr(f.adbin, f.adrelid))
                when a.attidentity <> '' then (select format(
                  ' generated %%s as identity (sequence name %%s start with %%s increment by %%s minvalue %%s maxvalue %%s cache %%s%%s)',
                  case a.attidentity when 'a' then 'always' else 'by default' end, s.seqrelid::regclass,
                  s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, case when s.seqcycle then ' cycle' end)
                  from pg_depend d join pg_sequence s on s.seqrelid = d.objid
                  where d.refclassid = 'pg_class'::regclass and d.refobjid = a.attrelid
                    and d.refobjsubid = a.attnum and d.deptype = 'i')
                else ' default ' || pg_get_expr(f.adbin, f.adrelid)
              end,
              case when a.attnotnull then ' not null' end)
            from pg_attribute a left join pg_attrdef f on f.adrelid = a.attrelid and f.adnum = a.attnum
            where a.attrelid = %s and a.attnum > 0 and not a.attisdropped
            order by a.attnum""";

    private static final String COPIED = """
            select quote_ident(a.attname) from pg_attribute a
            where a.attrelid = %s and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
            order by a.attnum""";

    private Tables() {}

    /// Statements that make them all.
    static List<String> statements(Connection db) throws SQLException {
        List<String> found = new ArrayList<>();
        for (List<String> table : Server.rows(db, ALL)) {
            List<String> columns = Server.texts(db, COLUMNS.formatted(table.getFirst()));
            StringBuilder sql =
                    new StringBuilder(table.get(3).equals("u") ? "create unlogged table " : "create table ");
            sql.append(table.get(1))
                    .append(" (")
                    .append(String.join(", ", columns))
                    .append(')');
            if (!table.get(4).isEmpty()) {
                sql.append(" partition by ").append(table.get(4));
            }
            if (!table.get(5).isEmpty()) {
                sql.append(" with (").append(table.get(5)).append(')');
            }
            found.add(sql.toString());
        }
        return found;
    }

    /// `schema.table (columns)` of every table that holds rows of its own, as COPY wants it.
    static List<String> copied(Connection db) throws SQLException {
        List<String> found = new ArrayList<>();
        for (List<String> table : Server.rows(db, Tally.OWN_TABLES)) {
            List<String> columns = Server.texts(db, COPIED.formatted(table.getFirst()));
            if (!columns.isEmpty()) {
                found.add(table.get(1) + " (" + String.join(", ", columns) + ")");
            }
        }
        return found;
    }
}
