package io.github.handful.app;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/architecture.md says of the modules that a user's installation holds. */
class ArchitectureTest {
  private static final String ROOT = "io.github.handful.";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.github.handful");

  @ParameterizedTest
  @ValueSource(
      strings = {"torch", "imaging", "nested", "segment", "genseg", "surfaces", "adapt", "app"})
  void everyModuleIsLookedAt(String module) {
    assertThat(CLASSES.that(resideInAPackage(ROOT + module + ".."))).isNotEmpty();
  }

  @Test
  void modulesUseOnlyThoseBelowThem() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("torch")
        .definedBy(ROOT + "torch..")
        .layer("imaging")
        .definedBy(ROOT + "imaging..")
        .layer("nested")
        .definedBy(ROOT + "nested..")
        .layer("segment")
        .definedBy(ROOT + "segment..")
        .layer("genseg")
        .definedBy(ROOT + "genseg..")
        .layer("surfaces")
        .definedBy(ROOT + "surfaces..")
        .layer("adapt")
        .definedBy(ROOT + "adapt..")
        .layer("app")
        .definedBy(ROOT + "app..")
        .whereLayer("torch")
        .mayNotAccessAnyLayer()
        .whereLayer("imaging")
        .mayNotAccessAnyLayer()
        .whereLayer("nested")
        .mayOnlyAccessLayers("torch")
        .whereLayer("segment")
        .mayOnlyAccessLayers("torch", "imaging")
        .whereLayer("genseg")
        .mayOnlyAccessLayers("torch", "imaging", "nested", "segment")
        .whereLayer("surfaces")
        .mayOnlyAccessLayers("torch", "imaging", "segment")
        .whereLayer("adapt")
        .mayOnlyAccessLayers("torch", "imaging", "segment")
        .whereLayer("app")
        .mayNotBeAccessedByAnyLayer()
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void tensorIsAllOfTheBindingThatIsSeenOutsideTorch() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "torch..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.bytedeco..").and(not(belongToAnyOf(Tensor.class))))
        .check(CLASSES);
  }

  @Test
  void commandLineAndImagesDoWithoutTheBinding() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + "app..", ROOT + "imaging..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bytedeco..")
        .check(CLASSES);
  }
}
