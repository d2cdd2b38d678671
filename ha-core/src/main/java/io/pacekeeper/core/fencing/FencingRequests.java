package io.pacekeeper.core.fencing;

import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.fencing.FencingAction;
import io.pacekeeper.api.fencing.FencingDeviceDefinition;
import io.pacekeeper.api.fencing.FencingResult;
import io.pacekeeper.core.document.FencingDocument;
import io.pacekeeper.core.document.FencingDocument.Attempt;
import io.pacekeeper.core.document.FencingDocument.Confirmation;
import io.pacekeeper.core.document.FencingDocument.Request;
import io.pacekeeper.core.document.FencingDocument.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a DC has devices do, for as long as its term lasts: one request for each victim. Told again
 * and again whom it has to fence and what the store says of them, it answers with what is to be
 * written and called; nothing depends on how often it is told.
 *
 * <p>A device is asked only after the request was read back with this DC's term in it. The write
 * checks {@code dc/term}; so of two nodes that believe to be DC only the one that is calls devices,
 * and whoever comes after it finds the request. It begins that at its first level: of what its
 * predecessor had under way nobody knows anything.
 *
 * <p>Not safe for use by several threads: the controller owns it.
 */
public final class FencingRequests {
  /**
   * Whom to fence.
   *
   * @param node its name
   * @param incarnation which incarnation is to be confirmed dead
   * @param scope what has to be known to be dead
   * @param reason why, for people
   * @param delay how much longer is waited before the first device is asked; see {@link
   *     PriorityFencingDelay}
   * @param known {@code fencing/<node>} as it was read last, or null if it is absent or unreadable
   */
  public record Victim(
      String node,
      String incarnation,
      Scope scope,
      String reason,
      Duration delay,
      @Nullable FencingDocument known) {
    private FencingDocument document() {
      return known == null ? FencingDocument.EMPTY : known;
    }
  }

  /**
   * What is to be done now.
   *
   * @param writes how {@code fencing/<node>} is to read, by node, where it does not read so yet. To
   *     be compared and set, in a transaction that checks the term; if that fails, to be forgotten.
   * @param calls devices to call, at once
   * @param interrupts calls whose answers nobody waits for any more
   * @param events what there is to tell, whatever becomes of the writes
   * @param confirmed the victims that are known to be dead, by node: for each its confirmation,
   *     which is in the store or among the writes
   * @param wakeAtNanos when to ask again though nothing is heard; MAX_VALUE: never
   */
  public record Step(
      SortedMap<String, FencingDocument> writes,
      List<FencingCall> calls,
      List<FencingCall> interrupts,
      List<ClusterEvent> events,
      SortedMap<String, Confirmation> confirmed,
      long wakeAtNanos) {
    public Step {
      writes = Collections.unmodifiableSortedMap(writes);
      calls = List.copyOf(calls);
      interrupts = List.copyOf(interrupts);
      events = List.copyOf(events);
      confirmed = Collections.unmodifiableSortedMap(confirmed);
    }
  }

  private final String dc;
  private final long term;
  private FencingSetup setup;
  private long lastId;

  /** By node, so that everything is done in the order of their names, as in Pacemaker. */
  private final SortedMap<String, VictimFencing> fencings = new TreeMap<>();

  private final SortedMap<String, FencingDocument> writes = new TreeMap<>();
  private final List<FencingCall> calls = new ArrayList<>();
  private final List<FencingCall> interrupts = new ArrayList<>();
  private final List<ClusterEvent> events = new ArrayList<>();
  private final SortedMap<String, Confirmation> confirmed = new TreeMap<>();

  /** Those that have the DC's term in the store, so that devices may be called for them. */
  private final List<VictimFencing> recorded = new ArrayList<>();

  /**
   * Makes one that has nobody fenced yet.
   *
   * @param dc the DC's node
   * @param term its term
   */
  public FencingRequests(String dc, long term, FencingSetup setup) {
    this.dc = dc;
    this.term = term;
    this.setup = setup;
  }

  /** Takes another configuration. What had failed under the former one is tried again at once. */
  public void use(FencingSetup newest, long nowNanos) {
    setup = newest;
    fencings.values().forEach(fencing -> fencing.use(newest, nowNanos));
  }

  /**
   * Goes on.
   *
   * @param victims everybody who is to be fenced now; who is left out is not fenced any more
   */
  public Step step(Collection<Victim> victims, long nowNanos, Instant wall) {
    recorded.clear();
    SortedMap<String, Victim> wanted = new TreeMap<>();
    victims.forEach(victim -> wanted.put(victim.node(), victim));
    dropOthers(wanted);
    fencings.values().forEach(fencing -> fencing.expire(nowNanos, wall));
    wanted.values().forEach(victim -> take(victim, nowNanos, wall));
    begin(nowNanos, wall);
    wanted.values().forEach(this::write);
    fencings.values().forEach(fencing -> events.addAll(fencing.takeEvents()));
    long wake = Long.MAX_VALUE;
    for (VictimFencing fencing : fencings.values()) {
      boolean acts = recorded.contains(fencing) || fencing.confirmation() != null;
      wake = earlier(wake, acts ? fencing.wakeAtNanos(nowNanos) : Long.MAX_VALUE);
    }
    Step step =
        new Step(new TreeMap<>(writes), calls, interrupts, events, new TreeMap<>(confirmed), wake);
    writes.clear();
    calls.clear();
    interrupts.clear();
    events.clear();
    confirmed.clear();
    return step;
  }

