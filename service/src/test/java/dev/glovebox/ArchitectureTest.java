package dev.glovebox;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of the architecture, on all of our classes without exception. */
@AnalyzeClasses(packages = "dev.glovebox", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule featuresHaveNoCycles =
      slices().matching("dev.glovebox.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nothingDependsOnTheFrontDoors =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.glovebox.api..",
              "dev.glovebox.dashboard..",
              "dev.glovebox.judge0..",
              "dev.glovebox.piston..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.glovebox.api..",
              "dev.glovebox.dashboard..",
              "dev.glovebox.judge0..",
              "dev.glovebox.piston..");

  @ArchTest
  static final ArchRule queueKnowsOnlyThePlatform =
      noClasses()
          .that()
          .resideInAPackage("dev.glovebox.queue..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.glovebox.submission..",
              "dev.glovebox.worker..",
              "dev.glovebox.judge..",
              "dev.glovebox.language..",
              "dev.glovebox.account..",
              "dev.glovebox.api..",
              "dev.glovebox.sandbox..");

  @ArchTest
  static final ArchRule platformKnowsNoFeature =
      noClasses()
          .that()
          .resideInAPackage("dev.glovebox.platform..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.glovebox.submission..",
              "dev.glovebox.queue..",
              "dev.glovebox.worker..",
              "dev.glovebox.judge..",
              "dev.glovebox.language..",
              "dev.glovebox.account..",
              "dev.glovebox.api..",
              "dev.glovebox.sandbox..");

  @ArchTest
  static final ArchRule onlyOnePlaceKnowsTheEngine =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.glovebox.sandbox.docker..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.github.dockerjava..");

  @ArchTest
  static final ArchRule theSandboxKnowsNoSpring =
      noClasses()
          .that()
          .resideInAPackage("dev.glovebox.sandbox..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.springframework..", "dev.glovebox.platform..");

  /**
   * Annotations are shared between the generations of Jackson; everything else is the newer one.
   */
  @ArchTest
  static final ArchRule oneJackson =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.fasterxml.jackson.core..", "com.fasterxml.jackson.databind..");

  @ArchTest
  static final ArchRule controllersAreNobodysBusiness =
      classes()
          .that()
          .areAnnotatedWith("org.springframework.web.bind.annotation.RestController")
          .should()
          .bePackagePrivate();
}
