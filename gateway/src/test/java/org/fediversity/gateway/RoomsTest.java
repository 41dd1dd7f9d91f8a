package org.fediversity.gateway;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

/// The doors between the rooms, as the architecture lists them.
@AnalyzeClasses(packages = "org.fediversity.gateway", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {
    @ArchTest
    static final ArchRule rooms_use_only_what_they_may = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("org.fediversity.gateway..")
            .withOptionalLayers(true)
            .layer("api")
            .definedBy("org.fediversity.gateway.api..")
            .layer("inbox")
            .definedBy("org.fediversity.gateway.inbox..")
            .layer("policy")
            .definedBy("org.fediversity.gateway.policy..")
            .layer("domain")
            .definedBy("org.fediversity.gateway.domain..")
            .layer("driver")
            .definedBy("org.fediversity.gateway.driver..")
            .layer("view")
            .definedBy("org.fediversity.gateway.view..")
            .layer("wiring")
            .definedBy("org.fediversity.gateway.wiring..")
            .whereLayer("api")
            .mayOnlyAccessLayers("domain", "view")
            .whereLayer("inbox")
            .mayOnlyAccessLayers("domain")
            .whereLayer("policy")
            .mayOnlyAccessLayers("domain", "driver", "view")
            .whereLayer("driver")
            .mayOnlyAccessLayers("domain")
            .whereLayer("view")
            .mayOnlyAccessLayers("domain")
            .whereLayer("domain")
            .mayNotAccessAnyLayer()
            .whereLayer("wiring")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule the_domain_knows_no_framework = ArchRuleDefinition.noClasses()
            .that()
            .resideInAPackage("..domain..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.quarkus..",
                    "jakarta..",
                    "io.vertx..",
                    "org.jdbi..",
                    "java.sql..",
                    "com.fasterxml.jackson.core..",
                    "com.fasterxml.jackson.databind..");
}
