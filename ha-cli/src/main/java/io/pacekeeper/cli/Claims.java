package io.pacekeeper.cli;

import io.pacekeeper.api.HaException;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.Claim;
import io.pacekeeper.core.document.DirectivesDocument;
import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Something that holds for as long as anybody claims it, such as a node's standby, and how it is
 * claimed and released: by comparing and setting the document that says so.
 */
final class Claims<D extends Document> {
  /** Writes other claims into a document. */
  private interface Writer<D> {
    D write(D document, List<Claim> claims, ChangeNote note);
  }

  private final DocumentKey key;
  private final D absent;
  private final Function<D, List<Claim>> reader;
  private final Writer<D> writer;
  private final String what;
  private final String state;

  private Claims(
      DocumentKey key,
      D absent,
      Function<D, List<Claim>> reader,
      Writer<D> writer,
      String what,
      String state) {
    this.key = key;
    this.absent = absent;
    this.reader = reader;
    this.writer = writer;
    this.what = what;
    this.state = state;
  }

  static Claims<NodeDocument> standby(String node) {
    return new Claims<>(
        DocumentKey.node(node),
        NodeDocument.EMPTY,
        NodeDocument::standby,
        NodeDocument::withStandby,
        node,
        "in standby");
  }

  static Claims<NodeDocument> maintenance(String node) {
    return new Claims<>(
        DocumentKey.node(node),
        NodeDocument.EMPTY,
        NodeDocument::maintenance,
        NodeDocument::withMaintenance,
        node,
        "in maintenance");
  }

  static Claims<DirectivesDocument> clusterMaintenance(String cluster) {
    return new Claims<>(
        DocumentKey.DIRECTIVES,
        DirectivesDocument.EMPTY,
        DirectivesDocument::maintenance,
        DirectivesDocument::withMaintenance,
        cluster,
        "in maintenance");
  }

  static Claims<DirectivesDocument> resourceMaintenance(String resource) {
    return new Claims<>(
        DocumentKey.DIRECTIVES,
        DirectivesDocument.EMPTY,
        directives -> DirectivesDocument.of(directives.resourceMaintenance(), resource),
        (directives, claims, note) -> directives.withResourceMaintenance(resource, claims, note),
        resource,
        "in maintenance");
  }

  static Claims<DirectivesDocument> disabled(String resource) {
    return new Claims<>(
        DocumentKey.DIRECTIVES,
        DirectivesDocument.EMPTY,
        directives -> DirectivesDocument.of(directives.stopped(), resource),
        (directives, claims, note) -> directives.withStopped(resource, claims, note),
        resource,
        "disabled");
  }

  /** Claims it, and returns what became of that in a sentence. */
  String claim(ZooKeeperClusterClient client, Claim wanted, ChangeNote note) {
    List<Claim> before = new ArrayList<>();
    List<Claim> after = new ArrayList<>();
    boolean changed =
        client.change(
            key,
            absent,
            document -> {
              before.clear();
              before.addAll(Claim.holding(reader.apply(document), wanted.since()));
              after.clear();
              after.addAll(Author.understood(() -> with(before, wanted)));
              return after.equals(before) ? document : writer.write(document, after, note);
            });
    if (!changed) {
      return what + " is " + state + " already; nothing changed";
    }
    String until = wanted.until() == null ? "" : " until " + Author.time(wanted.until());
    if (before.isEmpty()) {
      return what + " is " + state + (until.isEmpty() ? " from now on" : until);
    }
    return "%s is %s already; it is wanted now by %s"
        .formatted(what, state, after.stream().map(Claims::describe).collect(joined()));
  }

  /** Returns the claims with one more; the same if its owner wants the same already. */
  private static List<Claim> with(List<Claim> claims, Claim wanted) {
    for (Claim claim : claims) {
      if (claim.owner().equals(wanted.owner())) {
        String reason = wanted.reason().isEmpty() ? claim.reason() : wanted.reason();
        boolean same =
            reason.equals(claim.reason()) && Objects.equals(claim.until(), wanted.until());
        return same
            ? claims
            : Claim.with(claims, new Claim(wanted.owner(), reason, claim.since(), wanted.until()));
      }
    }
    return Claim.with(claims, wanted);
  }

  /** Releases it, and returns what became of that in a sentence. */
  String release(ZooKeeperClusterClient client, ReleaseOptions options, ChangeNote note) {
    String owner = options.owner();
    List<Claim> left = new ArrayList<>();
    boolean changed =
        client.change(
            key,
            absent,
            document -> {
              List<Claim> before = Claim.holding(reader.apply(document), note.at());
              left.clear();
              left.addAll(without(before, owner, options.isUnsaid()));
              if (left.equals(before) && !left.isEmpty()) {
                throw new HaException(
                    "%s stays %s: it is wanted by %s; say --owner to take back somebody's wish, or --everybody"
                        .formatted(what, state, describe(left)));
              }
              return left.equals(before) ? document : writer.write(document, left, note);
            });
    if (!left.isEmpty()) {
      return "%s stays %s: it is wanted by %s still".formatted(what, state, describe(left));
    }
    return what + " is not " + state + (changed ? " from now on" : " already; nothing changed");
  }

  /** Takes back what one owner claimed, if anything. */
  void releaseOwn(ZooKeeperClusterClient client, String owner, ChangeNote note) {
    client.change(
        key,
        absent,
        document -> {
          List<Claim> before = reader.apply(document);
          List<Claim> left = Claim.without(before, owner);
          return left.equals(before) ? document : writer.write(document, left, note);
        });
  }

  private static List<Claim> without(
      List<Claim> claims, @Nullable String owner, boolean alsoUnnamed) {
    if (owner == null) {
      return List.of();
    }
    List<Claim> left = Claim.without(claims, owner);
    return alsoUnnamed ? Claim.without(left, Claim.UNNAMED) : left;
  }

  /** Returns who wants something, why, and until when. */
  static String describe(List<Claim> claims) {
    return claims.stream().map(Claims::describe).collect(joined());
  }

  private static String describe(Claim claim) {
    List<String> more = new ArrayList<>();
    if (!claim.reason().isEmpty()) {
      more.add(claim.reason());
    }
    if (claim.until() != null) {
      more.add("until " + Author.time(claim.until()));
    }
    return claim.owner() + (more.isEmpty() ? "" : " (" + String.join(", ", more) + ")");
  }

  private static Collector<CharSequence, ?, String> joined() {
    return Collectors.joining(", ");
  }
}
