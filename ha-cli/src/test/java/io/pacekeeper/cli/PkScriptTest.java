package io.pacekeeper.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script at the root, with a java and a mvn that only write down how they were called. */
class PkScriptTest {
  private static final Path SCRIPT = Path.of("..", "pk").toAbsolutePath().normalize();

  @TempDir Path folder;
  private final Map<String, String> environment = new TreeMap<>();
  private Path root;

  @BeforeEach
  void layOutATree() throws IOException {
    root = Files.createDirectories(folder.resolve("tree with a space"));
    Files.copy(SCRIPT, root.resolve("pk"));
    executable(root.resolve("pk"));
    for (String module : new String[] {"api", "core", "pacemaker", "runtime", "zookeeper", "cli"}) {
      Path sources = Files.createDirectories(root.resolve("ha-" + module + "/src/main/java"));
      old(Files.writeString(sources.resolve("A.java"), "class A {}"));
      old(Files.writeString(root.resolve("ha-" + module + "/pom.xml"), "<project/>"));
    }
    Files.createDirectories(root.resolve("ha-bom"));
    old(Files.writeString(root.resolve("ha-bom/pom.xml"), "<project/>"));
    old(Files.writeString(root.resolve("pom.xml"), "<project/>"));
    Path home = Files.createDirectories(folder.resolve("jdk/bin")).getParent();
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"21.0.1\"\n");
    program(home.resolve("bin/java"), "printf '%s\\n' \"java $*\"");
    program(
        folder.resolve("mvn"),
        "echo \"mvn $*\" >> " + calls() + "; mkdir -p ha-cli/target/lib",
        "touch ha-cli/target/ha-cli-0.1.jar");
    environment.put("JAVA_HOME", home.toString());
    environment.put("PATH", folder + ":" + System.getenv("PATH"));
  }

  @Test
  void theFirstCallBuildsAndTheSecondDoesNot() throws Exception {
    Run first = pk("status", "--json");
    Run second = pk("status");

    assertThat(first.err()).startsWith("pk: building Pacekeeper").hasLineCount(1);
    assertThat(first.out())
        .startsWith("java ")
        .contains(" -cp " + root + "/ha-cli/target/ha-cli-0.1.jar:" + root + "/ha-cli/target/lib/*")
        .endsWith(" io.pacekeeper.cli.Pk status --json\n");
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).endsWith(" io.pacekeeper.cli.Pk status\n");
    assertThat(Files.readAllLines(Path.of(calls()))).hasSize(1);
  }

  @Test
  void whatChangedIsBuiltAgain() throws Exception {
    pk("status");
    Files.setLastModifiedTime(
        root.resolve("ha-core/src/main/java/A.java"), FileTime.from(Instant.now().plusSeconds(60)));

    assertThat(pk("status").err()).startsWith("pk: building Pacekeeper");
  }

  @Test
  void aSourceThatWasDeletedIsBuiltAgain() throws Exception {
    pk("status");
    Path sources = root.resolve("ha-core/src/main/java");
    Files.delete(sources.resolve("A.java"));
    Files.setLastModifiedTime(sources, FileTime.from(Instant.now().plusSeconds(60)));

    assertThat(pk("status").err()).startsWith("pk: building Pacekeeper");
  }

  @Test
  void aBuildThatFailsSaysWhereItsOutputIs() throws Exception {
    program(folder.resolve("mvn"), "echo '[INFO] Scanning'; echo '[ERROR] no such thing'; exit 1");

    Run run = pk("status");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("[ERROR] no such thing\n")
        .endsWith("pk: the build failed: see " + root + "/ha-cli/target/pk-build.log\n");
    assertThat(run.out()).isEmpty();
    assertThat(pk("status").status()).as("it is not taken for built").isEqualTo(1);
  }

  @Test
  void aJavaThatIsTooOldIsNamed() throws Exception {
    Path home = Path.of(environment.get("JAVA_HOME"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"1.8.0_402\"\n");

    Run run = pk("status");

    assertThat(run.err())
        .isEqualTo(
            "pk: " + home + "/bin/java is version 1.8.0_402: Pacekeeper needs 17 or newer\n");
    assertThat(run.status()).isEqualTo(1);
  }

  @Test
  void aMissingJavaIsNamed() throws Exception {
    environment.put("JAVA_HOME", folder.resolve("nothing").toString());

    assertThat(pk("status").err())
        .startsWith("pk: JAVA_HOME is " + folder + "/nothing, but there is no java in it")
        .hasLineCount(1);
  }

  @Test
  void itMayBeCalledFromAnywhereByALink() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("pk-link"), root.resolve("pk"));

    Run run = run(link, "status");

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains(root + "/ha-cli/target/lib/*");
  }

  @Test
  void guardRunsACommandWithoutAnyBuildAndEndsAsItDid() throws Exception {
    Path guard = Path.of("..", "pk-guard").toAbsolutePath().normalize();
    Files.copy(guard, root.resolve("pk-guard"));
    executable(root.resolve("pk-guard"));

    Run run = pk("guard", "--", "sh", "-c", "echo \"$1 $2\"; exit 7", "sh", "a b", "c");
    assertThat(run.out()).isEqualTo("a b c\n");
    assertThat(run.status()).isEqualTo(7);
    assertThat(pk("guard", "sh", "-c", "kill -9 $$").status()).isEqualTo(137);
    assertThat(Path.of(calls())).doesNotExist();

    Run nothing = pk("guard", "--");
    assertThat(nothing.status()).isEqualTo(2);
    assertThat(nothing.err())
        .isEqualTo("pk-guard: say what to run: pk-guard -- java -jar app.jar\n");
  }

  @ParameterizedTest
  @CsvSource({"TERM,143", "HUP,129", "USR1,138"})
  void guardHandsOnSignals(String signal, int status) throws Exception {
    assumeThat(isIgnored(status - 128))
        .as("%s is ignored here, as under nohup, and no shell can change that", signal)
        .isFalse();
    Path guard = Path.of("..", "pk-guard").toAbsolutePath().normalize();
    Path begun = folder.resolve("begun");
    Process process =
        new ProcessBuilder(guard.toString(), "sh", "-c", "> " + begun + "; exec sleep 60").start();
    await().until(() -> Files.exists(begun));
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(status);
  }

  /** Returns whether this JVM ignores a signal, and so whatever it starts. */
  private static boolean isIgnored(int signal) throws IOException {
    String mask =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .map(line -> line.substring("SigIgn:".length()).trim())
            .findFirst()
            .orElse("0");
    return (Long.parseUnsignedLong(mask, 16) >> (signal - 1) & 1) != 0;
  }

  private Run pk(String... arguments) throws Exception {
    return run(root.resolve("pk"), arguments);
  }

  private Run run(Path script, String... arguments) throws Exception {
    String[] command = new String[arguments.length + 2];
    command[0] = "bash";
    command[1] = script.toString();
    System.arraycopy(arguments, 0, command, 2, arguments.length);
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(30, SECONDS)).isTrue();
    return new Run(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  private String calls() {
    return folder.resolve("calls").toString();
  }

  private static void program(Path file, String... lines) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    executable(file);
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void old(Path file) throws IOException {
    FileTime time = FileTime.from(Instant.now().minusSeconds(3600));
    Files.setLastModifiedTime(file, time);
    Files.setLastModifiedTime(file.getParent(), time);
  }
}
