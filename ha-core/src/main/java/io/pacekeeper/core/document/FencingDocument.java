package io.pacekeeper.core.document;

import io.pacekeeper.api.fencing.FencingAction;
import io.pacekeeper.api.fencing.FencingResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has been done to have a node confirmed dead, incarnation by incarnation: what is asked for
 * now, what was tried in vain, and what was confirmed. Compared and set by whoever has something to
 * add; a bounded history, newest last.
 *
 * @param request what is asked for and not confirmed yet, or null
 * @param attempts what was tried in vain, at most {@link #LIMIT} of them
 * @param confirmations who is dead, at most {@link #LIMIT} of them
 */
public record FencingDocument(
    @Nullable Request request, List<Attempt> attempts, List<Confirmation> confirmations)
    implements Document {
  /** How many attempts and how many confirmations are kept. */
  public static final int LIMIT = 20;

  /** Nothing asked for, nothing tried, nobody dead. */
  public static final FencingDocument EMPTY = new FencingDocument(List.of());

  /** What has to be known to be dead. */
  public enum Scope {
    /** The process: enough for what ends with it. */
    PROCESS,
    /** The host: needed for what outlives the process, such as an address. */
    HOST
  }

  /** How an incarnation was confirmed dead. */
  public enum Means {
    /** Its companion saw its process gone. */
    COMPANION(Scope.PROCESS),
    /** Its lease ended and was revoked. */
    LEASE(Scope.PROCESS),
    /** A fencing device switched its host off. */
    DEVICE(Scope.HOST),
    /** An administrator said so. */
    HAND(Scope.HOST);

    private final Scope reaches;

    Means(Scope reaches) {
      this.reaches = reaches;
    }

    /** Returns whether what is known by this means is enough. */
    public boolean confirms(Scope scope) {
      return scope.compareTo(reaches) <= 0;
    }
  }

  /**
   * That a node is to be fenced. There is one at most, whoever asks; all others join it.
   *
   * @param incarnation who is to be confirmed dead
   * @param scope what has to be known to be dead
   * @param action what is done to its host: {@code OFF} or {@code REBOOT}
   * @param reason why
   * @param by who asked first: the DC's node, or an administrator
   * @param at when that was, by the asker's wall clock
   * @param term the term of the DC that carries it out, 0 while none does. A device is asked only
   *     when the DC has read its own term here.
   */
  public record Request(
      String incarnation,
      Scope scope,
      FencingAction action,
      String reason,
      String by,
      Instant at,
      long term) {
    public Request {
      if (!action.isolates()) {
        throw new IllegalArgumentException(
            "a node is fenced by off or reboot, not by " + action.name());
      }
    }

    /** Returns the same, for this scope and carried out by the DC of this term. */
    public Request of(Scope newScope, long newTerm) {
      return new Request(incarnation, newScope, action, reason, by, at, newTerm);
    }
  }

  /**
   * What a device was asked and did not do, as far as is known.
   *
   * @param incarnation who was to be fenced
   * @param device the device's id
   * @param level the level of the topology, from 1
   * @param action what it was asked
   * @param outcome that it failed, or that nobody knows
   * @param detail why
   * @param by the node that asked it
   * @param at when it ended, by that node's wall clock
   */
  public record Attempt(
      String incarnation,
      String device,
      int level,
      FencingAction action,
      FencingResult.Outcome outcome,
      String detail,
      String by,
      Instant at) {}

  /**
   * One confirmation.
   *
   * @param incarnation who is dead
   * @param means how that is known
   * @param by who says so
   * @param at when, by the wall clock of whoever says so
   * @param detail what that rests on, such as the device; may be empty
   */
  public record Confirmation(
      String incarnation, Means means, String by, Instant at, String detail) {
    /** Makes a confirmation that needs no detail. */
    public Confirmation(String incarnation, Means means, String by, Instant at) {
      this(incarnation, means, by, at, "");
    }
  }

  public FencingDocument {
    attempts = newest(attempts);
    confirmations = newest(confirmations);
  }

  /** Makes a document that asks for nothing. */
  public FencingDocument(List<Confirmation> confirmations) {
    this(null, List.of(), confirmations);
  }

  /** Returns the same that asks for this, instead of whatever was asked for. */
  public FencingDocument requesting(Request wanted) {
    return new FencingDocument(wanted, attempts, confirmations);
  }

  /** Returns the same that asks for nothing. */
  public FencingDocument withdrawn() {
    return request == null ? this : new FencingDocument(null, attempts, confirmations);
  }

  /** Returns the same with more that was tried in vain. */
  public FencingDocument with(Collection<Attempt> more) {
    List<Attempt> all = new ArrayList<>(attempts);
    all.addAll(more);
    return new FencingDocument(request, all, confirmations);
  }

  /**
   * Returns the same with one more confirmation; what it is enough for is not asked for any more.
   */
  public FencingDocument with(Confirmation confirmation) {
    List<Confirmation> all = new ArrayList<>(confirmations);
    all.add(confirmation);
    Request open = request;
    boolean settled =
        open != null
            && open.incarnation().equals(confirmation.incarnation())
            && confirmation.means().confirms(open.scope());
    return new FencingDocument(settled ? null : open, attempts, all);
  }

  /** Returns the newest confirmation that is enough for this, or null. */
  public @Nullable Confirmation confirmation(String incarnation, Scope scope) {
    for (int i = confirmations.size() - 1; i >= 0; i--) {
      Confirmation confirmation = confirmations.get(i);
      if (confirmation.incarnation().equals(incarnation) && confirmation.means().confirms(scope)) {
        return confirmation;
      }
    }
    return null;
  }

  private static <T> List<T> newest(List<T> all) {
    return List.copyOf(all.subList(Math.max(0, all.size() - LIMIT), all.size()));
  }
}
