package io.pacekeeper.api.fencing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pacekeeper.api.fencing.CommandFencingDevice.Passing;
import io.pacekeeper.api.fencing.FencingResult.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandFencingDeviceTest {
  private static final FencingTarget TARGET =
      new FencingTarget("node1", "plug 7", Duration.ofSeconds(30));

  @TempDir Path folder;

  private static CommandFencingDevice.Builder shell(String script, String... arguments) {
    List<String> command =
        Stream.concat(Stream.of("/bin/sh", "-c", script, "sh"), Arrays.stream(arguments)).toList();
    return CommandFencingDevice.command(command.toArray(String[]::new));
  }

  private String written(String name) throws Exception {
    return Files.readString(folder.resolve(name));
  }

  @Test
  void theProgramIsToldWhatToDoOnItsStandardInput() throws Exception {
    FencingDevice device =
        shell("cat > \"$1\"", folder.resolve("in").toString())
            .parameter("ip", "10.0.0.1")
            .secret("password", "a=b c")
            .build();
    assertThat(device.reboot(TARGET)).isEqualTo(FencingResult.succeeded());
    assertThat(written("in"))
        .isEqualTo("action=reboot\nnodename=node1\nport=plug 7\nip=10.0.0.1\npassword=a=b c\n");
    device.monitor(Duration.ofSeconds(30));
    assertThat(written("in")).isEqualTo("action=monitor\nip=10.0.0.1\npassword=a=b c\n");
  }

  @Test
  void aProgramThatCallsThePortSomethingElseIsToldSo() throws Exception {
    FencingDevice device =
        shell("cat > \"$1\"", folder.resolve("in").toString()).portParameter("plug").build();
    device.off(TARGET);
    assertThat(written("in")).isEqualTo("action=off\nnodename=node1\nplug=plug 7\n");
  }

  @Test
  void theProgramIsToldWhatToDoInItsEnvironmentWhereItIsBuiltSo() throws Exception {
    FencingDevice device =
        shell("/usr/bin/env > \"$1\"; cat >> \"$1\"", folder.resolve("env").toString())
            .parameter("IP", "10.0.0.1")
            .passing(Passing.ENVIRONMENT)
            .build();
    assertThat(device.on(TARGET).isSuccess()).isTrue();
    assertThat(written("env").lines())
        .contains(
            "FENCING_ACTION=on", "FENCING_NODENAME=node1", "FENCING_PORT=plug 7", "IP=10.0.0.1");
  }

  @Test
  void nothingOfTheJvmsEnvironmentReachesTheProgram() throws Exception {
    FencingDevice device = shell("/usr/bin/env > \"$1\"", folder.resolve("env").toString()).build();
    device.off(TARGET);
    assertThat(written("env").lines())
        .allMatch(line -> line.matches("(PATH|LC_ALL|PWD|SHLVL|OLDPWD|_)=.*"))
        .contains("LC_ALL=C");
  }

  @Test
  void itsArgumentsAreSeenByNoShell() throws Exception {
    Path log = folder.resolve("args");
    FencingDevice device = shell("echo \"$2\" > \"$1\"", log.toString(), "$(id); *").build();
    device.off(TARGET);
    assertThat(written("args")).isEqualTo("$(id); *\n");
  }

  @ParameterizedTest
  @CsvSource({"0, SUCCEEDED", "1, FAILED", "2, FAILED", "137, FAILED"})
  void onlyExitStatusZeroIsASuccess(int status, Outcome outcome) throws Exception {
    assertThat(shell("exit " + status).build().off(TARGET).outcome()).isEqualTo(outcome);
  }

  @Test
  void aProgramThatIsKilledBySomebodyElseHasFailed() throws Exception {
    assertThat(shell("kill -9 $$").build().off(TARGET))
        .isEqualTo(FencingResult.failed("exit status 137; it printed nothing"));
  }

  @ParameterizedTest
  @CsvSource({"0, ON", "2, OFF", "1, UNKNOWN"})
  void theStatusIsItsExitStatus(int status, PowerState state) throws Exception {
    assertThat(shell("exit " + status).build().status(TARGET)).isEqualTo(state);
  }

  @Test
  void theEndOfWhatItPrintedIsTheReasonWithoutItsSecrets() throws Exception {
    FencingDevice device =
        shell("echo trying; echo 'login as xyzzy refused' >&2; exit 1")
            .secret("password", "xyzzy")
            .build();
    assertThat(device.off(TARGET))
        .isEqualTo(FencingResult.failed("exit status 1; it printed: trying login as *** refused"));
  }

  @Test
  void aProgramMayPrintMoreThanAPipeHolds() throws Exception {
    FencingDevice device =
        shell("i=0; while [ $i -lt 40000 ]; do echo 0123456789; i=$((i+1)); done; echo end; exit 1")
            .build();
    FencingResult result = device.off(TARGET);
    assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(result.detail()).startsWith("exit status 1; it printed: ... ").endsWith(" end");
    assertThat(result.detail().length()).isLessThan(FencingResult.LONGEST_DETAIL);
  }

  @Test
  void aProgramThatDoesNotReadItsInputIsNotHeldUpByThat() throws Exception {
    FencingDevice device = shell("exit 0").parameter("long", "x".repeat(30_000)).build();
    assertThat(device.off(TARGET).isSuccess()).isTrue();
  }

  @Test
  void whatItLeavesInTheBackgroundIsNotWaitedFor() throws Exception {
    FencingDevice device = shell("sleep 60 & echo $! > \"$1\"; exit 0", pids()).build();
    long began = System.nanoTime();
    assertThat(device.off(TARGET).isSuccess()).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
    ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void whatHasNoTimeLeftIsKilledWithEverythingItStartedAndNobodyKnows() throws Exception {
    FencingDevice device =
        shell("sh -c 'echo $$ > \"$1\"; echo hanging; sleep 61; true' sh \"$1\"; exit 0", pids())
            .build();
    FencingResult result = device.off(new FencingTarget("node1", "7", Duration.ofSeconds(2)));
    assertThat(result)
        .isEqualTo(
            FencingResult.unknown(
                "it did not end within 2000 ms and was killed; it printed: hanging"));
    assertGone(pid());
  }

  @Test
  void anInterruptKillsItAndTheThreadStaysInterrupted() throws Exception {
    FencingDevice device = shell("echo $$ > \"$1\"; exec sleep 62", pids()).build();
    BlockingQueue<String> heard = new ArrayBlockingQueue<>(1);
    Thread caller =
        new Thread(
            () -> {
              try {
                FencingResult result = device.off(TARGET);
                heard.add(result.detail() + " " + Thread.currentThread().isInterrupted());
              } catch (Exception e) {
                heard.add(e.toString());
              }
            });
    Process pipe = new ProcessBuilder("mkfifo", pids()).start();
    assertThat(pipe.waitFor()).isZero();
    caller.start();
    long pid = pid(); // It runs: the other end of the pipe was written to.
    caller.interrupt();
    assertThat(heard.poll(20, TimeUnit.SECONDS))
        .isEqualTo("it was interrupted and killed; it printed nothing true");
    assertGone(pid);
  }

  @Test
  void aProgramThatIsNotThereIsAFailureThatNamesIt() {
    assertThatThrownBy(() -> CommandFencingDevice.command("/no/such/program").build().off(TARGET))
        .hasMessageContaining("/no/such/program");
  }

  @Test
  void mistakesAreRefusedWhenItIsBuilt() {
    assertThatThrownBy(CommandFencingDevice::command)
        .hasMessage("the program of a fencing device needs an absolute path, but it is not named");
    assertThatThrownBy(() -> CommandFencingDevice.command("fence_ipmilan"))
        .hasMessage(
            "the program of a fencing device needs an absolute path, but it is 'fence_ipmilan'");
    assertThatThrownBy(() -> shell("").parameter("ip", "1\nport=2"))
        .hasMessage("the value of the parameter ip must be one line of text, but it is not");
    assertThatThrownBy(() -> shell("").parameter("i=p", "1"))
        .hasMessageStartingWith("the name of a parameter has letters");
    assertThatThrownBy(() -> shell("").parameter("ip", "1").secret("ip", "2"))
        .hasMessage("the parameter ip is given twice: leave one of them out");
    assertThatThrownBy(() -> shell("").parameter("plug", "1").portParameter("plug").build())
        .hasMessage("the parameter plug is set for each call: leave it out");
    assertThatThrownBy(() -> shell("").parameter("long", "x".repeat(40_000)).build())
        .hasMessage("the parameters have 40004 bytes: leave at most 32768");
  }

  private String pids() {
    return folder.resolve("pid").toString();
  }

  private long pid() throws Exception {
    return Long.parseLong(written("pid").trim());
  }

  private static void assertGone(long pid) throws Exception {
    var handle = ProcessHandle.of(pid);
    if (handle.isPresent()) {
      handle.get().onExit().get(20, TimeUnit.SECONDS);
    }
  }
}
