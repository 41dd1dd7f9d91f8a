package org.fediversity.config;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The doors between the rooms, as ARCHITECTURE says.
@AnalyzeClasses(packages = "org.fediversity.config", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {
    @ArchTest
    static final ArchRule doors_are_kept = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("api")
            .definedBy("..config.api..")
            .layer("inbox")
            .definedBy("..config.inbox..")
            .layer("domain")
            .definedBy("..config.domain..")
            .layer("policy")
            .definedBy("..config.policy..")
            .layer("driver")
            .definedBy("..config.driver..")
            .layer("view")
            .definedBy("..config.view..")
            .layer("wiring")
            .definedBy("..config.wiring..")
            .whereLayer("wiring")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("api")
            .mayOnlyBeAccessedByLayers("wiring")
            .whereLayer("inbox")
            .mayOnlyBeAccessedByLayers("wiring")
            .whereLayer("policy")
            .mayOnlyBeAccessedByLayers("wiring")
            .whereLayer("view")
            .mayOnlyBeAccessedByLayers("api", "policy", "wiring")
            .whereLayer("driver")
            .mayOnlyBeAccessedByLayers("policy", "wiring");
}
