package io.pacekeeper.cli;

import io.pacekeeper.api.HaException;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DirectivesDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.FencingDocument;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.ResourceLocation;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient.CommitResult;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Takes a node off the list and its traces away, when its lease is over. The lease stays, for ever:
 * it is what tells a later JVM of that name that nothing of an earlier one is active. And so does
 * in which terms it was DC, as a term that is used twice repeats its fencing tokens.
 */
final class NodeRemoval {
  private static final int MOST_ATTEMPTS = 10;

  /** What is deleted of a node. */
  static final List<Kind> TRACES =
      List.of(Kind.NODE, Kind.ORDERS, Kind.REPORT, Kind.FENCING, Kind.REQUESTS, Kind.ANSWERS);

  private final ZooKeeperClusterClient client;
  private final String node;
  private final ChangeNote note;

  NodeRemoval(ZooKeeperClusterClient client, String node, ChangeNote note) {
    this.client = client;
    this.node = node;
    this.note = note;
  }

  /**
   * Removes the node.
   *
   * @param force whether that is done though its host is still to be confirmed dead
   * @throws HaException if its lease is not over
   */
  void remove(boolean force) {
    requireOver(ClusterLives.of(client), force);
    // Off the list first, so that it cannot come back before its traces are gone.
    leaveList();
    forgetLocations();
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      ClusterLives lives = ClusterLives.of(client);
      requireOver(lives, force);
      List<Transaction.Step> steps = steps(lives, node);
      if (steps.isEmpty()
          || client.commit(new Transaction(steps)) instanceof CommitResult.Written) {
        return;
      }
    }
    throw new HaException(
        "what is left of %s could not be taken away in %d attempts: others write it"
            .formatted(node, MOST_ATTEMPTS));
  }

  private void requireOver(ClusterLives lives, boolean force) {
    NodeLife life = lives.life(node);
    if (life.state() == NodeLife.State.STARTED || life.state() == NodeLife.State.UNCLEAN) {
      throw new HaException(
          "%s was not deleted: it %s; stop it and try again".formatted(node, life.describe()));
    }
    FencingDocument fencing = life.fencing();
    if (fencing != null && fencing.request() != null && !force) {
      throw new HaException(
          "%s was not deleted: it is to be fenced, which %s asks for; wait for that, take it back by pk fence withdraw %s, or say --force"
              .formatted(node, fencing.request().by(), node));
    }
  }

  private void leaveList() {
    LifeChange.change(
        client,
        config -> {
          NodeLife life = ClusterLives.of(client).life(node);
          SortedMap<String, Integer> nodes = config.nodes();
          LifeChange said = LifeChange.of(config, note);
          if (nodes == null && life.process() != null) {
            // It may join an open cluster: the JVM that is there is not to come back by itself.
            said.want(life, false);
          } else {
            said.forget(node);
          }
          ConfigDocument next = said.in(config);
          if (nodes != null && nodes.containsKey(node)) {
            SortedMap<String, Integer> others = new TreeMap<>(nodes);
            others.remove(node);
            next = (next.equals(config) ? config.with(note) : next).withNodes(others);
          }
          List<ResourceLocation> left = without(next.constraints());
          return left.equals(next.constraints()) ? next : next.withConstraints(left);
        });
  }

  private void forgetLocations() {
    client.change(
        DocumentKey.DIRECTIVES,
        DirectivesDocument.EMPTY,
        directives -> {
          List<ResourceLocation> left = without(directives.locations());
          return left.equals(directives.locations())
              ? directives
              : directives.withLocations(left, note);
        });
  }

  private List<ResourceLocation> without(List<ResourceLocation> locations) {
    return locations.stream().filter(one -> !node.equals(one.location().node())).toList();
  }

  /**
   * Returns what takes the traces of a node away if its lease has not moved meanwhile; nothing if
   * there are none.
   */
  static List<Transaction.Step> steps(ClusterLives lives, String node) {
    List<Transaction.Step> steps = new ArrayList<>();
    for (Kind kind : TRACES) {
      Stored trace = lives.stored(new DocumentKey(kind, node));
      if (trace != null) {
        steps.add(new Transaction.Delete(trace.key(), trace.version()));
      }
    }
    Stored lease = lives.stored(DocumentKey.lease(node));
    if (!steps.isEmpty() && lease != null) {
      steps.add(0, new Transaction.Check(lease.key(), lease.version()));
    }
    return steps;
  }

  /** Returns whether nothing of a lease's holder can be active any more. */
  static boolean isOver(Stored lease) {
    LeaseDocument read = lease.as(LeaseDocument.class);
    return read != null && read.state().isOver();
  }
}
