package io.pacekeeper.runtime.companion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Real processes, looked at through /proc. */
@EnabledOnOs(OS.LINUX)
class WatchedProcessTest {
  private Process process;

  @AfterEach
  void endProcess() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static WatchedProcess watched(long pid) throws Exception {
    return new WatchedProcess(pid, ProcessStat.read(Long.toString(pid)).startTicks());
  }

  @Test
  void aProcessIsGoneWhenItWasKilledAndNotBefore() throws Exception {
    process = new ProcessBuilder("sleep", "60").start();
    WatchedProcess watched = watched(process.pid());
    assertThat(watched.problem()).isNull();
    assertThat(watched.isGone()).isFalse();
    watched.kill();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(watched.isGone()).isTrue();
    assertThat(watched.problem()).isNotNull();
  }

  @Test
  void aProcessThatWasStartedAtAnotherTimeIsAnotherOneAndIsNotKilled() throws Exception {
    process = new ProcessBuilder("sleep", "60").start();
    WatchedProcess former =
        new WatchedProcess(process.pid(), watched(process.pid()).startTicks() - 1);
    assertThat(former.isGone()).isTrue();
    assertThat(former.problem()).contains("started at another time");
    former.kill();
    assertThat(process.waitFor(500, TimeUnit.MILLISECONDS)).as("killed").isFalse();
  }

  @Test
  void aZombieThatNobodyReapsIsGone() throws Exception {
    process = new ProcessBuilder("sh", "-c", "sleep 60 & exec sleep 61").start();
    ProcessHandle parent = process.toHandle();
    await().until(() -> parent.children().count() == 1);
    ProcessHandle child = parent.children().findFirst().orElseThrow();
    WatchedProcess watched = watched(child.pid());
    assertThat(watched.isGone()).isFalse();
    child.destroyForcibly();
    await().atMost(Duration.ofSeconds(10)).until(watched::isGone);
    assertThat(ProcessStat.read(Long.toString(child.pid())).state()).isEqualTo('Z');
  }

  @Test
  void aProcessThatIsStoppedIsNotGone() throws Exception {
    process = new ProcessBuilder("sleep", "60").start();
    WatchedProcess watched = watched(process.pid());
    new ProcessBuilder("kill", "-STOP", Long.toString(process.pid())).start().waitFor();
    await().until(() -> ProcessStat.read(Long.toString(process.pid())).state() == 'T');
    assertThat(watched.isGone()).isFalse();
  }
}
