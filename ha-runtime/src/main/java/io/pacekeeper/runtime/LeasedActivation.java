package io.pacekeeper.runtime;

import io.pacekeeper.api.Activation;
import io.pacekeeper.api.ActivationEndedException;
import io.pacekeeper.api.Role;
import io.pacekeeper.api.Score;
import io.pacekeeper.core.controller.Effect;
import io.pacekeeper.core.controller.Input;
import io.pacekeeper.core.document.InstanceName;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An activation that is bound to the node's lease, as the guard knows it. */
final class LeasedActivation implements Activation {
  private static final Logger LOG = LoggerFactory.getLogger(LeasedActivation.class);

  private final Effect.RunOperation granting;
  private final LeaseGuard guard;
  private final Executor threads;
  private final Consumer<? super Input> mailbox;
  private final AtomicBoolean revoked = new AtomicBoolean();
  private final AtomicBoolean failed = new AtomicBoolean();
  private final Queue<Runnable> actions = new ConcurrentLinkedQueue<>();

  /**
   * Makes an activation.
   *
   * @param granting the start or the promotion that gives the right
   * @param threads runs what is to be run when it is revoked
   */
  LeasedActivation(
      Effect.RunOperation granting,
      LeaseGuard guard,
      Executor threads,
      Consumer<? super Input> mailbox) {
    this.granting = granting;
    this.guard = guard;
    this.threads = threads;
    this.mailbox = mailbox;
  }

  @Override
  public String resource() {
    return InstanceName.resource(granting.resource());
  }

  @Override
  public int instance() {
    return InstanceName.instance(granting.resource());
  }

  @Override
  public Role role() {
    return granting.right().role();
  }

  @Override
  public String reason() {
    return granting.reason();
  }

  @Override
  public long fencingToken() {
    return granting.right().fencingToken();
  }

  /** Returns the token of the order that gave the right, which tells it from others. */
  long token() {
    return granting.token();
  }

  @Override
  public boolean isValid() {
    return !revoked.get() && guard.remainingNanos() > 0;
  }

  @Override
  public void requireValid() {
    if (!isValid()) {
      throw new ActivationEndedException(
          resource(),
          fencingToken(),
          revoked.get()
              ? (role() == Role.PROMOTED ? "its demotion" : "its stop") + " was ordered"
              : "the node's lease has ended");
    }
  }

  @Override
  public Duration remaining() {
    return revoked.get() ? Duration.ZERO : Duration.ofNanos(Math.max(0, guard.remainingNanos()));
  }

  @Override
  public void onRevoked(Runnable action) {
    actions.add(Objects.requireNonNull(action, "action"));
    if (revoked.get()) {
      runActions();
    }
  }

  @Override
  public void failed(String reason) {
    Objects.requireNonNull(reason, "reason");
    if (!revoked.get() && failed.compareAndSet(false, true)) {
      mailbox.accept(new Input.ServiceFailed(granting.resource(), token(), reason));
    }
  }

  @Override
  public void promotionScore(int score) {
    if (!revoked.get()) {
      mailbox.accept(new Input.PromotionScoreSet(granting.resource(), token(), Score.clamp(score)));
    }
  }

  boolean isRevoked() {
    return revoked.get();
  }

  /** Ends the right. Returns at once; what was to be run is run by the threads. */
  void revoke() {
    if (revoked.compareAndSet(false, true) && !actions.isEmpty()) {
      threads.execute(this::runActions);
    }
  }

  private void runActions() {
    for (Runnable action = actions.poll(); action != null; action = actions.poll()) {
      if (guard.isOver()) {
        // The JVM is being halted: nothing begins any more.
        return;
      }
      try {
        action.run();
      } catch (Throwable e) {
        LOG.warn("resource={} what was to run when it was revoked failed", resource(), e);
      }
    }
  }
}
