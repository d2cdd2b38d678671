package io.pacekeeper.testkit;

import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A network and servers that are as slow, and as unreliable, as chance and the faults have it. */
final class SimulatedConditions extends Conditions {
  private static final long MICRO = 1_000;
  private static final long MILLI = 1_000_000;

  private final Dice dice;
  private final int replicas;
  private final long tickNanos;
  private final Map<String, Long> slow = new HashMap<>();
  private long lagNanos = 2 * MILLI;
  private double losesHints;
  private double stale;
  private long lateNanos;
  private final Set<String> blind = new HashSet<>();

  SimulatedConditions(Dice dice, int replicas, long tickNanos) {
    this.dice = dice;
    this.replicas = replicas;
    this.tickNanos = tickNanos;
  }

  /** Makes what a client sends and is sent as slow as that; 0 for as quick as can be. */
  void slowDown(String client, long nanos) {
    slow.put(client, nanos);
  }

  /** Lets servers lag behind their leader by up to that. */
  void lag(long nanos) {
    lagNanos = nanos;
  }

  /** Sets how likely it is that a hint is lost, and that a read is not as new as it should be. */
  void deceive(double losesHints, double stale) {
    this.losesHints = losesHints;
    this.stale = stale;
  }

  /** Tells these clients, and only them, nothing of what other nodes are ordered and report. */
  void blind(Collection<String> clients) {
    blind.clear();
    blind.addAll(clients);
  }

  /** Has the servers end sessions up to so much later than they could. */
  void expireLate(long nanos) {
    lateNanos = nanos;
  }

  /** Becomes as good as a network can be. */
  void heal() {
    lateNanos = 0;
    blind.clear();
    slow.clear();
    lagNanos = 2 * MILLI;
    deceive(0, 0);
  }

  @Override
  int replicas() {
    return replicas;
  }

  @Override
  long requestNanos(String client) {
    return oneWay(client);
  }

  @Override
  long replyNanos(String client) {
    return oneWay(client);
  }

  @Override
  long lagNanos() {
    return dice.between(0, lagNanos);
  }

  @Override
  long hintNanos() {
    return dice.between(0, 2 * MILLI);
  }

  @Override
  boolean hintIsLost(String client, DocumentKey key) {
    boolean unseen =
        blind.contains(client)
            && (key.kind() == Kind.ORDERS || key.kind() == Kind.REPORT)
            && !client.startsWith(key.node() + "/");
    return unseen || (losesHints > 0 && dice.chance(losesHints));
  }

  @Override
  long connectNanos() {
    return dice.between(5 * MILLI, 400 * MILLI);
  }

  @Override
  boolean failsAtOnce() {
    return dice.chance(0.5);
  }

  @Override
  boolean syncIsStale() {
    return stale > 0 && dice.chance(stale);
  }

  @Override
  long tornReadNanos() {
    return dice.between(0, 3 * MILLI);
  }

  @Override
  long unheardNanos(long sessionTimeoutNanos) {
    return dice.between(0, sessionTimeoutNanos / 3);
  }

  @Override
  long expirySlackNanos() {
    return dice.between(0, tickNanos + lateNanos);
  }

  @Override
  int survivors(int uncommitted) {
    return dice.below(uncommitted + 1);
  }

  private long oneWay(String client) {
    Long slowNanos = slow.isEmpty() ? null : slow.get(client);
    long usual = dice.between(100 * MICRO, 3 * MILLI);
    return slowNanos == null ? usual : usual + dice.between(0, slowNanos);
  }
}
