package org.fediversity.deployment.driver.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.fediversity.deployment.driver.Database;
import org.fediversity.deployment.driver.Database.Answer;
import org.fediversity.testing.Servers;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class AskedPostgresqlTest {
    @Inject
    Database database;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @ConfigProperty(name = "quarkus.datasource.username")
    String user;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    private Answer ask(String sql, Object... args) {
        return database.ask(
                url + (url.contains("?") ? "&" : "?") + "user=" + user + "&password=" + password, sql, List.of(args));
    }

    @Test
    void a_question_with_arguments_is_answered_by_its_first_value() {
        assertThat(ask(
                        "select count(*) from (values ('http://a/1'), ('http://b/2'), ('$1?')) v (url) where url like $1",
                        "http://a/%"))
                .isEqualTo(new Answer.Said("1"));
        assertThat(ask("select $2 || $1", "one", "two")).isEqualTo(new Answer.Said("twoone"));
        assertThat(ask("select 7 where 5 = $1", 5)).isEqualTo(new Answer.Said("7"));
        assertThat(ask("select 7 where 5 = $1", 6)).isEqualTo(new Answer.Said(""));
    }

    @Test
    void nothing_is_changed_by_a_question_and_nothing_told_but_the_kind_of_refusal() {
        assertThat(ask("create table changed as select 'secret' as text"))
                .isEqualTo(new Answer.Refused("the database refuses the query (25006)"));
        assertThat(ask("select secret")).isEqualTo(new Answer.Refused("the database refuses the query (42703)"));
        assertThat(ask("select $2", "one")).isInstanceOf(Answer.Refused.class);
    }

    @Test
    void what_stands_in_quotes_is_left_alone() {
        List<Integer> order = new ArrayList<>();
        assertThat(AskedPostgresql.withQuestionMarks("select '$1 it''s ?' || $2 ? $1 $$", order))
                .isEqualTo("select '$1 it''s ?' || ? ?? ? $$");
        assertThat(order).containsExactly(2, 1);
    }
}
