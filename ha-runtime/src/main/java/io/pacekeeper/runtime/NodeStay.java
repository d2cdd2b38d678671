package io.pacekeeper.runtime;

import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.HaException;
import io.pacekeeper.api.JoinException;
import io.pacekeeper.api.Resource;
import io.pacekeeper.core.controller.Controller;
import io.pacekeeper.core.controller.ControllerOptions;
import io.pacekeeper.core.controller.Input;
import io.pacekeeper.core.controller.LeaseOptions;
import io.pacekeeper.core.scheduler.SchedulerRun;
import io.pacekeeper.core.status.ClusterView;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One stay of a node in its cluster, from its start until it has left: the loop, the hands and the
 * connection, made for this stay and ended with it.
 */
final class NodeStay {
  private static final Duration KEEP_IDLE_THREADS = Duration.ofSeconds(30);
  private static final Duration READ_PATIENCE = Duration.ofSeconds(10);
  private static final Duration LONGEST_WORD = Duration.ofMillis(200);

  private final NodeSettings settings;
  private final Listening listening;
  private final Companionship companionship;
  private final LeaseGuard guard;
  private final OperationThreads threads;
  private final ThreadedOperationRunner runner;
  private final DeviceCalls deviceCalls;
  private final DeviceMonitors deviceMonitors;
  private final ClusterLayer layer;
  private final Warming warming;
  private final NodeThread thread;
  private final NodeLoop loop;
  private final ClusterReader reader;
  private final AtomicBoolean ending = new AtomicBoolean();
  private final CompletableFuture<Void> joined = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile String lastWord = "it has no connection to the cluster's store";
  private volatile boolean leaving;

  /**
   * Who is told.
   *
   * @param events told what happens, on the loop
   * @param runs told what the scheduler has decided, on the loop
   * @param ended told when everything of the stay has ended; with the cause if nobody asked for it
   */
  record Listening(
      Consumer<? super ClusterEvent> events,
      Consumer<? super SchedulerRun> runs,
      Consumer<@Nullable HaException> ended) {}

  /** Makes a stay that is still to {@link #begin}. */
  NodeStay(NodeSettings settings, List<Resource> resources, Listening listening) {
    ControllerOptions options = settings.controllerOptions(resources);
    Controller controller = new Controller(options);
    String cluster = settings.cluster();
    this.settings = settings;
    this.listening = listening;
    this.layer = settings.layers().get();
    this.warming = new Warming(cluster, options, layer);
    this.companionship = Companionship.of(settings, this::post);
    this.guard =
        new LeaseGuard(
            cluster,
            settings.clock(),
            settings.halter(),
            word(settings.lease()),
            companionship.outerGuard(),
            companionship.isRequired());
    this.threads =
        new OperationThreads(cluster, 2 * settings.operationThreads(), KEEP_IDLE_THREADS);
    this.runner = new ThreadedOperationRunner(cluster, guard, threads);
    resources.forEach(runner::add);
    FencingSettings fencing = settings.fencing();
    this.deviceCalls = new DeviceCalls(cluster, fencing.threads(), KEEP_IDLE_THREADS);
    this.deviceMonitors =
        new DeviceMonitors(settings.node(), fencing, deviceCalls, listening.events(), this::post);
    ThreadedFencer fencer =
        new ThreadedFencer(fencing.devices(), deviceCalls, deviceMonitors, guard::mayBegin);
    this.thread = new NodeThread(cluster, settings.clock(), guard, this::died);
    this.loop =
        new NodeLoop(
            controller,
            new NodeLoop.Hands(
                layer,
                runner,
                fencer,
                guard,
                new JvmGauges(),
                this::heard,
                listening.runs(),
                this::finished),
            settings.clock(),
            thread::wake);
    this.reader = new ClusterReader(settings.node(), loop::read);
  }

  void begin() {
    String obstacle = companionship.obstacle();
    if (obstacle != null) {
      loop.post(new Input.EligibilityChanged(obstacle));
    }
    loop.post(new Input.GuardChanged(companionship.unguarded()));
    companionship.begin();
    thread.start(loop);
    deviceMonitors.begin();
    try {
      layer.start(input -> reader.pass(input, loop::post));
    } catch (RuntimeException e) {
      end(new HaException(settings.node() + " could not be started", e));
      throw e;
    }
  }

