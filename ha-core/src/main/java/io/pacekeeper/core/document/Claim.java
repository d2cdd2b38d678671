package io.pacekeeper.core.document;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * That somebody wants something to hold, such as a node's standby, until a moment or until it is
 * taken back. It holds for as long as anybody claims it, so that several owners do not undo what
 * another still needs.
 *
 * @param owner who wants it; has one claim at most on the same thing
 * @param reason why; may be empty
 * @param since since when, by the owner's wall clock
 * @param until when it ends by itself, or null for never
 */
public record Claim(String owner, String reason, Instant since, @Nullable Instant until) {
  /** Whose a claim is of which an older version said only that it holds. */
  public static final String UNNAMED = "administrator";

  /** How many claims there may be on one thing. */
  public static final int LIMIT = 20;

  /** Returns whether it holds at this time. */
  public boolean holds(Instant now) {
    return until == null || now.isBefore(until);
  }

  /** Returns whether any of these holds at this time. */
  public static boolean anyHolds(Collection<Claim> claims, Instant now) {
    return claims.stream().anyMatch(claim -> claim.holds(now));
  }

  /** Returns those that hold at this time. */
  public static List<Claim> holding(Collection<Claim> claims, Instant now) {
    return claims.stream().filter(claim -> claim.holds(now)).toList();
  }

  /** Returns when the first of those that hold now ends by itself, or null if none does. */
  public static @Nullable Instant nextEnd(Collection<Claim> claims, Instant now) {
    Instant first = null;
    for (Claim claim : claims) {
      first = claim.holds(now) ? earlier(first, claim.until()) : first;
    }
    return first;
  }

  /** Returns the earlier of two moments, null being never. */
  public static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    return one == null || (other != null && other.isBefore(one)) ? other : one;
  }

  /** Returns these claims with one more, in place of the same owner's. */
  public static List<Claim> with(Collection<Claim> claims, Claim claim) {
    List<Claim> all = new ArrayList<>(without(claims, claim.owner()));
    all.add(claim);
    return sorted(all);
  }

  /** Returns these claims but for an owner's. */
  public static List<Claim> without(Collection<Claim> claims, String owner) {
    return claims.stream().filter(claim -> !claim.owner().equals(owner)).toList();
  }

  /** Returns claims in the order in which they are kept: by owner. */
  static List<Claim> sorted(Collection<Claim> claims) {
    if (claims.size() > LIMIT) {
      throw new IllegalArgumentException(
          "there are " + claims.size() + " claims on one thing, but may be " + LIMIT);
    }
    return claims.stream().sorted(Comparator.comparing(Claim::owner)).toList();
  }
}
