package io.bactrian;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The house: an arrow only ever points down. */
@AnalyzeClasses(packages = "io.bactrian", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

  @ArchTest
  static final ArchRule ARROWS_POINT_DOWN =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("api")
          .definedBy("io.bactrian.api..")
          .layer("engine")
          .definedBy("io.bactrian.engine..")
          .layer("control")
          .definedBy("io.bactrian.control..")
          .layer("store")
          .definedBy("io.bactrian.store..")
          .layer("cluster")
          .definedBy("io.bactrian.cluster..")
          .layer("reconcile")
          .definedBy("io.bactrian.reconcile..")
          .layer("route")
          .definedBy("io.bactrian.route..")
          .layer("config")
          .definedBy("io.bactrian.config..")
          .layer("worker")
          .definedBy("io.bactrian.worker..")
          .layer("cli")
          .definedBy("io.bactrian.cli..")
          .whereLayer("api")
          .mayNotAccessAnyLayer()
          .whereLayer("engine")
          .mayOnlyAccessLayers("api")
          .whereLayer("control")
          .mayOnlyAccessLayers("api", "engine")
          .whereLayer("store")
          .mayOnlyAccessLayers("api", "engine", "control")
          .whereLayer("cluster")
          .mayOnlyAccessLayers("api", "engine", "control")
          .whereLayer("reconcile")
          .mayOnlyAccessLayers("api", "engine", "control", "cluster")
          .whereLayer("route")
          .mayOnlyAccessLayers("api", "engine", "control", "store", "cluster", "reconcile")
          .whereLayer("config")
          .mayOnlyAccessLayers("api", "engine", "control", "store", "cluster", "route")
          .whereLayer("worker")
          .mayOnlyAccessLayers("api", "engine", "control", "store", "cluster", "route", "config")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule THE_ENGINE_KNOWS_NEITHER_CAMEL_NOR_KUBERNETES =
      noClasses()
          .that()
          .resideInAPackage("io.bactrian.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.camel..", "io.fabric8..", "software.amazon.awssdk..");

  @ArchTest
  static final ArchRule ONLY_THE_ENDS_TALK =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.bactrian.api..", "io.bactrian.control..", "io.bactrian.reconcile..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.camel..",
              "io.fabric8.kubernetes.client.dsl..",
              "software.amazon.awssdk..");

  @ArchTest
  static final ArchRule CONTROL_HAS_NO_CLOCK_AND_NO_FILES =
      noClasses()
          .that()
          .resideInAPackage("io.bactrian.control..")
          .should()
          .dependOnClassesThat()
          .haveNameMatching("java\\.nio\\.file\\.Files|java\\.io\\.File.*|java\\.time\\.Clock");

  @ArchTest
  static final ArchRule NO_TWO_PACKAGES_NEED_EACH_OTHER =
      slices().matching("io.bactrian.(**)").should().beFreeOfCycles();

  /** What they share lies in {@code engine.read} and below. */
  @ArchTest
  static final ArchRule BACKUP_RESTORE_AND_VERIFY_ARE_NEIGHBOURS =
      slices()
          .matching("io.bactrian.engine.(backup|restore|verify)")
          .should()
          .notDependOnEachOther();
}
