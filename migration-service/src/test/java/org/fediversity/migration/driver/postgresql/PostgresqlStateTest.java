package org.fediversity.migration.driver.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.fediversity.contracts.ResourceResult;
import org.fediversity.migration.driver.Outcome;
import org.fediversity.migration.driver.StateDriver;
import org.fediversity.migration.driver.StateDriverContract;
import org.fediversity.migration.driver.StatePlace;
import org.fediversity.testing.Servers;
import org.junit.jupiter.api.Test;

/// Without any program, as on a machine that has only a JDK.
class PostgresqlStateTest extends StateDriverContract {
    @Override
    protected StateDriver driver() {
        return new PostgresqlState("none");
    }

    @Override
    protected StatePlace source() {
        return database(RICH);
    }

    @Override
    protected StatePlace target() {
        return database("create table posts (id int primary key, junk text); insert into posts values (1, 'old');"
                + "create schema left_over; create table left_over.x (y int); create type mood as enum ('x')");
    }

    @Override
    protected StatePlace nowhere() {
        StatePlace place = database("");
        return place("postgres", "secret", "nowhere", place.need("host"), place.need("port"));
    }

    @Test
    void the_copy_behaves_like_the_original() throws SQLException {
        StatePlace target = target();
        move(source(), target);

        try (Connection db = connect(target)) {
            assertThat(Server.texts(db, "select title || ':' || length from public.posts order by id limit 1"))
                    .containsExactly("Grüße:5");
            assertThat(Server.texts(db, "insert into public.posts (title, mood) values ('n', 'happy') returning id"))
                    .containsExactly("4");
            assertThat(Server.texts(db, "select count(*) from audit.log")).containsExactly("4");
            assertThat(Server.texts(db, "select title from public.happy_posts order by title"))
                    .containsExactly("Grüße", "n");
            assertThat(Server.texts(db, "select n from public.post_count")).containsExactly("3");
            assertThat(Server.texts(db, "select public.shout('a')")).containsExactly("A!");
            assertThat(Server.texts(db, "select tableoid::regclass from public.visits order by at"))
                    .containsExactly("visits_2025", "visits_2026");
            assertThat(refused(db, "insert into public.posts (title, mood) values ('', 'happy')"))
                    .isTrue();
            assertThat(refused(db, "insert into public.replies (post, text) values (99, 'x')"))
                    .isTrue();
            assertThat(refused(db, "insert into public.posts (title) values ('Grüße')"))
                    .isTrue();
            assertThat(Server.texts(db, "select obj_description('public.posts'::regclass)"))
                    .containsExactly("What's \"said\"");
            assertThat(Server.texts(db, "select indexdef from pg_indexes where indexname = 'posts_lower'"))
                    .hasSize(1);
            assertThat(Server.texts(db, "select to_regclass('left_over.x') is null"))
                    .containsExactly("t");
        }
    }

    @Test
    void a_difference_of_one_value_is_seen() throws SQLException {
        StatePlace target = target();
        var moved = move(source(), target);
        try (Connection db = connect(target)) {
            Server.run(db, "update public.posts set body = 'b' where id = 2");
        }

        var counted = done(driver().count(target));

        assertThat(counted.counts()).isEqualTo(moved.arrived().counts());
        assertThat(counted.content()).isNotEqualTo(moved.arrived().content());
    }

    @Test
    void what_a_plain_dump_cannot_carry_is_refused_by_name() {
        StatePlace source = database("create table a (x int); create table b () inherits (a)");

        Outcome<StateDriver.Exported> outcome = driver().export(source, new ByteArrayOutputStream());

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.why())
                .contains("table inheritance"));
    }

    static boolean refused(Connection db, String sql) {
        try {
            Server.run(db, sql);
            return false;
        } catch (SQLException e) {
            return true;
        }
    }

    static StatePlace database(String content) {
        Servers.Database fresh = Servers.postgres();
        StatePlace place = place(fresh.user(), fresh.password(), fresh.name(), fresh.host(), "" + fresh.port());
        try (Connection db = connect(place)) {
            Server.run(db, "set search_path to public");
            Server.run(db, content.isEmpty() ? "select 1" : content);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return place;
    }

    static StatePlace place(String user, String password, String name, String host, String port) {
        return new StatePlace(
                new ResourceResult(
                        "notes/database",
                        "notes",
                        "database",
                        "postgresql",
                        "postgresql",
                        Map.of("host", host, "port", Integer.parseInt(port), "database", name, "user", user),
                        Map.of("password", "provisioning/1")),
                Map.of("password", password));
    }

    static Connection connect(StatePlace place) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + place.need("host") + ":" + place.need("port") + "/" + place.need("database"),
                place.need("user"),
                place.need("password"));
    }

    static final String RICH = """
            create extension if not exists pg_trgm;
            create type mood as enum ('happy', 'sad');
            create domain title as text collate "C" default 'none' check (length(value) > 0);
            create type pair as (a int, b text);
            create function shout(t text) returns text language sql immutable as $$ select upper(t) || '!' $$;
            create sequence tickets increment by 5 start with 100;
            create schema audit;
            create table posts (
              id bigint generated always as identity primary key,
              title title not null,
              body text,
              mood mood not null default 'sad',
              pairs pair[] default '{}',
              ticket int not null default nextval('tickets'),
              length int generated always as (length(title)) stored,
              loud text default shout('x'),
              raw bytea, at timestamptz default now(), score double precision, tags text[], doc jsonb,
              constraint unique_title unique (title) deferrable
            ) with (fillfactor = 80);
            comment on table posts is 'What''s "said"';
            comment on column posts.body is 'text';
            create table replies (
              id serial primary key,
              post bigint not null references posts on delete cascade,
              text varchar(200) not null check (text <> '{?}'));
            create index posts_lower on posts (lower(title)) where mood = 'happy';
            create index posts_trgm on posts using gin (body gin_trgm_ops);
            create table audit.log (at timestamptz default now(), what text);
            create function audit.note() returns trigger language plpgsql as $$
              begin insert into audit.log (what) values (TG_OP || ':' || NEW.title); return NEW; end $$;
            create trigger note after insert on posts for each row execute function audit.note();
            create view happy_posts as select * from posts where mood = 'happy';
            create view happier as select id, (select count(*) from replies r where r.post = p.id) from happy_posts p;
            create function newest() returns setof happy_posts language sql stable as
              $$ select * from happy_posts order by at desc $$;
            create table visits (at date not null, who text) partition by range (at);
            create table visits_2025 partition of visits for values from ('2025-01-01') to ('2026-01-01');
            create table visits_2026 partition of visits for values from ('2026-01-01') to ('2027-01-01');
            create index visits_who on visits (who);
            alter table visits add primary key (at, who);
            insert into visits values ('2025-05-05', 'a'), ('2026-05-05', 'b');
            insert into posts (title, body, mood, raw, score, tags, doc, pairs) values
              ('Grüße', E'tab\\tline\\nback\\\\slash \\u2603', 'happy', '\\x00ff10', 0.1, '{a,"b c",NULL}',
                '{"k": [1, null]}', array[row(1, 'x')::pair]),
              ('empty', '', 'sad', null, 'NaN', null, null, null),
              ('null', null, 'sad', '', -1e300, '{}', '[]', '{}');
            insert into replies (post, text) values (1, 'first'), (1, 'second');
            create materialized view post_count as select count(*) as n from posts;
            create unique index post_count_n on post_count (n);
            create materialized view never_filled as select 1 as one with no data;
            """;
}
