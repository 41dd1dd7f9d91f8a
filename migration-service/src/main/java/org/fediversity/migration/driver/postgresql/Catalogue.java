package org.fediversity.migration.driver.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Reads from the system catalogue how a database was made: the statements before the rows come, and those after.
/// Every name is qualified, because the connection's search path holds the system's names only. Statements may stand
/// before something they need; who runs them tries again later.
final class Catalogue {
    private static final String OWN = " n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%' ";
    private static final String NOT_OF_AN_EXTENSION =
            " and not exists (select 1 from pg_depend d where d.objid = %s.oid and d.deptype = 'e') ";

    private Catalogue() {}

    /// What a plain dump cannot carry, for people; empty if it can carry everything.
    static List<String> beyond(Connection db) throws SQLException {
        List<String> found = new ArrayList<>();
        for (String query : List.of(
                "select 'large objects' from pg_largeobject_metadata limit 1",
                "select 'table inheritance' from pg_inherits i join pg_class c on c.oid = i.inhrelid"
                        + " where not c.relispartition limit 1",
                "select 'row-level security' from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                        + " where c.relrowsecurity and" + OWN + "limit 1",
                "select 'foreign tables' from pg_class c where c.relkind = 'f' limit 1",
                "select 'rules' from pg_rules r where r.schemaname not in ('pg_catalog', 'information_schema') limit 1",
                "select 'typed tables' from pg_class c where c.reloftype <> 0 limit 1",
                of("aggregates", "pg_proc", "p", "pronamespace", "p.prokind = 'a'"),
                of("range or base types", "pg_type", "t", "typnamespace", "t.typtype in ('r', 'b') and t.typelem = 0"),
                of("operators", "pg_operator", "o", "oprnamespace", "true"),
                of("operator classes", "pg_opclass", "o", "opcnamespace", "true"),
                of("collations", "pg_collation", "o", "collnamespace", "true"),
                of("conversions", "pg_conversion", "o", "connamespace", "true"),
                of("text search configurations", "pg_ts_config", "o", "cfgnamespace", "true"),
                of("text search dictionaries", "pg_ts_dict", "o", "dictnamespace", "true"),
                "select 'event triggers' from pg_event_trigger limit 1",
                "select 'publications' from pg_publication limit 1")) {
            found.addAll(Server.texts(db, query));
        }
        return found;
    }

    private static String of(String what, String catalogue, String alias, String namespace, String condition) {
        return "select '" + what + "' from " + catalogue + " " + alias + " join pg_namespace n on n.oid = " + alias
                + "." + namespace + " where " + condition + " and" + OWN + NOT_OF_AN_EXTENSION.formatted(alias)
                + " limit 1";
    }

    /// Schemas, extensions, types, sequences, functions, tables without constraints, partitions in their places.
    static List<String> before(Connection db) throws SQLException {
        List<String> found = new ArrayList<>();
        for (String query : List.of(
                "select format('create schema if not exists %I', n.nspname) from pg_namespace n where" + OWN
                        + "and n.nspname <> 'public'" + NOT_OF_AN_EXTENSION.formatted("n") + "order by n.oid",
                "select format('create extension if not exists %I with schema %I', e.extname, n.nspname)"
                        + " from pg_extension e join pg_namespace n on n.oid = e.extnamespace"
                        + " where e.extname <> 'plpgsql' order by e.oid",
                TYPES,
                SEQUENCES)) {
            found.addAll(Server.texts(db, query));
        }
        found.addAll(Server.texts(
                db,
                "select pg_get_functiondef(p.oid) from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
                        + " where p.prokind <> 'a' and" + OWN + NOT_OF_AN_EXTENSION.formatted("p")
                        + "order by p.oid"));
        found.addAll(Tables.statements(db));
        found.addAll(Server.texts(db, PARTITIONS));
        return found;
    }

