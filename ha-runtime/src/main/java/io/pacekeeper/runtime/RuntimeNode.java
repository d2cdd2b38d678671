package io.pacekeeper.runtime;

import io.pacekeeper.api.ClusterListener;
import io.pacekeeper.api.ClusterStatus;
import io.pacekeeper.api.Explanation;
import io.pacekeeper.api.HaException;
import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.Resource;
import io.pacekeeper.core.cib.NodeHealth;
import io.pacekeeper.core.scheduler.SchedulerRun;
import io.pacekeeper.core.status.ClusterView;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A node: keeps what outlives a stay in the cluster, and makes a stay each time it is started. */
final class RuntimeNode implements HaNode {
  /** What leaving may take beyond what its parts may. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private static final int MOST_ATTRIBUTES = 100;
  private static final int LONGEST_ATTRIBUTE = 128;

  private final NodeSettings settings;
  private final EventDispatcher events;
  private final @Nullable Alerts alerts;
  private final @Nullable InputSeries inputs;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final ReentrantLock lock = new ReentrantLock();

  /** By id, in the order in which they were added. Guarded by the lock, as all below. */
  private final Map<String, Resource> resources = new LinkedHashMap<>();

  /** What the application has said of the node. */
  private final Map<String, String> attributes = new LinkedHashMap<>();

  private @Nullable NodeStay stay;
  private @Nullable Thread hook;
  private @Nullable HaException failure;

  RuntimeNode(
      NodeSettings settings,
      Collection<Resource> resources,
      Collection<ClusterListener> listeners,
      @Nullable Alerts alerts,
      @Nullable InputSeries inputs) {
    this.settings = settings;
    this.alerts = alerts;
    this.inputs = inputs;
    this.events = new EventDispatcher(settings.cluster());
    resources.forEach(resource -> this.resources.put(resource.id(), resource));
    listeners.forEach(events::add);
    if (alerts != null) {
      events.add(alerts);
    }
  }

  @Override
  public String name() {
    return settings.node();
  }

  @Override
  public void start() {
    started();
  }

  @Override
  public void join() {
    started().awaitJoined(settings.joinTimeout());
  }

