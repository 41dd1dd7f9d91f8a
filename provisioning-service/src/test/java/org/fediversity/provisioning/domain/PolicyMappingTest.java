package org.fediversity.provisioning.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fediversity.provisioning.domain.Sample.demand;
import static org.fediversity.provisioning.domain.Sample.machine;
import static org.fediversity.provisioning.domain.Sample.resource;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.fediversity.contracts.Assignment;
import org.fediversity.contracts.Requirements.RequiredResource;
import org.fediversity.provisioning.domain.PolicyMapping.Feasible;
import org.fediversity.provisioning.domain.PolicyMapping.Infeasible;
import org.junit.jupiter.api.Test;

class PolicyMappingTest {
    private static final RequiredResource DATABASE = resource("database", "postgresql", Map.of());

    private static List<Assignment> assigned(Place place, Holding now, RequiredResource... resources) {
        return switch (PolicyMapping.assign(demand(resources), place, now)) {
            case Feasible(var assignments) -> assignments;
            case Infeasible(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    private static List<String> problems(Place place, Holding now, RequiredResource... resources) {
        return switch (PolicyMapping.assign(demand(resources), place, now)) {
            case Feasible(var assignments) -> throw new AssertionError("feasible: " + assignments);
            case Infeasible(var problems) ->
                problems.stream().map(PolicyMapping.Problem::toString).toList();
        };
    }

    private static Place taken(String offer, String dimension, int amount) {
        return new Place(Sample.alpha(), Map.of(offer, new Amounts(Map.of(dimension, BigDecimal.valueOf(amount)))));
    }

    @Test
    void the_first_rule_that_matches_decides_and_adds_what_it_says() {
        Assignment assignment =
                assigned(Sample.empty(), Holding.NOTHING, DATABASE).getFirst();
        assertThat(assignment.offer()).isEqualTo("pg");
        assertThat(assignment.driver()).isEqualTo("postgresql");
        assertThat(assignment.with()).isEqualTo(Map.of("connectionLimit", 20, "note", "op-1"));
    }

    @Test
    void a_rule_may_compute_the_offer() {
        assertThat(assigned(Sample.empty(), Holding.NOTHING, machine(1, 512))
                        .getFirst()
                        .offer())
                .isEqualTo("hosts");
    }

    @Test
    void a_rule_may_refuse_and_its_reason_is_told() {
        assertThat(problems(Sample.empty(), Holding.NOTHING, machine(1, 5000)))
                .containsExactly("machine: no machine that large here");
    }

    @Test
    void what_nobody_offers_is_infeasible_and_said_so() {
        assertThat(problems(
                        Sample.empty(),
                        Holding.NOTHING,
                        resource("cache", "redis", Map.of()),
                        resource("mail", "smtp", Map.of())))
                .containsExactly(
                        "notes/cache: the environment offers nothing of type redis",
                        "notes/mail: the environment offers nothing of type smtp");
    }

    @Test
    void secrets_and_volumes_need_no_offer_where_processes_run() {
        assertThat(assigned(
                        Sample.empty(),
                        Holding.NOTHING,
                        resource("actorKey", "secret", Map.of("kind", "rsa")),
                        resource("uploads", "volume", Map.of("sizeGiB", 1))))
                .extracting(Assignment::driver)
                .containsExactly("secret", "directory");
    }

    @Test
    void capacity_counts_what_others_hold() {
        assertThat(assigned(taken("pg", "databases", 1), Holding.NOTHING, DATABASE))
                .hasSize(1);
        assertThat(problems(taken("pg", "databases", 2), Holding.NOTHING, DATABASE))
                .containsExactly("notes/database: 'pg' has 0 databases free, 1 are needed");
    }

    @Test
    void capacity_counts_all_of_one_request_together() {
        assertThat(problems(
                        taken("pg", "databases", 1),
                        Holding.NOTHING,
                        DATABASE,
                        resource("second", "postgresql", Map.of())))
                .containsExactly("notes/database: 'pg' has 1 databases free, 2 are needed");
    }

    @Test
    void a_dimension_that_the_offer_does_not_declare_is_not_limited() {
        assertThat(assigned(taken("hosts", "diskGiB", 100_000), Holding.NOTHING, machine(1, 512)))
                .hasSize(1);
    }

    @Test
    void the_same_resource_is_not_counted_twice_when_it_is_updated() {
        Holding now = holding(assigned(Sample.empty(), Holding.NOTHING, machine(3, 512)));
        assertThat(assigned(Sample.empty(), now, machine(4, 512))).hasSize(1);
        assertThat(problems(Sample.empty(), now, machine(5, 512)))
                .containsExactly("machine: 'hosts' has 4 cpu free, 5 are needed");
    }

    @Test
    void a_pool_that_was_shrunk_evicts_nobody() {
        Holding now = holding(assigned(Sample.empty(), Holding.NOTHING, machine(3, 512)));
        assertThat(assigned(taken("hosts", "cpu", 4), now, machine(3, 512))).hasSize(1);
    }

    @Test
    void what_is_provisioned_stays_at_its_offer_though_the_policy_would_choose_another() {
        Assignment elsewhere = new Assignment(
                "notes/database",
                "notes",
                "database",
                "postgresql",
                "big-pg",
                "postgresql",
                Map.of(),
                Map.of("connectionLimit", 5));
        Assignment assignment =
                assigned(Sample.empty(), holding(List.of(elsewhere)), DATABASE).getFirst();
        assertThat(assignment.offer()).isEqualTo("big-pg");
        assertThat(assignment.with()).isEqualTo(Map.of("connectionLimit", 5));
    }

    @Test
    void a_rule_that_cannot_be_evaluated_refuses_rather_than_being_passed_over() {
        String slip = Sample.ALPHA.replace("request.type == 'machine' && request.memoryMiB", "request.memoryMiB");
        Place place = new Place(Definition.read(Sample.document(slip)), Map.of());
        assertThat(problems(place, Holding.NOTHING, DATABASE).getFirst())
                .startsWith("notes/database: policy rule 1 (/policy/0) cannot be evaluated")
                .contains("memoryMiB");
    }

    @Test
    void a_topology_and_a_backend_that_do_not_fit_are_told() {
        Demand distributed =
                new Demand("d1", "alpha", "distributed", "op-1", "garden.localhost", Sample.requirements(DATABASE));
        Definition containers =
                Definition.read(Sample.document(Sample.ALPHA.replace("backend: process", "backend: container")));
        assertThat(PolicyMapping.assign(distributed, new Place(containers, Map.of()), Holding.NOTHING))
                .isInstanceOfSatisfying(Infeasible.class, infeasible -> assertThat(infeasible.problems())
                        .extracting(PolicyMapping.Problem::message)
                        .anyMatch(message -> message.contains("topology 'distributed'"))
                        .anyMatch(message -> message.contains("notes/web does not run on the backend 'container'")));
    }

    @Test
    void a_policy_may_look_at_usage() {
        String spread = Sample.ALPHA.replace(
                "request.type == 'postgresql' && request.name == 'archive'",
                "request.type == 'postgresql' && usage.pg.databases.free < 1");
        Place full = new Place(
                Definition.read(Sample.document(spread)),
                Map.of("pg", new Amounts(Map.of("databases", BigDecimal.TWO))));
        assertThat(assigned(full, Holding.NOTHING, DATABASE).getFirst().offer()).isEqualTo("big-pg");
    }

    /// Volumes: up to 5 GiB where there is room at `small`, else at `large`; databases and machines at one of two.
    private static final String VOLUMES = """
            apiVersion: fediversity.org/v1
            kind: Environment
            metadata: {name: alpha}
            backend: process
            topologies: [monolithic]
            resources:
              - {name: small, type: volume, driver: directory, capacity: {sizeGiB: 6}}
              - {name: large, type: volume, driver: directory, capacity: {sizeGiB: 100}}
              - {name: slow, type: machine, driver: process}
              - {name: fast, type: machine, driver: process}
            policy:
              - {when: "${request.type == 'volume' && request.sizeGiB > 5}", refuse: "volumes of at most 5 GiB"}
              - {when: "${request.type == 'volume' && request.sizeGiB <= usage.small.sizeGiB.free}", use: small}
              - {when: "${request.type == 'volume'}", use: large}
              - {when: "${request.type == 'machine' && request.cpu > 2}", use: fast}
              - {when: "${request.type == 'machine'}", use: slow}
            """;

    private static Place volumes(String policy, Map<String, Amounts> reserved) {
        return new Place(Definition.read(Sample.document(policy)), reserved);
    }

    private static RequiredResource uploads(Object sizeGiB) {
        return resource("uploads", "volume", Map.of("sizeGiB", sizeGiB));
    }

    private static Holding uploadsAt(String offer, Object sizeGiB) {
        return holding(List.of(new Assignment(
                "notes/uploads",
                "notes",
                "uploads",
                "volume",
                offer,
                "directory",
                Map.of("sizeGiB", sizeGiB),
                Map.of())));
    }

    @Test
    void a_changed_request_is_judged_anew_and_an_unchanged_one_is_not() {
        Place place = volumes(VOLUMES, Map.of());
        assertThat(problems(place, uploadsAt("small", 1), uploads(9)))
                .containsExactly("notes/uploads: volumes of at most 5 GiB");
        assertThat(assigned(place, uploadsAt("small", 9), uploads(9.0))
                        .getFirst()
                        .offer())
                .isEqualTo("small");
    }

    @Test
    void a_changed_request_stays_where_the_policy_still_allows_it() {
        assertThat(assigned(volumes(VOLUMES, Map.of()), uploadsAt("large", 1), uploads(2))
                        .getFirst()
                        .offer())
                .isEqualTo("large");
        String narrow = VOLUMES.replace("use: large", "use: small");
        assertThat(problems(volumes(narrow, Map.of()), uploadsAt("large", 1), uploads(2)))
                .singleElement()
                .asString()
                .contains("'small' only")
                .contains("at 'large'")
                .contains("migration");
    }

    @Test
    void what_is_held_does_not_count_against_what_replaces_it() {
        assertThat(assigned(volumes(VOLUMES, Map.of()), uploadsAt("small", 4), uploads(5))
                        .getFirst()
                        .offer())
                .isEqualTo("small");
    }

    @Test
    void a_changed_request_counts_against_the_quota() {
        String free = VOLUMES.replace("request.sizeGiB > 5", "request.sizeGiB > 500")
                .replace("request.sizeGiB <= usage.small.sizeGiB.free", "true");
        assertThat(problems(volumes(free, Map.of()), uploadsAt("small", 1), uploads(9)))
                .containsExactly("notes/uploads: 'small' has 6 sizeGiB free, 9 are needed");
    }

    @Test
    void what_keeps_no_state_is_moved_where_its_change_takes_it() {
        Place place = volumes(VOLUMES, Map.of());
        Holding now = holding(assigned(place, Holding.NOTHING, machine(1, 512)));
        assertThat(now.wanted().getFirst().offer()).isEqualTo("slow");
        assertThat(assigned(place, now, machine(4, 512)).getFirst().offer()).isEqualTo("fast");
    }

    @Test
    void what_keeps_state_is_not_left_behind_by_a_change_of_its_request() {
        String sorted = VOLUMES.replace("refuse: \"volumes of at most 5 GiB\"", "use: large")
                .replace("request.sizeGiB <= usage.small.sizeGiB.free", "true");
        assertThat(problems(volumes(sorted, Map.of()), uploadsAt("small", 1), uploads(6)))
                .singleElement()
                .asString()
                .contains("'large' only");
    }

    @Test
    void what_is_built_in_may_change_though_the_provider_offers_another_since() {
        Place place = volumes(VOLUMES, Map.of());
        assertThat(assigned(place, uploadsAt("built-in-volume", 1), uploads(2))
                        .getFirst()
                        .offer())
                .isEqualTo("built-in-volume");
        assertThat(problems(place, uploadsAt("built-in-volume", 1), uploads(9)))
                .containsExactly("notes/uploads: volumes of at most 5 GiB");
    }

    @Test
    void a_policy_that_broke_since_keeps_nobody_from_staying() {
        String broken = VOLUMES.replace("request.type == 'volume' && request.sizeGiB > 5", "request.cpu > 5");
        assertThat(assigned(volumes(broken, Map.of()), uploadsAt("small", 1), uploads(1)))
                .hasSize(1);
        assertThat(problems(volumes(broken, Map.of()), uploadsAt("small", 1), uploads(2)))
                .hasSize(1);
    }

    @Test
    void a_list_within_a_text_is_json_and_usage_holds_numbers() {
        String told = Sample.ALPHA.replace(
                "${operator.id}\"", "${operator.tags} ${offers[0].capacity} ${usage.pg.databases}\"");
        Place place = new Place(
                Definition.read(Sample.document(told)), Map.of("pg", new Amounts(Map.of("databases", BigDecimal.ONE))));
        assertThat(assigned(place, Holding.NOTHING, DATABASE).getFirst().with().get("note"))
                .asString()
                .startsWith("[] {\"cpu\":4,\"memoryMiB\":8192} {")
                .contains("\"total\":2", "\"reserved\":1", "\"free\":1");
    }

    private static Holding holding(List<Assignment> wanted) {
        return new Holding("op-1", "garden.localhost", wanted, List.of(), Map.of(), List.of());
    }
}