    /// Constraints, indexes, views, triggers, comments, the values of sequences.
    static List<String> after(Connection db) throws SQLException {
        List<String> found = new ArrayList<>();
        for (String query : List.of(
                CONSTRAINTS.formatted("c.contype in ('p', 'u', 'x', 'c')"),
                INDEXES.formatted("r", "p"),
                VIEWS,
                INDEXES.formatted("m", "m"),
                CONSTRAINTS.formatted("c.contype = 'f'"),
                TRIGGERS,
                SILENT_TRIGGERS,
                STATISTICS,
                OWNED_SEQUENCES,
                COMMENTS,
                REFRESH)) {
            found.addAll(Server.texts(db, query));
        }
        for (List<String> sequence : Server.rows(db, Tally.OWN_SEQUENCES)) {
            found.addAll(Server.texts(
                    db,
                    "select format('select setval(%L::regclass, %s, %L)', " + Server.literal(sequence.get(1))
                            + ", last_value, is_called) from " + sequence.get(1)));
        }
        return found;
    }

    private static final String TYPES = """
            select case t.typtype
              when 'e' then format('create type %I.%I as enum (%s)', n.nspname, t.typname,
                coalesce((select string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder)
                          from pg_enum e where e.enumtypid = t.oid), ''))
              when 'd' then format('create domain %I.%I as %s%s%s%s%s', n.nspname, t.typname,
                format_type(t.typbasetype, t.typtypmod),
                (select format(' collate %I.%I', cn.nspname, co.collname) from pg_collation co
                   join pg_namespace cn on cn.oid = co.collnamespace join pg_type b on b.oid = t.typbasetype
                   where co.oid = t.typcollation and t.typcollation <> b.typcollation),
                ' default ' || t.typdefault,
                case when t.typnotnull then ' not null' end,
                (select string_agg(format(' constraint %I %s', c.conname, pg_get_constraintdef(c.oid)), '' order by c.oid)
                   from pg_constraint c where c.contypid = t.oid and c.contype = 'c'))
              else format('create type %I.%I as (%s)', n.nspname, t.typname,
                (select string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', '
                          order by a.attnum)
                   from pg_attribute a where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped))
              end
            from pg_type t join pg_namespace n on n.oid = t.typnamespace left join pg_class k on k.oid = t.typrelid
            where t.typtype in ('e', 'd', 'c') and coalesce(k.relkind, 'c') = 'c' and""" + OWN + NOT_OF_AN_EXTENSION.formatted("t") + "order by t.oid";

    private static final String SEQUENCES = """
            select format('create sequence %I.%I as %s increment by %s minvalue %s maxvalue %s start with %s cache %s%s',
              n.nspname, k.relname, format_type(s.seqtypid, null), s.seqincrement, s.seqmin, s.seqmax, s.seqstart,
              s.seqcache, case when s.seqcycle then ' cycle' end)
            from pg_sequence s join pg_class k on k.oid = s.seqrelid join pg_namespace n on n.oid = k.relnamespace
            where not exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass
                    and d.objid = k.oid and d.deptype = 'i') and""" + OWN + NOT_OF_AN_EXTENSION.formatted("k") + "order by k.oid";

    private static final String PARTITIONS = """
            select format('alter table only %s attach partition %s %s', i.inhparent::regclass, k.oid::regclass,
              pg_get_expr(k.relpartbound, k.oid))
            from pg_class k join pg_inherits i on i.inhrelid = k.oid join pg_namespace n on n.oid = k.relnamespace
            where k.relispartition and k.relkind in ('r', 'p') and""" + OWN + "order by k.oid";

    /// A partition has the constraints and indexes of its parent by itself.
    private static final String CONSTRAINTS = """
            select format('alter table %%s%%s add constraint %%I %%s',
              case when k.relkind = 'p' then '' else 'only ' end, k.oid::regclass, c.conname,
              pg_get_constraintdef(c.oid))
            from pg_constraint c join pg_class k on k.oid = c.conrelid join pg_namespace n on n.oid = k.relnamespace
            where %s and c.conparentid = 0 and c.conislocal and k.relkind in ('r', 'p') and""" + OWN.replace("%", "%%")
            + NOT_OF_AN_EXTENSION.replace("%s", "k").replace("%", "%%")
            + "order by position(c.contype in 'puxcf'), c.oid";

