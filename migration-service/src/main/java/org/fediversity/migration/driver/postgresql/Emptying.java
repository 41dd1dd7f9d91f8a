package org.fediversity.migration.driver.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Removes everything of the application from a database, and nothing that came with the database or an extension.
final class Emptying {
    private static final String NOT_OF_AN_EXTENSION = """
             and not exists (select 1 from pg_depend d where d.objid = %s.oid and d.deptype = 'e')""";
    private static final String OWN_SCHEMA = " n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%' ";

    /// Each makes statements that drop what is left of one kind.
    private static final List<String> KINDS = List.of(
            "select format('drop schema if exists %I cascade', n.nspname) from pg_namespace n where" + OWN_SCHEMA
                    + "and n.nspname <> 'public' and not exists"
                    + " (select 1 from pg_extension e where e.extnamespace = n.oid)"
                    + NOT_OF_AN_EXTENSION.formatted("n"),
            "select format('drop view if exists %I.%I cascade', n.nspname, c.relname) from pg_class c"
                    + " join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'v' and" + OWN_SCHEMA
                    + NOT_OF_AN_EXTENSION.formatted("c"),
            "select format('drop materialized view if exists %I.%I cascade', n.nspname, c.relname) from pg_class c"
                    + " join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'm' and" + OWN_SCHEMA
                    + NOT_OF_AN_EXTENSION.formatted("c"),
            "select format('drop table if exists %I.%I cascade', n.nspname, c.relname) from pg_class c"
                    + " join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and" + OWN_SCHEMA
                    + NOT_OF_AN_EXTENSION.formatted("c"),
            "select format('drop sequence if exists %I.%I cascade', n.nspname, c.relname) from pg_class c"
                    + " join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'S' and" + OWN_SCHEMA
                    + NOT_OF_AN_EXTENSION.formatted("c"),
            "select format('drop routine if exists %s cascade', p.oid::regprocedure) from pg_proc p"
                    + " join pg_namespace n on n.oid = p.pronamespace where" + OWN_SCHEMA
                    + NOT_OF_AN_EXTENSION.formatted("p"),
            "select format('drop type if exists %I.%I cascade', n.nspname, t.typname) from pg_type t"
                    + " join pg_namespace n on n.oid = t.typnamespace left join pg_class c on c.oid = t.typrelid"
                    + " where t.typtype in ('e', 'd', 'c', 'r') and coalesce(c.relkind, 'c') = 'c' and" + OWN_SCHEMA
                    + NOT_OF_AN_EXTENSION.formatted("t"),
            "select format('select lo_unlink(%s)', m.oid) from pg_largeobject_metadata m");

    private Emptying() {}

    static void of(Connection db) throws SQLException {
        for (String kind : KINDS) {
            for (String statement : Server.texts(db, kind)) {
                Server.run(db, statement);
            }
        }
    }
}
