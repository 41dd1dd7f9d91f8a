package org.fediversity.deployment;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.fediversity.deployment", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {
    private static final String ROOT = "org.fediversity.deployment.";

    @ArchTest
    static final ArchRule api_may_use_domain_and_view = closed("api", "inbox", "policy", "driver", "wiring");

    @ArchTest
    static final ArchRule inbox_may_use_domain = closed("inbox", "api", "policy", "driver", "view", "wiring");

    @ArchTest
    static final ArchRule domain_uses_no_other_room =
            closed("domain", "api", "inbox", "policy", "driver", "view", "wiring");

    @ArchTest
    static final ArchRule policy_may_use_domain_driver_and_view = closed("policy", "api", "inbox", "wiring");

    @ArchTest
    static final ArchRule driver_may_use_domain = closed("driver", "api", "inbox", "policy", "view", "wiring");

    @ArchTest
    static final ArchRule view_may_use_domain = closed("view", "api", "inbox", "policy", "driver", "wiring");

    @ArchTest
    static final ArchRule drivers_know_nothing_of_each_other =
            slices().matching(ROOT + "driver.(*)").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule the_domain_has_no_clock_and_no_world = noClasses()
            .that()
            .resideInAPackage(ROOT + "domain..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta..", "io..", "org.jdbi..", "java.net..", "java.nio.file..", "java.time..");

    @ArchTest
    static final ArchRule services_do_not_import_each_other = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.fediversity.config..",
                    "org.fediversity.provisioning..",
                    "org.fediversity.migration..",
                    "org.fediversity.gateway..");

    private static ArchRule closed(String room, String... others) {
        String[] packages = java.util.Arrays.stream(others)
                .map(other -> ROOT + other + "..")
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(ROOT + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages);
    }
}
