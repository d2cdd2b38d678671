package io.pacekeeper.api.fencing;

import io.pacekeeper.api.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * In which order fencing devices are tried for a node, or for nodes of a kind: level by level. A
 * level has succeeded when all of its devices have; when one of them has failed, the next level is
 * tried. Made by {@link #forNode} or {@link #forNodesLike}, and {@link #level}.
 *
 * @param match how nodes are told
 * @param target the name of the node, or the pattern
 * @param levels the ids of the devices of each level, first level first; at most {@link
 *     #MOST_LEVELS}
 */
public record FencingTopology(Match match, String target, List<List<String>> levels) {
  /** How many levels there may be, as in Pacemaker. */
  public static final int MOST_LEVELS = 9;

  /** How a topology tells for which nodes it is. */
  public enum Match {
    /** For the node of that name. It goes before any pattern. */
    NODE,
    /** For every node whose whole name matches a regular expression. */
    PATTERN
  }

  public FencingTopology {
    Objects.requireNonNull(match, "match");
    if (match == Match.NODE) {
      Names.requireValid("node", target);
    } else {
      requirePattern(target);
    }
    List<List<String>> copy = new ArrayList<>();
    for (List<String> level : levels) {
      copy.add(requireLevel(target, level));
    }
    levels = List.copyOf(copy);
    if (levels.size() > MOST_LEVELS) {
      throw new IllegalArgumentException(
          "the fencing topology of "
              + target
              + " has "
              + levels.size()
              + " levels: leave "
              + MOST_LEVELS);
    }
  }

  /** Returns a topology for one node, which is still without levels. */
  public static FencingTopology forNode(String node) {
    return new FencingTopology(Match.NODE, node, List.of());
  }

  /**
   * Returns a topology for nodes that have none of their own, which is still without levels.
   *
   * @param pattern a regular expression that the whole name matches, such as {@code db-.*}
   */
  public static FencingTopology forNodesLike(String pattern) {
    return new FencingTopology(Match.PATTERN, pattern, List.of());
  }

  /** Returns the same with one more level, which is tried after those before it. */
  public FencingTopology level(String... devices) {
    List<List<String>> more = new ArrayList<>(levels);
    more.add(Arrays.asList(devices));
    return new FencingTopology(match, target, more);
  }

  /** Returns whether it is for this node. */
  public boolean isFor(String node) {
    return match == Match.NODE ? target.equals(node) : Pattern.matches(target, node);
  }

  private static void requirePattern(String pattern) {
    try {
      Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "'"
              + pattern
              + "' is no regular expression for names of nodes: "
              + e.getDescription()
              + "; write one such as db-.*",
          e);
    }
  }

  private static List<String> requireLevel(String target, List<String> devices) {
    if (devices.isEmpty()) {
      throw new IllegalArgumentException(
          "a level of the fencing topology of " + target + " has no device: name at least one");
    }
    if (new HashSet<>(devices).size() < devices.size()) {
      throw new IllegalArgumentException(
          "a level of the fencing topology of " + target + " names a device twice: " + devices);
    }
    devices.forEach(device -> Names.requireValid("fencing device", device));
    return List.copyOf(devices);
  }
}
