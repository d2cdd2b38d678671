package io.pacekeeper.testkit;

import io.pacekeeper.api.LocationConstraint;
import io.pacekeeper.api.Score;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.Claim;
import io.pacekeeper.core.document.DirectivesDocument;
import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.NodeRequest;
import io.pacekeeper.core.document.RequestsDocument;
import io.pacekeeper.core.document.ResourceLocation;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.testkit.invariant.Happening;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who does the daily work amid the chaos, as {@code pk} does: claims that end by themselves, moves
 * and bans that somebody forgets to take back, and requests to nodes that nobody waits for.
 */
final class Operator {
  /** What is left behind ends so much after it was wanted, so that a healed cluster serves. */
  private static final int LONGEST_SECONDS = 20;

  private static final long CLEANUP_AGAIN = Duration.ofSeconds(5).toNanos();

  private final SimulatedCluster cluster;
  private final Dice dice;
  private final InMemoryStore store;
  private int asked;

  Operator(SimulatedCluster cluster) {
    this.cluster = cluster;
    this.dice = cluster.dice();
    this.store = cluster.store();
  }

  /** Does one of these at random. */
  void strike(Chaos.Fault fault) {
    switch (fault) {
      case CLAIM -> claim();
      case MOVE -> move();
      default -> ask();
    }
  }

  /**
   * Takes back what does not end by itself; what ends soon is left for the cluster to clear.
   *
   * @param clocksAreRight whether the cluster knows when that is
   */
  void repair(boolean clocksAreRight) {
    Instant soon = clocksAreRight ? cluster.wall().plusSeconds(LONGEST_SECONDS) : Instant.MIN;
    DirectivesDocument wanted = read(DocumentKey.DIRECTIVES, DirectivesDocument.class);
    if (store.log().get(DocumentKey.DIRECTIVES) != null) {
      store.write(
          DocumentKey.DIRECTIVES, wanted == null ? DirectivesDocument.EMPTY : ending(wanted, soon));
    }
    // Again, for whoever was not there, or still had an operation that did not return.
    cleanup();
    cluster.queue().after(CLEANUP_AGAIN, this::cleanup);
    cluster.queue().after(3 * CLEANUP_AGAIN, this::cleanup);
  }

  /** Has every node forget what failed there, so that what is blocked is stopped again. */
  private void cleanup() {
    for (SimulatedNode node : cluster.nodes()) {
      Instant now = node.clock().now().wall();
      NodeRequest request =
          new NodeRequest("r" + ++asked, NodeRequest.Kind.CLEANUP, null, "", "somebody", now);
      store.write(DocumentKey.requests(node.name()), new RequestsDocument(List.of(request)));
    }
  }

  private static DirectivesDocument ending(DirectivesDocument wanted, Instant soon) {
    DirectivesDocument left = DirectivesDocument.EMPTY;
    left = left.withMaintenance(ending(wanted.maintenance(), soon), note());
    for (String resource : wanted.resourceMaintenance().keySet()) {
      left =
          left.withResourceMaintenance(
              resource, ending(wanted.resourceMaintenance().get(resource), soon), note());
    }
    for (String resource : wanted.stopped().keySet()) {
      left = left.withStopped(resource, ending(wanted.stopped().get(resource), soon), note());
    }
    return left.withLocations(
        wanted.locations().stream().filter(of -> endsBy(of.until(), soon)).toList(), note());
  }

  private static List<Claim> ending(@Nullable List<Claim> claims, Instant soon) {
    return claims == null
        ? List.of()
        : claims.stream().filter(claim -> endsBy(claim.until(), soon)).toList();
  }

  private static boolean endsBy(@Nullable Instant until, Instant soon) {
    return until != null && !until.isAfter(soon);
  }

  private @Nullable Instant end() {
    return dice.chance(0.7)
        ? cluster.wall().plus(Duration.ofMillis(dice.between(1, LONGEST_SECONDS * 1000L)))
        : null;
  }

  private static ChangeNote note() {
    return new ChangeNote("somebody", "pk", Instant.EPOCH);
  }

  /** Wants something left alone, stopped or empty for a while, or takes that back. */
  private void claim() {
    String owner = dice.pick(List.of("ann", "bob"));
    List<Claim> claims =
        dice.chance(0.3)
            ? List.of()
            : List.of(new Claim(owner, "somebody wants it", cluster.wall(), end()));
    DirectivesDocument before = directives();
    String resource = dice.pick(cluster.options().resourceNames());
    String node = dice.pick(cluster.nodes()).name();
    int what = dice.below(5);
    happen("claim " + what + " of " + resource + " or " + node + ": " + claims);
    switch (what) {
      case 0 -> store.write(DocumentKey.DIRECTIVES, before.withMaintenance(claims, note()));
      case 1 ->
          store.write(
              DocumentKey.DIRECTIVES, before.withResourceMaintenance(resource, claims, note()));
      case 2 -> store.write(DocumentKey.DIRECTIVES, before.withStopped(resource, claims, note()));
      case 3 -> store.write(DocumentKey.node(node), NodeDocument.EMPTY.withStandby(claims, note()));
      default ->
          store.write(DocumentKey.node(node), NodeDocument.EMPTY.withMaintenance(claims, note()));
    }
  }

  /** Moves a resource to a node, keeps it away from one, or takes that back. */
  private void move() {
    String resource = dice.pick(cluster.options().resourceNames());
    String node = dice.pick(cluster.nodes()).name();
    int score = dice.chance(0.6) ? Score.INFINITY : -Score.INFINITY;
    boolean clear = dice.chance(0.2);
    happen((clear ? "clear " : score > 0 ? "move " : "ban ") + resource + ", " + node);
    List<ResourceLocation> locations = new ArrayList<>(directives().locations());
    locations.removeIf(other -> other.resource().equals(resource));
    if (!clear) {
      locations.add(
          new ResourceLocation(
              "cli-" + resource, resource, LocationConstraint.onNode(node, score), end()));
    }
    store.write(DocumentKey.DIRECTIVES, directives().withLocations(locations, note()));
  }

  /** Asks a node for something, whether or not anybody is there to answer. */
  private void ask() {
    String node = dice.pick(cluster.nodes()).name();
    NodeRequest.Kind kind = dice.pick(List.of(NodeRequest.Kind.values()));
    String resource = dice.pick(cluster.options().resourceNames());
    boolean all = kind != NodeRequest.Kind.RUN && dice.chance(0.3);
    NodeRequest request =
        new NodeRequest(
            "r" + ++asked,
            kind,
            all ? null : resource,
            dice.pick(List.of("stop", "stop", "monitor", "start")),
            "somebody",
            dice.chance(0.8) ? cluster.node(node).clock().now().wall() : cluster.wall());
    happen("ask " + node + " for " + kind + " of " + request.resource());
    RequestsDocument before = read(DocumentKey.requests(node), RequestsDocument.class);
    List<NodeRequest> requests = new ArrayList<>();
    if (before != null && dice.chance(0.7)) {
      requests.addAll(before.requests());
    }
    requests.add(request);
    store.write(DocumentKey.requests(node), new RequestsDocument(requests));
  }

  private DirectivesDocument directives() {
    DirectivesDocument read = read(DocumentKey.DIRECTIVES, DirectivesDocument.class);
    return read == null ? DirectivesDocument.EMPTY : read;
  }

  private <D extends Document> @Nullable D read(DocumentKey key, Class<D> type) {
    Stored stored = store.log().get(key);
    return stored == null ? null : stored.as(type);
  }

  private void happen(String what) {
    cluster.happen(new Happening.Fault(what));
  }
}