  /** Takes the answer to a call; {@link #step} says what follows from it. */
  public void answered(FencingCall call, FencingResult result, long nowNanos, Instant wall) {
    VictimFencing fencing = fencings.get(call.node());
    if (fencing != null) {
      fencing.answered(call, result, nowNanos, wall);
    }
  }

  /** Gives everything up, because this node is DC no more; returns what to interrupt. */
  public List<FencingCall> abandon() {
    List<FencingCall> open = new ArrayList<>();
    fencings.values().forEach(fencing -> addIfOpen(open, fencing));
    fencings.clear();
    return open;
  }

  /** Drops what is not wanted any more; a host that is off and is to come back still may. */
  private void dropOthers(Map<String, Victim> wanted) {
    fencings
        .entrySet()
        .removeIf(
            entry -> {
              VictimFencing fencing = entry.getValue();
              Victim victim = wanted.get(entry.getKey());
              boolean same = victim != null && victim.incarnation().equals(fencing.incarnation());
              boolean comesBack =
                  victim == null && fencing.confirmation() != null && !fencing.isDone();
              if (same || comesBack) {
                return false;
              }
              addIfOpen(interrupts, fencing);
              return true;
            });
  }

  private static void addIfOpen(List<FencingCall> open, VictimFencing fencing) {
    FencingCall call = fencing.call();
    if (call != null) {
      open.add(call);
    }
  }

  /** Opens the request of a victim, or joins the one that the store has. */
  private void take(Victim victim, long nowNanos, Instant wall) {
    FencingDocument known = victim.document();
    Confirmation told = known.confirmation(victim.incarnation(), scope(victim));
    VictimFencing fencing = fencings.get(victim.node());
    if (told != null) {
      confirmed.put(victim.node(), told);
      if (fencing != null && fencing.confirmation() == null) {
        addIfOpen(interrupts, fencing);
        fencings.remove(victim.node());
      }
      return;
    }
    Request request = request(victim, wall);
    if (request.equals(known.request())) {
      fencing = fencings.computeIfAbsent(victim.node(), node -> open(victim, request, nowNanos));
      recorded.add(fencing);
    } else {
      writes.put(victim.node(), known.requesting(request));
    }
  }

  /** Returns what has to be dead: whatever else was asked for of that host is, too. */
  private static Scope scope(Victim victim) {
    Request there = victim.document().request();
    Scope wanted = victim.scope();
    return there != null && there.scope().compareTo(wanted) > 0 ? there.scope() : wanted;
  }

  /** Returns the request as this DC carries it out. */
  private Request request(Victim victim, Instant wall) {
    Request there = victim.document().request();
    if (there == null || !there.incarnation().equals(victim.incarnation())) {
      FencingAction action = setup.options().action();
      there =
          new Request(
              victim.incarnation(), victim.scope(), action, victim.reason(), dc, wall, term);
    }
    return there.of(scope(victim), term);
  }

  private VictimFencing open(Victim victim, Request request, long nowNanos) {
    events.add(
        new ClusterEvent.FencingRequested(
            victim.node(),
            victim.incarnation(),
            request.action().name().toLowerCase(Locale.ROOT),
            request.reason()));
    double spread = spread(victim.incarnation());
    return new VictimFencing(victim, request.action(), dc, spread, setup, nowNanos);
  }

  /** Begins what can be begun now, one by one, since one may be in the way of another. */
  private void begin(long nowNanos, Instant wall) {
    boolean began = true;
    while (began) {
      began = false;
      for (VictimFencing fencing : fencings.values()) {
        if (mayGoOn(fencing)) {
          FencingDeviceDefinition device = fencing.next(nowNanos, wall);
          if (device != null && isFree(device)) {
            calls.add(fencing.begin(++lastId, nowNanos));
            began = true;
          }
        }
      }
    }
  }

  private boolean mayGoOn(VictimFencing fencing) {
    if (fencing.confirmation() != null) {
      return true;
    }
    boolean turn =
        setup.options().concurrent()
            || fencing.isInRound()
            || fencings.values().stream().noneMatch(VictimFencing::isInRound);
    return turn && recorded.contains(fencing);
  }

  private boolean isFree(FencingDeviceDefinition device) {
    long busy =
        fencings.values().stream()
            .map(VictimFencing::call)
            .filter(call -> call != null && call.device().equals(device.id()))
            .count();
    return device.actionLimit() == 0 || busy < device.actionLimit();
  }

  /** Adds what is to be written of a victim besides that it is one. */
  private void write(Victim victim) {
    VictimFencing fencing = fencings.get(victim.node());
    if (fencing == null || confirmed.containsKey(victim.node())) {
      return;
    }
    FencingDocument known = victim.document();
    FencingDocument next = writes.getOrDefault(victim.node(), known);
    List<Attempt> unwritten = fencing.unwritten(known);
    if (!unwritten.isEmpty()) {
      next = next.with(unwritten);
    }
    Confirmation confirmation = fencing.confirmation();
    if (confirmation != null) {
      next = next.with(confirmation);
      confirmed.put(victim.node(), confirmation);
    }
    if (!next.equals(known)) {
      writes.put(victim.node(), next);
    }
  }

  /**
   * Returns a number from 0 to below 1 that is as random as the incarnation's id, and the same
   * whenever it is asked for.
   */
  static double spread(String incarnation) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < incarnation.length(); i++) {
      hash = (hash ^ incarnation.charAt(i)) * 0x100000001b3L;
    }
    hash ^= hash >>> 32;
    return ((hash * 0x9e3779b97f4a7c15L) >>> 11) * 0x1.0p-53;
  }

  private static long earlier(long a, long b) {
    return a == Long.MAX_VALUE || (b != Long.MAX_VALUE && b - a < 0) ? b : a;
  }
}
