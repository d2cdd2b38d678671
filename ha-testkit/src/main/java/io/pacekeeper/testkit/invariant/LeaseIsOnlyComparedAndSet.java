package io.pacekeeper.testkit.invariant;

import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.LeaseDocument.State;
import io.pacekeeper.core.document.Stored;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A lease goes the one way that there is: taken by a new incarnation, renewed by that incarnation
 * over nothing but its own writing, and ended for good, never deleted. Its length stands as long as
 * the incarnation. Whoever ends it from outside does so when the incarnation has no right left. One
 * of nobody takes the place of none.
 */
public final class LeaseIsOnlyComparedAndSet implements Invariant {
  private final Set<String> begun = new HashSet<>();
  private final Set<String> over = new HashSet<>();
  private final Map<String, Long> documents = new HashMap<>();
  private final Map<DocumentKey, String> holders = new HashMap<>();

  @Override
  public void check(Happening happening, World world) {
    if (happening instanceof Happening.Written written && written.process() != null) {
      for (Happening.Change change : written.changes()) {
        if (change.key().kind() == Kind.LEASE) {
          check(change, written.process(), world);
        }
      }
    }
  }

  private void check(Happening.Change change, String process, World world) {
    LeaseDocument before = lease(change.before());
    LeaseDocument after = lease(change.after());
    require(after != null, process + " deletes " + change.key());
    if (after == null) {
      return;
    }
    Stored former = change.before();
    Stored now = change.after();
    require(
        former == null || now == null || former.created() == now.created(),
        process + " deletes " + change.key() + " and makes it anew");
    String who = process + " writes " + change.key() + " as " + after + " over " + before;
    String incarnation = after.incarnation();
    if (after.state() == State.HELD && !begun.contains(incarnation)) {
      begin(change, after, process, who, world);
    } else if (after.state() == State.HELD) {
      require(world.processOf(incarnation).equals(process), who + ": not its own");
      require(
          after.equals(before) || !isDocumentOf(incarnation, change),
          who + ": renewed over what it did not write itself");
    } else if (after.state() == State.ENDING && after.isOfNobody()) {
      require(change.before() == null, who + ": it was not absent");
    } else if (after.state() == State.ENDING) {
      require(before != null && before.state() == State.HELD, who + ": it was not held");
      require(before != null && before.incarnation().equals(incarnation), who + ": not its holder");
    } else {
      end(change, after, process, who, world);
    }
  }

  private void begin(
      Happening.Change change, LeaseDocument after, String process, String who, World world) {
    require(world.processOf(after.incarnation()).equals(process), who + ": not its own");
    String former = holders.put(change.key(), after.incarnation());
    if (former != null && !over.contains(former)) {
      require(
          world.wasLiedAbout(former) || !world.mayBeActive(former),
          who + ": " + former + " may be active");
      over.add(former);
    }
    begun.add(after.incarnation());
    documents.put(after.incarnation(), created(change));
  }

  /**
   * Returns whether it is the document still that the incarnation took. In one that an
   * administrator deleted and somebody made anew the versions begin again, so that the store lets a
   * renewal through; its holder sees that in the answer, and must not count on it.
   */
  private boolean isDocumentOf(String incarnation, Happening.Change change) {
    return documents.getOrDefault(incarnation, 0L) == created(change);
  }

  private static long created(Happening.Change change) {
    Stored after = change.after();
    return after == null ? 0 : after.created();
  }

  private void end(
      Happening.Change change, LeaseDocument after, String process, String who, World world) {
    String former = holders.getOrDefault(change.key(), after.incarnation());
    boolean own = world.processOf(former).equals(process) && after.state() == State.RELEASED;
    boolean excused = world.wasLiedAbout(former);
    require(own || excused || !world.mayBeActive(former), who + ": " + former + " may be active");
    over.add(former);
    over.add(after.incarnation());
    begun.add(after.incarnation());
  }

  private static @Nullable LeaseDocument lease(@Nullable Stored stored) {
    return stored == null ? null : stored.as(LeaseDocument.class);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new InvariantViolation(LeaseIsOnlyComparedAndSet.class, otherwise);
    }
  }
}
