package io.pacekeeper.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which module may know what. */
class ArchitectureTest {
  private static final String API = "io.pacekeeper.api..";
  private static final String JDBC = "io.pacekeeper.jdbc..";
  private static final String CORE = "io.pacekeeper.core..";
  private static final String PACEMAKER = "io.pacekeeper.pacemaker..";
  private static final String RUNTIME = "io.pacekeeper.runtime..";
  private static final String ZOOKEEPER = "io.pacekeeper.zookeeper..";
  private static final String TESTKIT = "io.pacekeeper.testkit..";
  private static final String CLI = "io.pacekeeper.cli..";
  private static final String EXAMPLES = "io.pacekeeper.examples..";

  /** Methods by which time, chance or the machine would come in unasked, by class. */
  private static final Map<String, Set<String>> AMBIENT =
      Map.of(
          "java.lang.System", Set.of("nanoTime", "currentTimeMillis", "getenv", "getProperty"),
          "java.lang.Math", Set.of("random"),
          "java.lang.StrictMath", Set.of("random"),
          "java.util.UUID", Set.of("randomUUID"),
          "java.util.Collection", Set.of("parallelStream"));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.pacekeeper");

  @Test
  void everyModuleIsLookedAt() {
    for (String module :
        Set.of(API, JDBC, CORE, PACEMAKER, RUNTIME, ZOOKEEPER, TESTKIT, CLI, EXAMPLES)) {
      assertThat(CLASSES)
          .as("classes of %s", module)
          .anyMatch(JavaClass.Predicates.resideInAPackage(module));
    }
  }

  @Test
  void theApiKnowsTheJdkAndJSpecifyAlone() {
    classes()
        .that()
        .resideInAPackage(API)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(API, "java..", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void theJdbcModuleKnowsTheApiAndTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage(JDBC)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(JDBC, API, "java..", "org.jspecify..")
        .because("which database it is, and which driver, is for the application")
        .check(CLASSES);
  }

  @Test
  void theCoreAsksNobodyForTimeOrChance() {
    noClasses()
        .that()
        .resideInAPackage(CORE)
        .should()
        .accessTargetWhere(describe("it brings in time, chance or the machine", this::isAmbient))
        .because("whoever calls the core says what time it is")
        .check(CLASSES);
  }

  @Test
  void theCoreHasNoThreadNoNetworkAndNoFile() {
    noClasses()
        .that()
        .resideInAPackage(CORE)
        .should()
        .dependOnClassesThat(
            describe("are threads, input or output", ArchitectureTest::threadsOrTalks))
        .because("the core is values in, values out")
        .check(CLASSES);
  }

  @Test
  void theCoreKnowsNoLibraryButGuava() {
    noClasses()
        .that()
        .resideInAPackage(CORE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache..", "org.slf4j..", "com.fasterxml..", "io.netty..", "picocli..")
        .check(CLASSES);
  }

  @Test
  void curatorIsKnownToTheZooKeeperLayerAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ZOOKEEPER)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.curator..")
        .check(CLASSES);
  }

  @Test
  void zooKeeperIsKnownToItsLayerAndToProgramsThatStartAServer() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ZOOKEEPER, CLI, EXAMPLES)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.zookeeper..")
        .check(CLASSES);
  }

  @Test
  void jacksonIsKnownToTheZooKeeperLayerAndTheCommandLineAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ZOOKEEPER, CLI)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.fasterxml..")
        .check(CLASSES);
  }

  @Test
  void noLibraryShowsThroughAPublicSignature() {
    classes()
        .that()
        .resideInAnyPackage(API, JDBC, CORE, PACEMAKER, RUNTIME, ZOOKEEPER, TESTKIT)
        .should(
            new KeepForeignTypesOutOfSignatures(
                "com.google.common..", "org.apache..", "com.fasterxml.."))
        .because("an application would be tied to our version of that library")
        .check(CLASSES);
  }

  @Test
  void dependenciesPointFromTheHandsToTheMind() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("api")
        .definedBy(API)
        .layer("jdbc")
        .definedBy(JDBC)
        .layer("core")
        .definedBy(CORE)
        .layer("pacemaker")
        .definedBy(PACEMAKER)
        .layer("runtime")
        .definedBy(RUNTIME)
        .layer("zookeeper")
        .definedBy(ZOOKEEPER)
        .layer("testkit")
        .definedBy(TESTKIT)
        .layer("programs")
        .definedBy(CLI, EXAMPLES)
        .whereLayer("api")
        .mayNotAccessAnyLayer()
        .whereLayer("jdbc")
        .mayOnlyAccessLayers("api")
        .whereLayer("core")
        .mayOnlyAccessLayers("api")
        .whereLayer("pacemaker")
        .mayOnlyAccessLayers("api", "core")
        .whereLayer("runtime")
        .mayOnlyAccessLayers("api", "core")
        .whereLayer("zookeeper")
        .mayOnlyAccessLayers("api", "core", "runtime")
        .whereLayer("testkit")
        .mayOnlyAccessLayers("api", "core", "runtime")
        .whereLayer("programs")
        .mayNotBeAccessedByAnyLayer()
        .check(CLASSES);
  }

  @Test
  void packagesDependOnEachOtherInOneDirection() {
    slices().matching("io.pacekeeper.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void noClassHidesBehindAnEmptyWord() {
    noClasses()
        .should()
        .haveNameMatching(".*(Impl|Utils?|Helper|Manager)")
        .because("a name says what a thing is")
        .check(CLASSES);
  }

  @Test
  void onlyProgramsEndTheJvm() {
    noClasses()
        .that()
        .resideOutsideOfPackages(CLI, EXAMPLES)
        .should()
        .accessTargetWhere(
            describe("it is System.exit", access -> isMethod(access, "java.lang.System", "exit")))
        .check(CLASSES);
  }

  private boolean isAmbient(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getName();
    boolean clock = owner.startsWith("java.time.") && (name.equals("now") || name.equals("system"));
    boolean unseeded =
        Set.of("java.util.Random", "java.util.SplittableRandom").contains(owner)
            && access.getTarget().getFullName().endsWith("<init>()");
    return clock || unseeded || AMBIENT.getOrDefault(owner, Set.of()).contains(name);
  }

  private static boolean isMethod(JavaAccess<?> access, String owner, String name) {
    return access.getTargetOwner().getName().equals(owner) && access.getName().equals(name);
  }

  private static boolean threadsOrTalks(JavaClass type) {
    DescribedPredicate<JavaClass> packages =
        JavaClass.Predicates.resideInAnyPackage(
            "java.io..",
            "java.net..",
            "java.nio.file..",
            "java.nio.channels..",
            "java.util.concurrent..",
            "java.util.logging..");
    boolean harmless =
        Set.of("java.io.Serializable", "java.util.concurrent.TimeUnit").contains(type.getName());
    boolean named =
        Set.of(
                "java.lang.Thread",
                "java.lang.Process",
                "java.lang.ProcessBuilder",
                "java.lang.ProcessHandle",
                "java.lang.Runtime",
                "java.lang.ThreadLocal",
                "java.time.Clock",
                "java.util.Timer",
                "java.security.SecureRandom")
            .contains(type.getName());
    return named || (packages.test(type) && !harmless);
  }
}
