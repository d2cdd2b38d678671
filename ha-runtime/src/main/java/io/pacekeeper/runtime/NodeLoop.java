package io.pacekeeper.runtime;

import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.core.controller.Controller;
import io.pacekeeper.core.controller.Effect;
import io.pacekeeper.core.controller.Input;
import io.pacekeeper.core.controller.Moment;
import io.pacekeeper.core.scheduler.SchedulerRun;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * The loop that owns a node's state: takes inputs from the mailbox in order, stamps each with the
 * time as it leaves the mailbox, steps the controller and has the effects done.
 *
 * <p>It has no thread of its own: {@code NodeThread} drives it in production, the simulator drives
 * several on one thread. {@link #post} and {@link #read} may be called on any thread, everything
 * else on the driver's.
 */
public final class NodeLoop {
  /** Everything the loop needs done. */
  public record Hands(
      ClusterLayer layer,
      OperationRunner operations,
      Fencer fencer,
      Guard guard,
      Gauges gauges,
      Consumer<? super ClusterEvent> events,
      Consumer<? super SchedulerRun> runs,
      Consumer<? super String> finished) {}

  /** How many operations that have returned are looked at together. */
  private static final int RETURNED_AT_ONCE = 100;

  private final Controller controller;
  private final Hands hands;
  private final Clock clock;
  private final ConcurrentLinkedQueue<Input> mailbox = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Effect.Read> reads = new ConcurrentLinkedQueue<>();
  private final Runnable wakeup;

  /**
   * Makes a loop.
   *
   * @param wakeup called after each post, to make the driver call {@link #runOne}
   */
  public NodeLoop(Controller controller, Hands hands, Clock clock, Runnable wakeup) {
    this.controller = controller;
    this.hands = hands;
    this.clock = clock;
    this.wakeup = wakeup;
  }

  /** Puts an input in the mailbox. */
  public void post(Input input) {
    mailbox.add(input);
    wakeup.run();
  }

  /**
   * Has the layer read for somebody else than the controller. Whoever asks takes the answer out of
   * what the layer tells, by the number of the request: a negative one, which no controller uses.
   */
  public void read(Effect.Read read) {
    reads.add(read);
    wakeup.run();
  }

  /**
   * Handles the next inputs, or the time if it is due. Returns false if there was nothing to do.
   */
  public boolean runOne() {
    Effect.Read read = reads.poll();
    if (read != null) {
      hands.layer().execute(read);
      return true;
    }
    List<Input> inputs = next();
    Moment now = clock.now();
    if (inputs.isEmpty()) {
      long wakeAt = controller.wakeAtNanos();
      if (wakeAt == Long.MAX_VALUE || now.nanos() - wakeAt < 0) {
        return false;
      }
      inputs.add(new Input.Tick());
    }
    List<Effect> effects = controller.step(inputs, now);
    arm(effects);
    effects.forEach(this::perform);
    return true;
  }

  /**
   * Takes the next input, or the next operations that have returned: what follows from hundreds of
   * short ones is looked at once for all of those that have returned meanwhile.
   */
  private List<Input> next() {
    List<Input> inputs = new ArrayList<>();
    for (Input input = mailbox.peek();
        input != null && inputs.size() < RETURNED_AT_ONCE;
        input = mailbox.peek()) {
      boolean returned = input instanceof Input.OperationReturned;
      if (!inputs.isEmpty() && !returned) {
        break;
      }
      inputs.add(input);
      mailbox.remove();
      if (!returned) {
        break;
      }
    }
    return inputs;
  }

  /** Arms the guard before anything else is done, so that nothing begins under an unarmed one. */
  private void arm(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Guard deadlines && deadlines.armed()) {
        hands.guard().set(deadlines);
      }
    }
  }

  /**
   * Returns when {@link #runOne} has something to do though nothing was posted; MAX_VALUE: never.
   */
  public long wakeAtNanos() {
    return controller.wakeAtNanos();
  }

  private void perform(Effect effect) {
    if (effect instanceof Effect.ToLayer toLayer) {
      hands.layer().execute(toLayer);
    } else if (effect instanceof Effect.RunOperation run) {
      hands.operations().run(run, this::post);
    } else if (effect instanceof Effect.InterruptOperation interrupt) {
      hands.operations().interrupt(interrupt.id());
    } else if (effect instanceof Effect.RevokeActivation revocation) {
      hands.operations().revoke(revocation);
    } else if (effect instanceof Effect.AskThreads ask) {
      hands.operations().ask(ask.question(), this::post);
    } else if (effect instanceof Effect.Measure) {
      post(hands.gauges().measure());
    } else if (effect instanceof Effect.Fence fence) {
      hands.fencer().fence(fence.call(), this::post);
    } else if (effect instanceof Effect.InterruptFencing interrupt) {
      hands.fencer().interrupt(interrupt.call());
    } else if (effect instanceof Effect.Prove prove) {
      hands.layer().prove(prove, this::post);
    } else if (effect instanceof Effect.Guard deadlines) {
      hands.guard().set(deadlines);
    } else if (effect instanceof Effect.Publish publish) {
      hands.events().accept(publish.event());
    } else if (effect instanceof Effect.Scheduled scheduled) {
      hands.runs().accept(scheduled.run());
    } else if (effect instanceof Effect.Halt halt) {
      hands.guard().halt(halt.reason());
    } else if (effect instanceof Effect.Finished finished) {
      hands.finished().accept(finished.reason());
    }
  }
}
