package io.pacekeeper.cli;

import io.pacekeeper.api.ClusterStatus.Activity;
import io.pacekeeper.api.ClusterStatus.FailedOperation;
import io.pacekeeper.api.ClusterStatus.Phase;
import io.pacekeeper.api.ClusterStatus.ResourceStatus;
import io.pacekeeper.api.HaException;
import io.pacekeeper.api.Operation;
import io.pacekeeper.core.status.ClusterView;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Waits for what the cluster makes of a change, and tells of a resource what becomes of it. */
final class Waiting {
  private final ZooKeeperClusterClient client;
  private final PrintWriter out;
  private final Set<Activity> told = new HashSet<>();
  private final Set<FailedOperation> failed = new HashSet<>();

  /** What had failed at the beginning. */
  private final Set<FailedOperation> known = new HashSet<>();

  private final Semaphore changes = new Semaphore(1);
  private boolean watches;

  Waiting(ZooKeeperClusterClient client, PrintWriter out) {
    this.client = client;
    this.out = out;
  }

  /**
   * Waits until a resource is as it is to be.
   *
   * @param resource the resource, of which it tells where it is starting, started, stopping
   * @param limit how long at most
   * @param done whether it is so
   * @return whether it is, or the time is over
   * @throws HaException as soon as it is blocked, since only an administrator ends that
   */
  boolean await(String resource, Duration limit, Predicate<ClusterView> done)
      throws InterruptedException {
    if (!watches) {
      watches = true;
      client.watch(changes::release);
    }
    long until = System.nanoTime() + limit.toNanos();
    while (true) {
      ClusterView view = client.view();
      tell(resource, view);
      if (done.test(view)) {
        return true;
      }
      long left = until - System.nanoTime();
      if (left <= 0 || !changes.tryAcquire(left, TimeUnit.NANOSECONDS)) {
        return false;
      }
      changes.drainPermits();
    }
  }

  private void tell(String resource, ClusterView view) {
    List<Activity> activities = activities(view, resource);
    for (Activity activity : activities) {
      if (told.add(activity)) {
        String phase = activity.phase().name().toLowerCase(Locale.ROOT);
        out.println("%s: %s on %s".formatted(resource, phase, activity.node()));
      }
    }
    for (FailedOperation failure : failures(view, resource)) {
      if (failed.add(failure)) {
        String operation = failure.operation().name().toLowerCase(Locale.ROOT);
        out.println(
            "%s: %s failed on %s: %s"
                .formatted(resource, operation, failure.node(), failure.reason()));
      }
    }
    out.flush();
    for (Activity activity : activities) {
      if (activity.phase() == Phase.BLOCKED) {
        throw new HaException(
            "%s is blocked by a failed stop on %s: see pk status, and then pk resource cleanup %s"
                .formatted(resource, activity.node(), resource));
      }
    }
  }

  /** Complains if a start of a resource has failed on a node since the beginning. */
  void requireNoFailedStart(ClusterView view, String resource, String node) {
    for (FailedOperation failure : failures(view, resource)) {
      if (!known.contains(failure)
          && failure.node().equals(node)
          && failure.operation() == Operation.START) {
        throw new HaException(
            "%s could not be started on %s: %s".formatted(resource, node, failure.reason()));
      }
    }
  }

  /** What is so now is not told: only what changes from now on. */
  void begin(ClusterView view, String resource) {
    told.addAll(activities(view, resource));
    known.addAll(failures(view, resource));
    failed.addAll(known);
  }

  private static List<FailedOperation> failures(ClusterView view, String resource) {
    return view.status().failures().stream()
        .filter(failure -> failure.resource().equals(resource))
        .toList();
  }

  /** Returns where a resource is or could be active. */
  static List<Activity> activities(ClusterView view, String resource) {
    return view.status().resources().stream()
        .filter(status -> status.id().equals(resource))
        .map(ResourceStatus::active)
        .findFirst()
        .orElse(List.of());
  }

  /** Returns whether a resource is active on a node, and could be nowhere else. */
  static boolean isOnlyOn(ClusterView view, String resource, String node) {
    List<Activity> active = activities(view, resource);
    return active.size() == 1 && isStarted(active.get(0)) && active.get(0).node().equals(node);
  }

  /** Returns whether somebody says that it is active, and it is not only what was said last. */
  static boolean isStarted(Activity activity) {
    return activity.phase() == Phase.STARTED && activity.confirmed();
  }
}
