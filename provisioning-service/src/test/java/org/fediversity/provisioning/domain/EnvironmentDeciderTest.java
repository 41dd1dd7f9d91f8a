package org.fediversity.provisioning.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.fediversity.contracts.ProvisioningEvent.EnvironmentDeclared;
import org.fediversity.provisioning.domain.Environment.Declared;
import org.fediversity.provisioning.domain.Environment.Undeclared;
import org.fediversity.provisioning.domain.EnvironmentCommand.Declare;
import org.fediversity.provisioning.domain.EnvironmentCommand.DeclareAnew;
import org.fediversity.provisioning.domain.EnvironmentCommand.DeclareFromFile;
import org.fediversity.runtime.Decision;
import org.junit.jupiter.api.Test;

class EnvironmentDeciderTest {
    private static final Map<String, Object> ONE = Map.of("backend", "process");
    private static final Map<String, Object> OTHER = Map.of("backend", "process", "title", "Rack B");

    private static Decision decide(EnvironmentCommand command, Environment state) {
        return EnvironmentDecider.INSTANCE.decide(command, state);
    }

    private static void refused(Decision decision, ProvisioningRefusal why) {
        assertThat(decision).isInstanceOfSatisfying(Decision.Refused.class, refused -> assertThat(refused.why())
                .isEqualTo(why));
    }

    @Test
    void the_first_declaration_is_revision_one() {
        assertThat(decide(new Declare("alpha", "p", ONE), new Undeclared()))
                .isEqualTo(Decision.accepted(new EnvironmentDeclared("alpha", "p", 1, ONE)));
    }

    @Test
    void declaring_what_exists_is_refused() {
        refused(
                decide(new Declare("alpha", "p", ONE), new Declared("p", 1, ONE)),
                ProvisioningRefusal.ENVIRONMENT_EXISTS);
    }

    @Test
    void a_change_makes_a_new_revision_and_no_change_makes_none() {
        assertThat(decide(new DeclareAnew("alpha", "q", 3, OTHER), new Declared("p", 3, ONE)))
                .isEqualTo(Decision.accepted(new EnvironmentDeclared("alpha", "q", 4, OTHER)));
        assertThat(decide(new DeclareAnew("alpha", "q", 3, ONE), new Declared("p", 3, ONE)))
                .isEqualTo(Decision.nothingToDo());
    }

    @Test
    void a_change_to_what_somebody_else_has_changed_is_refused() {
        refused(
                decide(new DeclareAnew("alpha", "p", 2, OTHER), new Declared("p", 3, ONE)),
                ProvisioningRefusal.ENVIRONMENT_CHANGED);
    }

    @Test
    void an_environment_keeps_its_backend() {
        Map<String, Object> elsewhere = Map.of("backend", "nixos");
        refused(
                decide(new DeclareAnew("alpha", "p", 3, elsewhere), new Declared("p", 3, ONE)),
                ProvisioningRefusal.ENVIRONMENT_INVALID);
        refused(
                decide(new DeclareFromFile("alpha", elsewhere), new Declared(DeclareFromFile.SET_UP, 3, ONE)),
                ProvisioningRefusal.ENVIRONMENT_INVALID);
    }

    @Test
    void a_file_declares_again_only_what_a_file_declared() {
        assertThat(decide(new DeclareFromFile("alpha", OTHER), new Declared(DeclareFromFile.SET_UP, 1, ONE)))
                .isEqualTo(Decision.accepted(new EnvironmentDeclared("alpha", DeclareFromFile.SET_UP, 2, OTHER)));
        assertThat(decide(new DeclareFromFile("alpha", OTHER), new Declared("p", 2, ONE)))
                .isEqualTo(Decision.nothingToDo());
    }
}
