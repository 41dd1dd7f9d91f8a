package org.fediversity.config.driver.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.fediversity.config.LittleDns;
import org.fediversity.config.domain.TxtRecords.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SimpleResolver;

/// A resolver that remembers too long, and the server of the zone that knows better.
class AuthoritativeTxtRecordsTest {
    private static final String NAME = "_challenge.www.example.test";

    private LittleDns resolver;
    private LittleDns authority;
    private AuthoritativeTxtRecords records;

    @BeforeEach
    void start() throws Exception {
        resolver = new LittleDns();
        authority = new LittleDns();
        var ours = new SimpleResolver(new InetSocketAddress(InetAddress.getLoopbackAddress(), resolver.port()));
        records = new AuthoritativeTxtRecords(Optional.empty(), Optional.of(ours), authority.port());
        resolver.delegate("example.test", "localhost");
    }

    @AfterEach
    void stop() {
        resolver.close();
        authority.close();
    }

    @Test
    void the_server_of_the_zone_is_asked_and_no_cache() {
        resolver.set(NAME, "yesterday");
        authority.set(NAME, "today", "and more");
        assertThat(records.at(NAME)).isInstanceOfSatisfying(Answer.Found.class, found -> assertThat(found.texts())
                .containsExactlyInAnyOrder("today", "and more"));
    }

    @Test
    void what_it_does_not_know_is_not_there() {
        resolver.set(NAME, "yesterday");
        assertThat(records.at(NAME)).isInstanceOfSatisfying(Answer.Found.class, found -> assertThat(found.texts())
                .isEmpty());
    }

    @Test
    void a_server_that_fails_has_not_said_that_it_is_not_there() {
        authority.fail(NAME, Rcode.REFUSED);
        assertThat(records.at(NAME)).isInstanceOf(Answer.Unreachable.class);
        authority.close();
        assertThat(records.at(NAME)).isInstanceOf(Answer.Unreachable.class);
    }

    @Test
    void a_server_that_only_refers_to_others_has_not_said_so_either() {
        authority.set("www.example.test", "something else");
        authority.loseAuthority();
        assertThat(records.at(NAME)).isInstanceOf(Answer.Unreachable.class);
    }

    @Test
    void a_zone_whose_servers_cannot_be_found_has_not_said_so_either() {
        assertThat(records.at("_challenge.example.invalid")).isInstanceOf(Answer.Unreachable.class);
    }

    @Test
    void what_is_no_name_has_no_records() {
        assertThat(records.at("a".repeat(64) + ".test"))
                .isInstanceOfSatisfying(
                        Answer.Found.class, found -> assertThat(found.texts()).isEmpty());
    }
}