  @Override
  public void add(Object resource) {
    Resource added = AnnotatedResource.of(resource);
    lock.lock();
    try {
      requireOpen();
      if (resources.putIfAbsent(added.id(), added) != null) {
        throw new IllegalArgumentException(
            "there is a resource "
                + added.id()
                + " on "
                + name()
                + " already: name one differently");
      }
      if (stay != null) {
        stay.add(added);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void remove(String resource) {
    lock.lock();
    try {
      if (resources.remove(resource) != null && stay != null) {
        stay.remove(resource);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void attribute(String name, String value) {
    requireAttribute(name, value);
    lock.lock();
    try {
      requireOpen();
      if (value.isEmpty()) {
        attributes.remove(name);
      } else if (attributes.size() >= MOST_ATTRIBUTES && !attributes.containsKey(name)) {
        throw new IllegalArgumentException(
            "a node has at most %d attributes that were set while it runs: take one back before setting %s"
                .formatted(MOST_ATTRIBUTES, name));
      } else {
        attributes.put(name, value);
      }
      if (stay != null) {
        stay.setAttribute(name, value.isEmpty() ? null : value);
      }
    } finally {
      lock.unlock();
    }
  }

  private static void requireAttribute(String name, String value) {
    if (name.isBlank() || name.contains(" ") || name.length() > LONGEST_ATTRIBUTE) {
      throw new IllegalArgumentException(
          "an attribute's name has 1 to %d characters and no spaces, but it is '%s'"
              .formatted(LONGEST_ATTRIBUTE, name));
    }
    if (value.length() > LONGEST_ATTRIBUTE) {
      throw new IllegalArgumentException(
          "an attribute's value has at most %d characters, but that of %s has %d"
              .formatted(LONGEST_ATTRIBUTE, name, value.length()));
    }
    if (!value.isEmpty()) {
      NodeHealth.requirePossible(name, value);
    }
  }

  @Override
  public ClusterStatus status() {
    return view().status();
  }

  @Override
  public Explanation explain(String resource) {
    return view().explain(resource);
  }

  @Override
  public void addListener(ClusterListener listener) {
    events.add(listener);
  }

  @Override
  public CompletionStage<Void> leave() {
    NodeStay leaving = current();
    if (leaving == null) {
      return CompletableFuture.completedFuture(null);
    }
    // What depends on it runs on no thread that the node needs.
    leaving.leave("leave was called");
    return leaving.whenEnded().thenRunAsync(() -> {});
  }

  @Override
  public void close() {
    closeSoon();
    NodeStay ending = current();
    if (!events.isCurrent() && (ending == null || !ending.isCallback())) {
      awaitClosed();
    }
  }

  @Override
  public CompletionStage<Void> whenClosed() {
    return closed.thenRunAsync(() -> {});
  }

  private ClusterView view() {
    NodeStay reading = current();
    if (reading == null) {
      throw new IllegalStateException(name() + " is not started, and so reads nothing: start it");
    }
    return reading.view();
  }

  private NodeStay started() {
    lock.lock();
    try {
      requireOpen();
      NodeStay current = stay;
      if (current == null) {
        addHook();
        events.start();
        current =
            new NodeStay(
                settings,
                List.copyOf(resources.values()),
                new NodeStay.Listening(events, this::scheduled, this::ended));
        stay = current;
        attributes.forEach(current::setAttribute);
        current.begin();
      } else if (current.isLeaving()) {
        throw new IllegalStateException(
            name() + " is leaving: start it again when leave() has completed");
      }
      return current;
    } finally {
      lock.unlock();
    }
  }

  private void scheduled(SchedulerRun run) {
    if (inputs != null) {
      inputs.accept(run);
    }
  }

  /** A stay has ended, for a cause if nobody asked for it; then the node ends as well. */
  private void ended(@Nullable HaException cause) {
    lock.lock();
    try {
      stay = null;
      failure = cause;
    } finally {
      lock.unlock();
    }
    if (cause != null) {
      closeSoon();
    }
  }

  private void closeSoon() {
    if (closing.compareAndSet(false, true)) {
      Thread closer = new Thread(this::end, "ha-" + settings.cluster() + "-close");
      closer.setDaemon(true);
      closer.start();
    }
  }

  /** Ends everything; on a thread of its own, so that any thread may ask for it. */
  private void end() {
    try {
      NodeStay ending = current();
      if (ending != null) {
        ending.leave("close was called");
        ending.awaitEnded(patience());
      }
    } finally {
      events.close();
      if (alerts != null) {
        alerts.close();
      }
      if (inputs != null) {
        inputs.close();
      }
      removeHook();
      complete();
    }
  }

  private void complete() {
    HaException cause;
    lock.lock();
    try {
      cause = failure;
    } finally {
      lock.unlock();
    }
    if (cause == null) {
      closed.complete(null);
    } else {
      closed.completeExceptionally(cause);
    }
  }

  private void awaitClosed() {
    try {
      closed.get();
    } catch (ExecutionException e) {
      // Why it ended is for whenClosed(); that it has ended is all that was asked for.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns how long leaving may take until something is wrong. */
  private Duration patience() {
    Duration longestStop = Duration.ZERO;
    lock.lock();
    try {
      for (Resource resource : resources.values()) {
        Duration stop = resource.definition().stop().timeout();
        longestStop = stop.compareTo(longestStop) > 0 ? stop : longestStop;
      }
    } finally {
      lock.unlock();
    }
    // A start that is under way may use up one stop timeout before the stop has its own.
    return settings
        .drainTimeout()
        .plus(settings.lease().length())
        .plus(longestStop.multipliedBy(2))
        .plus(GRACE);
  }

  private @Nullable NodeStay current() {
    lock.lock();
    try {
      return stay;
    } finally {
      lock.unlock();
    }
  }

  private void requireOpen() {
    if (closing.get()) {
      throw new IllegalStateException(name() + " is closed: build another node");
    }
  }

  private void addHook() {
    if (settings.shutdownHook() && hook == null) {
      Thread closer = new Thread(this::close, "ha-" + settings.cluster() + "-shutdown");
      Runtime.getRuntime().addShutdownHook(closer);
      hook = closer;
    }
  }

  private void removeHook() {
    lock.lock();
    try {
      if (hook != null) {
        Runtime.getRuntime().removeShutdownHook(hook);
        hook = null;
      }
    } catch (IllegalStateException e) {
      // The JVM shuts down: the hook may be what is closing the node.
    } finally {
      lock.unlock();
    }
  }
}
