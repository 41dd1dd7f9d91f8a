package org.fediversity.provisioning;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The doors between the rooms.
@AnalyzeClasses(packages = "org.fediversity.provisioning", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {
    private static final String HERE = "org.fediversity.provisioning.";

    @ArchTest
    static final ArchRule every_room_uses_only_what_it_may = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("api")
            .definedBy(HERE + "api..")
            .layer("inbox")
            .definedBy(HERE + "inbox..")
            .layer("domain")
            .definedBy(HERE + "domain..")
            .layer("policy")
            .definedBy(HERE + "policy..")
            .layer("driver")
            .definedBy(HERE + "driver..")
            .layer("view")
            .definedBy(HERE + "view..")
            .layer("wiring")
            .definedBy(HERE + "wiring..")
            .whereLayer("api")
            .mayOnlyAccessLayers("domain", "view")
            .whereLayer("inbox")
            .mayOnlyAccessLayers("domain")
            .whereLayer("domain")
            .mayNotAccessAnyLayer()
            .whereLayer("policy")
            .mayOnlyAccessLayers("domain", "driver", "view")
            .whereLayer("driver")
            .mayOnlyAccessLayers("domain")
            .whereLayer("view")
            .mayOnlyAccessLayers("domain")
            .whereLayer("wiring")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule the_domain_has_no_clock_and_no_outside_world = noClasses()
            .that()
            .resideInAPackage(HERE + "domain..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.time..", "java.sql..", "java.net..", "jakarta..", "io.quarkus..", "org.jdbi..");

    @ArchTest
    static final ArchRule drivers_do_not_know_each_other = noClasses()
            .that()
            .resideInAPackage(HERE + "driver")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(HERE + "driver.*");
}