  private void post(Input input) {
    loop.post(input);
  }

  void add(Resource resource) {
    runner.add(resource);
    loop.post(new Input.ResourceAdded(resource.definition()));
  }

  void remove(String resource) {
    runner.remove(resource);
    loop.post(new Input.ResourceRemoved(resource));
  }

  void setAttribute(String name, @Nullable String value) {
    loop.post(new Input.AttributeSet(name, value));
  }

  /** Returns the cluster as its store has it now. */
  ClusterView view() {
    return ClusterView.of(reader.read(READ_PATIENCE), settings.clock().now().wall());
  }

  /** Has the node leave. Returns at once; the second time it changes nothing. */
  void leave(String reason) {
    leaving = true;
    loop.post(new Input.LeaveRequested(reason));
  }

  /** Returns what completes when everything of the stay has ended; exceptionally if unasked. */
  CompletableFuture<Void> whenEnded() {
    return ended;
  }

  boolean isLeaving() {
    return leaving || ending.get();
  }

  /** Returns whether the calling thread runs a callback of this stay, so that it must not wait. */
  boolean isCallback() {
    return threads.isCurrent() || deviceCalls.isCurrent() || thread.isCurrent();
  }

  /** Waits until the node takes part. */
  void awaitJoined(Duration patience) {
    try {
      joined.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new JoinException(settings.node(), lastWord);
    } catch (ExecutionException e) {
      throw new JoinException(settings.node(), lastWord);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JoinException(settings.node(), "the thread that waited was interrupted");
    }
  }

  /** Waits until the stay has ended, and halts the JVM if it does not and anything is active. */
  void awaitEnded(Duration patience) {
    try {
      ended.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      if (guard.isArmed()) {
        guard.halt("what it runs was not stopped while it left, within " + patience);
      }
      end(new HaException(settings.node() + " did not leave within " + patience));
    } catch (ExecutionException e) {
      // It has ended; why was told already.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void heard(ClusterEvent event) {
    if (event instanceof ClusterEvent.Joined) {
      if (joined.complete(null)) {
        warming.begin();
      }
    } else if (event instanceof ClusterEvent.JoinDelayed delayed) {
      lastWord = delayed.reason();
    } else if (event instanceof ClusterEvent.JoinRefused refused) {
      lastWord = refused.reason();
    }
    listening.events().accept(event);
  }

  private void finished(String reason) {
    thread.stop();
    String unasked = settings.node() + " ended by itself: " + reason;
    endSoon(leaving ? null : new HaException(unasked));
  }

  private void died(Throwable cause) {
    endSoon(new HaException(settings.node() + " ended by itself: its controller failed", cause));
  }

  private void endSoon(@Nullable HaException cause) {
    Thread closer = new Thread(() -> end(cause), "ha-" + settings.cluster() + "-end");
    closer.setDaemon(true);
    closer.start();
  }

  /** Ends everything, in the reverse order of its making. */
  private void end(@Nullable HaException cause) {
    if (!ending.compareAndSet(false, true)) {
      return;
    }
    warming.end();
    thread.stop();
    thread.awaitEnd();
    try {
      layer.close();
    } finally {
      deviceCalls.close();
      threads.close();
      companionship.end();
      guard.close();
      listening.ended().accept(cause);
      lastWord = cause == null ? "it has left" : String.valueOf(cause.getMessage());
      joined.completeExceptionally(new JoinException(settings.node(), lastWord));
      if (cause == null) {
        ended.complete(null);
      } else {
        ended.completeExceptionally(cause);
      }
    }
  }

  /** Returns how long the line that says why the JVM is halted may hold that up. */
  private static Duration word(LeaseOptions lease) {
    Duration quarter = lease.killBudget().dividedBy(4);
    return quarter.compareTo(LONGEST_WORD) < 0 ? quarter : LONGEST_WORD;
  }
}
