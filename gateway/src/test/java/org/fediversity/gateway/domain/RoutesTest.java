package org.fediversity.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fediversity.gateway.domain.Routes.Match;
import org.junit.jupiter.api.Test;

class RoutesTest {
    @Test
    void a_path_finds_its_route_and_what_its_placeholders_stand_for() {
        assertThat(Routes.find("POST", "/api/v1/deployments/d-1/rollouts/3/cancel"))
                .isInstanceOfSatisfying(Match.Found.class, found -> {
                    assertThat(found.route().service()).isEqualTo(Service.DEPLOYMENT);
                    assertThat(found.values()).isEqualTo(Map.of("id", "d-1", "n", "3"));
                });
    }

    @Test
    void head_is_a_get() {
        assertThat(Routes.find("HEAD", "/api/v1/applications")).isInstanceOf(Match.Found.class);
    }

    @Test
    void another_method_is_told_the_ones_there_are() {
        assertThat(Routes.find("PUT", "/api/v1/deployments"))
                .isEqualTo(new Match.OtherMethod(Set.of("GET", "HEAD", "POST")));
    }

    @Test
    void what_is_not_in_the_table_is_unknown() {
        for (String path : Set.of(
                "/api/v1",
                "/api/v1/",
                "/api/v1/deployments/",
                "/api/v1/deployments//rollouts",
                "/internal/deployments/1",
                "/api/v2/deployments",
                "/api/v1/deployments/1/rollouts/2/3",
                "/")) {
            assertThat(Routes.find("GET", path)).as(path).isInstanceOf(Match.Unknown.class);
        }
    }

    @Test
    void no_operation_stands_twice_in_the_table() {
        Set<String> seen = new HashSet<>();
        Routes.all().forEach(route -> assertThat(
                        seen.add(route.method() + " " + route.template().replaceAll("\\{[^}]*}", "{}")))
                .as(route.toString())
                .isTrue());
    }

    @Test
    void only_the_capabilities_are_open_to_everybody() {
        assertThat(Routes.all().stream().filter(Route::isPublic).map(Route::template))
                .containsExactly("/capabilities");
    }

    @Test
    void only_operators_change_deployments() {
        assertThat(Routes.all().stream()
                        .filter(route -> route.template().startsWith("/deployments"))
                        .filter(route -> !route.method().equals("GET"))
                        .map(Route::roles)
                        .distinct())
                .containsExactly(Set.of(Role.OPERATOR));
    }

    @Test
    void a_deprecated_operation_says_since_when_until_when_and_what_to_use() {
        var deprecation = new Deprecation(
                Instant.parse("2026-11-01T00:00:00Z"),
                Optional.of(Instant.parse("2027-05-01T12:00:00Z")),
                "/api/v1/events");
        assertThat(deprecation.headers())
                .containsEntry("Deprecation", "@1793491200")
                .containsEntry("Sunset", "Sat, 01 May 2027 12:00:00 GMT")
                .containsEntry("Link", "</api/v1/events>; rel=\"successor-version\"");
        assertThat(Routes.all().getFirst().deprecated(deprecation).deprecation())
                .contains(deprecation);
    }
}
