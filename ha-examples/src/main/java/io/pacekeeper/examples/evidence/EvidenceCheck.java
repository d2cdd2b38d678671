package io.pacekeeper.examples.evidence;

import io.pacekeeper.examples.evidence.EvidenceLine.Event;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What evidence proves: when each resource was active on which node, and whether that was ever
 * twice at once.
 *
 * <p>A resource counts as active from its start line to the stop line of the same node and token.
 * Where there is no stop line because the process died, it counts as active until that death was
 * observed; without one, to the end of time. So nothing is missed that was written down, and what
 * is reported has happened.
 *
 * @param activations when each resource was active, by resource and time
 * @param violations what must never be: two activations of a resource that overlap, a token that is
 *     not larger than the one before, a stop or a monitor of what was not active, a refusal of what
 *     was; a sentence each
 */
public record EvidenceCheck(List<Activation> activations, List<String> violations) {

  /**
   * That a process of a node was seen to be gone.
   *
   * @param node which node
   * @param nanos when, on the host's monotonic clock, nothing of it ran any more
   */
  public record Death(String node, long nanos) {}

  /**
   * A time during which a resource was active.
   *
   * @param resource which resource
   * @param node where
   * @param token its fencing token
   * @param from its first moment
   * @param to its last moment, {@link Long#MAX_VALUE} if it is active still
   */
  public record Activation(String resource, String node, long token, long from, long to) {
    /** Returns whether its end is known. */
    public boolean hasEnded() {
      return to != Long.MAX_VALUE;
    }

    private String describe() {
      return "%s (token %d, %d to %s)"
          .formatted(node, token, from, hasEnded() ? Long.toString(to) : "now");
    }
  }

  /**
   * A time during which a resource was active nowhere.
   *
   * @param resource which resource
   * @param from the node on which it was active before
   * @param to the node on which it was active next
   * @param since when the former activation ended
   * @param nanos how long it took until the next began
   */
  public record Gap(String resource, String from, String to, long since, long nanos) {}

  public EvidenceCheck {
    activations = List.copyOf(activations);
    violations = List.copyOf(violations);
  }

  /** Returns what these lines, in any order, and these observed deaths prove. */
  public static EvidenceCheck of(Collection<EvidenceLine> lines, Collection<Death> deaths) {
    List<EvidenceLine> ordered = new ArrayList<>(lines);
    ordered.sort(Comparator.comparingLong(EvidenceLine::nanos));
    List<String> violations = new ArrayList<>();
    List<Activation> activations = new ArrayList<>();
    Map<List<Object>, EvidenceLine> open = new HashMap<>();
    for (EvidenceLine line : ordered) {
      List<Object> identity = List.of(line.node(), line.resource(), line.token());
      if (line.event() == Event.MONITOR) {
        monitored(line, open.get(identity), deaths, violations);
        continue;
      }
      if (line.event() == Event.REFUSED) {
        refused(line, open.get(identity), deaths, violations);
        continue;
      }
      EvidenceLine start =
          line.event() == Event.START ? open.put(identity, line) : open.remove(identity);
      if (line.event() == Event.STOP && start != null) {
        activations.add(activation(start, Math.min(line.nanos(), death(start, deaths))));
      } else if (line.event() == Event.STOP) {
        violations.add("stopped without a start: " + line);
      } else if (start != null) {
        violations.add("started twice with one token: " + start + " and " + line);
        activations.add(activation(start, death(start, deaths)));
      }
    }
    open.values().forEach(start -> activations.add(activation(start, death(start, deaths))));
    activations.sort(
        Comparator.comparing(Activation::resource)
            .thenComparingLong(Activation::from)
            .thenComparingLong(Activation::token));
    byResource(activations).values().forEach(own -> compare(own, violations));
    return new EvidenceCheck(activations, violations);
  }

  /** Returns the times without service between two activations, by resource and time. */
  public List<Gap> gaps() {
    List<Gap> gaps = new ArrayList<>();
    for (List<Activation> own : byResource(activations).values()) {
      @Nullable Activation before = null;
      for (Activation next : own) {
        if (before != null && before.hasEnded()) {
          gaps.add(
              new Gap(
                  next.resource(),
                  before.node(),
                  next.node(),
                  before.to(),
                  next.from() - before.to()));
        }
        before = next;
      }
    }
    return gaps;
  }

  private static void monitored(
      EvidenceLine line,
      @Nullable EvidenceLine start,
      Collection<Death> deaths,
      List<String> violations) {
    if (start == null || line.nanos() - death(start, deaths) > 0) {
      violations.add("monitored while it was not active: " + line);
    }
  }

  /** What is active has the largest token of all, so that nobody has a reason to refuse it. */
  private static void refused(
      EvidenceLine line,
      @Nullable EvidenceLine start,
      Collection<Death> deaths,
      List<String> violations) {
    if (start != null && line.nanos() - death(start, deaths) <= 0) {
      violations.add("refused while it was active: " + line);
    }
  }

  private static Activation activation(EvidenceLine start, long to) {
    return new Activation(start.resource(), start.node(), start.token(), start.nanos(), to);
  }

  /** Returns when the process that started this was first seen to be gone. */
  private static long death(EvidenceLine start, Collection<Death> deaths) {
    return deaths.stream()
        .filter(death -> death.node().equals(start.node()) && death.nanos() >= start.nanos())
        .mapToLong(Death::nanos)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private static Map<String, List<Activation>> byResource(List<Activation> activations) {
    Map<String, List<Activation>> byResource = new TreeMap<>();
    for (Activation activation : activations) {
      byResource.computeIfAbsent(activation.resource(), r -> new ArrayList<>()).add(activation);
    }
    return byResource;
  }

  /** Compares the activations of one resource, ordered by their beginning. */
  private static void compare(List<Activation> own, List<String> violations) {
    for (int i = 1; i < own.size(); i++) {
      Activation next = own.get(i);
      for (Activation earlier : own.subList(0, i)) {
        if (earlier.to() >= next.from()) {
          violations.add(
              next.resource()
                  + " was active twice: on "
                  + earlier.describe()
                  + " and on "
                  + next.describe());
        }
      }
      Activation before = own.get(i - 1);
      if (next.token() <= before.token()) {
        violations.add(
            "the token of %s did not grow: %s, then %s"
                .formatted(next.resource(), before.describe(), next.describe()));
      }
    }
  }
}
