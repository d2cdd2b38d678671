package io.pacekeeper.api;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** An activation that is always valid and keeps what was reported. */
final class RecordedActivation implements Activation {
  final BlockingQueue<String> failures = new LinkedBlockingQueue<>();

  @Override
  public String resource() {
    return "ledger";
  }

  @Override
  public int instance() {
    return 0;
  }

  @Override
  public Role role() {
    return Role.STARTED;
  }

  @Override
  public void promotionScore(int score) {}

  @Override
  public String reason() {
    return "test";
  }

  @Override
  public long fencingToken() {
    return 7;
  }

  @Override
  public boolean isValid() {
    return true;
  }

  @Override
  public void requireValid() {}

  @Override
  public Duration remaining() {
    return Duration.ofSeconds(20);
  }

  @Override
  public void onRevoked(Runnable action) {}

  @Override
  public void failed(String reason) {
    failures.add(reason);
  }
}
