package io.pacekeeper.runtime.companion;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * A process of this host: its id, and when it was started, since ids are used again.
 *
 * @param pid its id
 * @param startTicks when it was started, in ticks since the host was
 */
record WatchedProcess(long pid, long startTicks) implements CompanionWatch.Target {
  private static final int REHEARSALS = 100;

  /** Returns this JVM. */
  static WatchedProcess thisJvm() throws IOException {
    ProcessStat stat = ProcessStat.read("self");
    return new WatchedProcess(stat.pid(), stat.startTicks());
  }

  /** Looks often, and at one that is not there, so that the code has run when it is needed. */
  void rehearse() {
    WatchedProcess nobody = new WatchedProcess(0, 0);
    for (int i = 0; i < REHEARSALS; i++) {
      isGone();
      nobody.isGone();
    }
  }

  /** Returns what speaks against watching this process from here, or null. */
  @Nullable String problem() {
    try {
      ProcessStat stat = ProcessStat.read(Long.toString(pid));
      return stat.startTicks() == startTicks
          ? null
          : "the process " + pid + " was started at another time than was said";
    } catch (IOException e) {
      return "/proc shows no process " + pid + " here: " + e.getMessage();
    }
  }

  @Override
  public boolean isGone() {
    try {
      ProcessStat stat = ProcessStat.read(Long.toString(pid));
      return stat.startTicks() != startTicks || stat.isGone();
    } catch (NoSuchFileException e) {
      return isProcThere();
    } catch (IOException e) {
      // It ended while it was read, or nothing is known: the next look will tell.
      return false;
    }
  }

  /** Without /proc nothing can be seen in it, which says nothing. */
  private static boolean isProcThere() {
    try {
      return ProcessStat.read("self").pid() == ProcessHandle.current().pid();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void kill() {
    if (!isGone()) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  @Override
  public String toString() {
    return "process " + pid;
  }
}
