package io.pacekeeper.zookeeper;

import io.pacekeeper.core.controller.Input;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The requests that have not been answered. Each is answered once, whatever happens: the first
 * answer counts, and at the end all that are left get the one that says that nothing is known. Safe
 * for use by several threads.
 */
final class Answers {
  private final Consumer<? super Input.FromLayer> mailbox;
  private final Set<Pending> pending = ConcurrentHashMap.newKeySet();

  Answers(Consumer<? super Input.FromLayer> mailbox) {
    this.mailbox = mailbox;
  }

  /**
   * Takes note of a request.
   *
   * @param ifNothingIsKnown what it is answered with if no answer comes
   */
  Pending expect(Input.FromLayer ifNothingIsKnown) {
    Pending request = new Pending(ifNothingIsKnown);
    pending.add(request);
    return request;
  }

  /** Answers what is left, as well as it can be. */
  void giveUp() {
    pending.forEach(Pending::giveUp);
  }

  /** One request. */
  final class Pending {
    private final Input.FromLayer ifNothingIsKnown;
    private final AtomicBoolean answered = new AtomicBoolean();

    private Pending(Input.FromLayer ifNothingIsKnown) {
      this.ifNothingIsKnown = ifNothingIsKnown;
    }

    void answer(Input.FromLayer input) {
      if (answered.compareAndSet(false, true)) {
        pending.remove(this);
        mailbox.accept(input);
      }
    }

    void giveUp() {
      answer(ifNothingIsKnown);
    }
  }
}
