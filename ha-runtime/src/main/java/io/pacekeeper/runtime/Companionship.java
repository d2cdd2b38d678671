package io.pacekeeper.runtime;

import io.pacekeeper.api.Companion;
import io.pacekeeper.api.HaException;
import io.pacekeeper.core.controller.Input;
import io.pacekeeper.runtime.companion.CompanionLaunch;
import io.pacekeeper.runtime.companion.CompanionProcess;
import io.pacekeeper.runtime.companion.OuterGuard;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a stay and its companion have to do with each other. */
final class Companionship {
  private static final Logger LOG = LoggerFactory.getLogger(Companionship.class);

  /** What is said of a node that requires a companion and has none: "node1 is ...". */
  static final String WITHOUT = "without the companion that it requires";

  /** What is said of a node whose companion is not ready, or has ended and is not back yet. */
  static final String NOT_YET = "its companion is not there yet, or not any more";

  private final boolean required;
  private final @Nullable CompanionProcess process;
  private final String unguarded;

  private Companionship(boolean required, @Nullable CompanionProcess process, String unguarded) {
    this.required = required;
    this.process = process;
    this.unguarded = unguarded;
  }

  /**
   * Returns that of a stay; the process is still to be started.
   *
   * @param mailbox takes what follows from there being a companion, or none
   */
  static Companionship of(NodeSettings settings, Consumer<? super Input> mailbox) {
    boolean required = settings.companion() == Companion.REQUIRED;
    if (settings.companion() == Companion.OFF) {
      return new Companionship(false, null, "it is to have no companion");
    }
    CompanionProcess process = null;
    String unguarded = NOT_YET;
    try {
      CompanionLaunch launch = settings.companions().get();
      if (launch == null) {
        unguarded = "this kind of store has no companions";
      }
      if (launch == null && required) {
        throw new HaException("this kind of store has none");
      }
      if (launch != null) {
        CompanionProcess.requireSupported();
        process =
            new CompanionProcess(
                settings.cluster(),
                settings.node(),
                launch,
                CompanionProcess.Terms.ofLease(settings.lease().length()),
                listener(required, mailbox));
      }
    } catch (HaException e) {
      unguarded = "it has no companion: " + e.getMessage();
      LOG.warn(
          "cluster={} node={} has no companion: {}{}",
          settings.cluster(),
          settings.node(),
          e.getMessage(),
          required ? "; nothing can run on it" : "; the lease alone guards it");
    }
    return new Companionship(required, process, unguarded);
  }

  private static OuterGuard.Listener listener(boolean required, Consumer<? super Input> mailbox) {
    return new OuterGuard.Listener() {
      @Override
      public void guards() {
        mailbox.accept(new Input.GuardChanged(""));
        if (required) {
          mailbox.accept(new Input.EligibilityChanged(null));
        }
      }

      @Override
      public void doesNotGuard() {
        mailbox.accept(new Input.GuardChanged(NOT_YET));
        if (required) {
          mailbox.accept(new Input.EligibilityChanged(WITHOUT));
        }
      }
    };
  }

  /** Returns what guards the node from outside, or null if nothing does. */
  @Nullable OuterGuard outerGuard() {
    return process;
  }

  boolean isRequired() {
    return required;
  }

  /** Returns what speaks against the node from the beginning on, or null. */
  @Nullable String obstacle() {
    return required ? WITHOUT : null;
  }

  /** Returns why nothing guards the node at the beginning. */
  String unguarded() {
    return unguarded;
  }

  void begin() {
    if (process != null) {
      process.start();
    }
  }

  void end() {
    if (process != null) {
      process.close();
    }
  }
}
