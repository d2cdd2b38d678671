package io.pacekeeper.cli;

import io.pacekeeper.api.Explanation;
import io.pacekeeper.api.HaException;
import io.pacekeeper.api.LocationConstraint;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.Score;
import io.pacekeeper.api.TargetRole;
import io.pacekeeper.core.cib.Cib;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.DirectivesDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.ResourceLocation;
import io.pacekeeper.core.scheduler.Scheduler;
import io.pacekeeper.core.status.ClusterView;
import io.pacekeeper.core.status.Forecast;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The location constraints that moves and bans are made of, as pcs names them: {@code
 * cli-prefer-ledger}, {@code cli-ban-ledger-on-node1}.
 */
final class Relocation {
  private static final int LONGEST_ID = 128;

  /** How many constraints of moves and bans a cluster may have. */
  private static final int MOST = 1000;

  private Relocation() {}

  static ResourceLocation move(String resource, String node, @Nullable Instant until) {
    return new ResourceLocation(
        moveId(resource), resource, LocationConstraint.onNode(node, Score.INFINITY), until);
  }

  static ResourceLocation ban(String resource, String node, @Nullable Instant until) {
    return new ResourceLocation(
        shortened("cli-ban-" + resource + "-on-" + node),
        resource,
        LocationConstraint.onNode(node, -Score.INFINITY),
        until);
  }

  static String moveId(String resource) {
    return shortened("cli-prefer-" + resource);
  }

  private static String shortened(String id) {
    String hash = UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString();
    return id.length() <= LONGEST_ID
        ? id
        : id.substring(0, LONGEST_ID - hash.length() - 1) + "-" + hash;
  }

  /** Returns what operators want, with one constraint more in place of that of the same name. */
  static DirectivesDocument with(
      DirectivesDocument directives, ResourceLocation location, ChangeNote note) {
    List<ResourceLocation> all = new ArrayList<>(directives.locations());
    all.removeIf(other -> other.id().equals(location.id()));
    all.add(location);
    if (all.size() > MOST) {
      throw new HaException(
          "there are %d moves and bans, and there may be no more: take some back by pk resource clear"
              .formatted(MOST));
    }
    return directives.withLocations(all, note);
  }

  /** Returns what operators want, without some constraints; the same if there is none of them. */
  static DirectivesDocument without(
      DirectivesDocument directives, Predicate<ResourceLocation> which, ChangeNote note) {
    List<ResourceLocation> left = new ArrayList<>(directives.locations());
    return left.removeIf(which) ? directives.withLocations(left, note) : directives;
  }

  /** Writes one constraint. */
  static void put(ZooKeeperClusterClient client, ResourceLocation location, ChangeNote note) {
    client.change(
        DocumentKey.DIRECTIVES,
        DirectivesDocument.EMPTY,
        before -> before.locations().contains(location) ? before : with(before, location, note));
  }

  /** Takes one constraint back, unless somebody has put another one of its name in its place. */
  static void takeBack(ZooKeeperClusterClient client, ResourceLocation location, ChangeNote note) {
    client.change(
        DocumentKey.DIRECTIVES,
        DirectivesDocument.EMPTY,
        before -> without(before, location::equals, note));
  }

  static DirectivesDocument directives(ClusterView view) {
    DirectivesDocument directives =
        Author.understood(() -> view.document(DocumentKey.DIRECTIVES, DirectivesDocument.class));
    return directives == null ? DirectivesDocument.EMPTY : directives;
  }

  /** Complains unless the cluster runs a resource, or would. */
  static void requireWanted(ResourceDefinition definition) {
    if (definition.targetRole() == TargetRole.STOPPED) {
      throw new HaException(
          "%s is to be stopped: have it started by pk resource enable %s first"
              .formatted(definition.id(), definition.id()));
    }
  }

  /** Complains if the cluster would not move a resource as this constraint wants it. */
  static void requirePossible(ClusterView view, ResourceLocation location, ChangeNote note) {
    String resource = location.resource();
    String node = String.valueOf(location.location().node());
    ClusterView moved = view.with(DocumentKey.DIRECTIVES, with(directives(view), location, note));
    if (!node.equals(moved.forecast().nodeOf(resource))) {
      Explanation why = moved.explain(resource);
      throw new HaException(
          "%s would not move to %s: %s; nothing changed"
              .formatted(resource, node, sentence(why, node)));
    }
  }

  /** Complains if a resource would not stay on a node without the constraint that moved it. */
  static void requireStays(ClusterView view, ResourceLocation location, ChangeNote note) {
    String resource = location.resource();
    String node = String.valueOf(location.location().node());
    DirectivesDocument after =
        without(directives(view), other -> other.id().equals(location.id()), note);
    Cib there = Forecast.activeOn(view.with(DocumentKey.DIRECTIVES, after).cib(), resource, node);
    String back = Forecast.of(there, view.now()).nodeOf(resource);
    if (!node.equals(back)) {
      Explanation why = Scheduler.explain(there, resource, view.now());
      throw new HaException(
          "%s would not stay on %s once the move is done, but go to %s (%s); nothing changed: say --sticky to keep it there by a constraint"
              .formatted(
                  resource,
                  node,
                  back == null ? "nowhere" : back,
                  back == null ? sentence(why, node) : terms(why, back)));
    }
  }

  private static String sentence(Explanation why, String node) {
    Explanation.NodeCase one = why.node(node);
    if (one == null) {
      return why.summary();
    }
    String remedy = one.remedy() == null ? why.remedy() : one.remedy();
    return node + " " + one.verdict() + (remedy == null ? "" : "; " + remedy);
  }

  private static String terms(Explanation why, String node) {
    Explanation.NodeCase one = why.node(node);
    return one == null
        ? ""
        : one.terms().stream()
            .map(term -> term.source() + " " + Score.format(term.score()))
            .collect(Collectors.joining(", "));
  }
}
