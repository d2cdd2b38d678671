package io.pacekeeper.runtime;

import io.pacekeeper.runtime.companion.OuterGuard;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A guard outside of the JVM that does nothing but remember what it was told. */
final class RecordingOuterGuard implements OuterGuard {
  final List<Watched> watched = new CopyOnWriteArrayList<>();
  final List<String> kills = new CopyOnWriteArrayList<>();
  volatile long killAtNanos;
  volatile boolean answers;

  @Override
  public void watch(Watched newest) {
    watched.add(newest);
  }

  @Override
  public void kill(long atNanos, String reason) {
    killAtNanos = atNanos;
    kills.add(reason);
  }

  @Override
  public boolean awaitArmed(Duration patience) {
    return answers;
  }

  @Override
  public void close() {}
}
