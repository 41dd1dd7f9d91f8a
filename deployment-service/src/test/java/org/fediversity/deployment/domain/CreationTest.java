package org.fediversity.deployment.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fediversity.contracts.PinnedApplication;
import org.fediversity.deployment.domain.Configurations.Application;
import org.fediversity.deployment.domain.Configurations.Domain;
import org.fediversity.deployment.domain.Creation.Answers;
import org.fediversity.deployment.domain.Creation.Wish;
import org.fediversity.deployment.domain.Environments.Environment;
import org.fediversity.runtime.Fault;
import org.junit.jupiter.api.Test;

class CreationTest {
    private static final Environment ALPHA =
            new Environment("alpha", "Rack", "process", List.of("monolithic"), "provider");
    private static final Application NOTES = new Application("notes", "1.2.0", "Notes", List.of("process"));
    private static final Domain MINE = new Domain("op1.localhost", "op-1", true);

    private static Creation creation(Wish... wishes) {
        return new Creation("op-1", "Mine", "alpha", "monolithic", "op1.localhost", List.of(wishes));
    }

    private static List<String> pointers(List<Fault> faults) {
        return faults.stream().map(Fault::pointer).toList();
    }

    @Test
    void what_is_right_has_no_faults_and_is_pinned_to_the_version_found() {
        Creation creation = creation(new Wish("notes", "", "blog"));
        Answers answers = new Answers(Optional.of(ALPHA), Optional.of(MINE), List.of(Optional.of(NOTES)), Set.of());
        assertThat(creation.faults()).isEmpty();
        assertThat(creation.faults(answers)).isEmpty();
        assertThat(creation.pinned(answers)).containsExactly(new PinnedApplication("notes", "1.2.0", "blog"));
    }

    @Test
    void a_label_is_a_dns_label() {
        for (String bad : List.of("", "-a", "a-", "A", "a.b", "ä", "a".repeat(64), "a b", "a/b")) {
            assertThat(pointers(creation(new Wish("notes", "", bad)).faults()))
                    .as(bad)
                    .containsExactly("/applications/0/label");
        }
        for (String good : List.of("a", "a-b", "0", "a".repeat(63))) {
            assertThat(creation(new Wish("notes", "", good)).faults()).as(good).isEmpty();
        }
    }

    @Test
    void labels_and_applications_occur_once() {
        assertThat(pointers(creation(new Wish("notes", "", "x"), new Wish("notes", "", "x"))
                        .faults()))
                .containsExactly("/applications/1/name", "/applications/1/label");
    }

    @Test
    void a_domain_of_somebody_else_looks_like_none() {
        Creation creation = creation(new Wish("notes", "", "blog"));
        var theirs = new Answers(
                Optional.of(ALPHA),
                Optional.of(new Domain("op1.localhost", "op-2", true)),
                List.of(Optional.of(NOTES)),
                Set.of());
        var nobodys = new Answers(Optional.of(ALPHA), Optional.empty(), List.of(Optional.of(NOTES)), Set.of());
        assertThat(creation.faults(theirs)).isEqualTo(creation.faults(nobodys));
    }

    @Test
    void an_application_that_the_backend_cannot_run_is_named() {
        Creation creation = creation(new Wish("notes", "", "blog"));
        var boxed = new Application("notes", "1.2.0", "Notes", List.of("container", "nixos"));
        var answers = new Answers(Optional.of(ALPHA), Optional.of(MINE), List.of(Optional.of(boxed)), Set.of());
        assertThat(creation.faults(answers))
                .containsExactly(new Fault(
                        "/applications/0/name", "cannot run on backend process of alpha, only on container, nixos"));
    }

    @Test
    void a_host_name_belongs_to_one_deployment() {
        Creation creation = creation(new Wish("notes", "", "blog"));
        var answers = new Answers(
                Optional.of(ALPHA), Optional.of(MINE), List.of(Optional.of(NOTES)), Set.of("blog.op1.localhost"));
        assertThat(pointers(creation.faults(answers))).containsExactly("/applications/0/label");
    }
}
