package org.fediversity.migration;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

@AnalyzeClasses(packages = "org.fediversity.migration", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {
    private static final String HERE = "org.fediversity.migration.";

    @ArchTest
    static final ArchRule the_doors_between_the_rooms_are_kept = layeredArchitecture()
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
            .layer("snapshot")
            .definedBy(HERE + "snapshot..")
            .layer("wiring")
            .definedBy(HERE + "wiring..")
            .whereLayer("api")
            .mayOnlyAccessLayers("domain", "view")
            .whereLayer("inbox")
            .mayOnlyAccessLayers("domain")
            .whereLayer("domain")
            .mayNotAccessAnyLayer()
            .whereLayer("policy")
            .mayOnlyAccessLayers("domain", "driver", "view", "snapshot")
            .whereLayer("driver")
            .mayOnlyAccessLayers("domain", "snapshot")
            .whereLayer("view")
            .mayOnlyAccessLayers("domain")
            .whereLayer("snapshot")
            .mayNotAccessAnyLayer()
            .whereLayer("wiring")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule the_domain_knows_labels_of_frameworks_at_most = ArchRuleDefinition.noClasses()
            .that()
            .resideInAPackage(HERE + "domain..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.quarkus..", "jakarta..", "org.jdbi..", "software.amazon..", "java.sql..", "java.io..");

    @ArchTest
    static final ArchRule the_snapshot_format_is_pure = ArchRuleDefinition.noClasses()
            .that()
            .resideInAPackage(HERE + "snapshot..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "jakarta..", "org.axonframework..", "org.fediversity.runtime..");

    @ArchTest
    static final ArchRule services_never_import_each_other = ArchRuleDefinition.noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.fediversity.config..",
                    "org.fediversity.provisioning..",
                    "org.fediversity.deployment..",
                    "org.fediversity.gateway..");
}