    private static final String INDEXES =
            """
            select replace(pg_get_indexdef(x.indexrelid), ' ON ONLY ', ' ON ')
            from pg_index x join pg_class k on k.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
              join pg_namespace n on n.oid = k.relnamespace
            where k.relkind in ('%s', '%s') and not i.relispartition and x.indisvalid
              and not exists (select 1 from pg_constraint c where c.conindid = x.indexrelid and c.contype in ('p', 'u', 'x'))
              and""" + OWN.replace("%", "%%") + NOT_OF_AN_EXTENSION.replace("%s", "k") + "order by x.indexrelid";

    private static final String VIEWS = """
            select format('create %s %s%s as %s%s', case k.relkind when 'm' then 'materialized view' else 'view' end,
              k.oid::regclass,
              (select format(' with (%s)', string_agg(format('%s = %L', split_part(o, '=', 1),
                 substr(o, position('=' in o) + 1)), ', ')) from unnest(k.reloptions) o having count(*) > 0),
              rtrim(pg_get_viewdef(k.oid), '; '), case k.relkind when 'm' then ' with no data' end)
            from pg_class k join pg_namespace n on n.oid = k.relnamespace
            where k.relkind in ('v', 'm') and""" + OWN + NOT_OF_AN_EXTENSION.formatted("k") + "order by k.oid";

    private static final String REFRESH = """
            select format('refresh materialized view %s', k.oid::regclass)
            from pg_class k join pg_namespace n on n.oid = k.relnamespace
            where k.relkind = 'm' and k.relispopulated and""" + OWN + NOT_OF_AN_EXTENSION.formatted("k") + "order by k.oid";

    private static final String TRIGGERS = """
            select pg_get_triggerdef(t.oid)
            from pg_trigger t join pg_class k on k.oid = t.tgrelid join pg_namespace n on n.oid = k.relnamespace
            where not t.tgisinternal and t.tgparentid = 0 and""" + OWN + NOT_OF_AN_EXTENSION.formatted("k") + "order by t.oid";

    private static final String SILENT_TRIGGERS = """
            select format('alter table %s %s trigger %I', k.oid::regclass,
              case t.tgenabled when 'D' then 'disable' when 'A' then 'enable always' else 'enable replica' end, t.tgname)
            from pg_trigger t join pg_class k on k.oid = t.tgrelid join pg_namespace n on n.oid = k.relnamespace
            where not t.tgisinternal and t.tgparentid = 0 and t.tgenabled <> 'O' and""" + OWN + NOT_OF_AN_EXTENSION.formatted("k") + "order by t.oid";

    private static final String STATISTICS = """
            select pg_get_statisticsobjdef(s.oid)
            from pg_statistic_ext s join pg_namespace n on n.oid = s.stxnamespace
            where""" + OWN + NOT_OF_AN_EXTENSION.formatted("s") + "order by s.oid";

    private static final String OWNED_SEQUENCES = """
            select format('alter sequence %s owned by %s.%I', k.oid::regclass, d.refobjid::regclass, a.attname)
            from pg_class k join pg_namespace n on n.oid = k.relnamespace
              join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = k.oid and d.deptype = 'a'
                and d.refclassid = 'pg_class'::regclass
              join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
            where k.relkind = 'S' and""" + OWN + "order by k.oid";

    private static final String COMMENTS =
            """
            select case when d.objsubid > 0
                then format('comment on column %s.%I is %L', k.oid::regclass, a.attname, d.description)
                else format('comment on %s %s is %L',
                  case k.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence'
                    when 'i' then 'index' when 'I' then 'index' else 'table' end, k.oid::regclass, d.description) end
            from pg_description d join pg_class k on k.oid = d.objoid and d.classoid = 'pg_class'::regclass
              join pg_namespace n on n.oid = k.relnamespace
              left join pg_attribute a on a.attrelid = k.oid and a.attnum = d.objsubid and d.objsubid > 0
            where k.relkind in ('r', 'p', 'v', 'm', 'S', 'i', 'I') and""" + OWN + NOT_OF_AN_EXTENSION.formatted("k") + "order by k.oid, d.objsubid";
}
