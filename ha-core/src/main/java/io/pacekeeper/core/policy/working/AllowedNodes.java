package io.pacekeeper.core.policy.working;

import io.pacekeeper.api.Score;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The AllowedNodes are what one resource thinks of each node: its score there, whether it is to be
 * probed there, how many instances are there. In an asymmetric cluster a node is not in it until
 * something names it.
 */
public final class AllowedNodes {
  private static final Discovery[] DISCOVERIES = Discovery.values();
  private static final byte ABSENT = -1;

  private final int[] scores;
  private final byte[] discovery;
  private final int[] counts;

  /** How often it has been copied since it was filled; one that is filled anew is a model. */
  private int copies = -1;

  private @Nullable Runnable watcher;

  /** Makes a table that knows no node. */
  public AllowedNodes(int nodes) {
    scores = new int[nodes];
    counts = new int[nodes];
    discovery = new byte[nodes];
    Arrays.fill(discovery, ABSENT);
  }

  private AllowedNodes(AllowedNodes other) {
    scores = other.scores.clone();
    counts = other.counts.clone();
    discovery = other.discovery.clone();
    copies = other.copies + 1;
  }

  /** Returns a copy that can be changed on its own. */
  public AllowedNodes copy() {
    return new AllowedNodes(this);
  }

  /** Has something be done when anything is put into the table, or taken out of it, next. */
  public void watch(Runnable reaction) {
    watcher = reaction;
  }

  private void tellWatcher() {
    Runnable reaction = watcher;
    if (reaction != null) {
      watcher = null;
      reaction.run();
    }
  }

  /** Takes over everything that another table has. */
  public void assign(AllowedNodes other) {
    tellWatcher();
    System.arraycopy(other.scores, 0, scores, 0, scores.length);
    System.arraycopy(other.counts, 0, counts, 0, counts.length);
    System.arraycopy(other.discovery, 0, discovery, 0, discovery.length);
    copies = other.copies;
  }

  /** Returns how often it has been copied: the order of a walk through it may depend on that. */
  public int copies() {
    return Math.max(0, copies);
  }

  /** Notes that what it has went through some more copies than the table itself. */
  public void noteCopies(int more) {
    copies += more;
  }

  /** Returns how many nodes the cluster has, whether they are in the table or not. */
  public int nodes() {
    return scores.length;
  }

  public boolean contains(int node) {
    return discovery[node] != ABSENT;
  }

  public boolean isEmpty() {
    for (byte mode : discovery) {
      if (mode != ABSENT) {
        return false;
      }
    }
    return true;
  }

  /** Returns the score of a node; -INFINITY where the node is not in the table. */
  public int score(int node) {
    return discovery[node] == ABSENT ? -Score.INFINITY : scores[node];
  }

  /** Puts a node into the table, with this score. */
  public void put(int node, int score) {
    tellWatcher();
    scores[node] = score;
    if (discovery[node] == ABSENT) {
      discovery[node] = 0;
    }
  }

  /** Adds to the score of a node; one that is not in the table gets in with what is added. */
  public void add(int node, int score) {
    put(node, discovery[node] == ABSENT ? score : Score.add(scores[node], score));
  }

  /** Takes a node out of the table. */
  public void remove(int node) {
    tellWatcher();
    discovery[node] = ABSENT;
    scores[node] = 0;
    counts[node] = 0;
  }

  public Discovery discovery(int node) {
    return discovery[node] == ABSENT ? Discovery.ALWAYS : DISCOVERIES[discovery[node]];
  }

  /** Raises the discovery of a node that is in the table; it is never lowered. */
  @SuppressWarnings("EnumOrdinal") // the tables live no longer than a decision
  public void raiseDiscovery(int node, Discovery mode) {
    if (discovery[node] != ABSENT && mode.ordinal() > discovery[node]) {
      discovery[node] = (byte) mode.ordinal();
    }
  }

  public int count(int node) {
    return counts[node];
  }

  public void setCount(int node, int count) {
    counts[node] = count;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int node = 0; node < scores.length; node++) {
      text.append(contains(node) ? Score.format(scores[node]) : "-").append(' ');
    }
    return text.toString().trim();
  }
}
