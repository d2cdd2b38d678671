package io.pacekeeper.core.scheduler;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Draws a small cluster from a seed, as the lines of a {@link Scenario}. */
final class RandomCluster {
  private final Random random;
  private final List<String> lines = new ArrayList<>();
  private final List<String> alive = new ArrayList<>();
  private final List<String> unclean = new ArrayList<>();

  private RandomCluster(long seed) {
    this.random = new Random(seed);
  }

  static List<String> of(long seed) {
    RandomCluster cluster = new RandomCluster(seed);
    cluster.draw();
    return cluster.lines;
  }

  /** Draws a cluster with everything that can be so here, Pacemaker's counterpart or not. */
  static List<String> withEverything(long seed) {
    RandomCluster cluster = new RandomCluster(seed);
    cluster.draw();
    cluster.addEverything();
    return cluster.lines;
  }

  /** Draws a cluster in which capacity or health counts. */
  static List<String> withPlacement(long seed) {
    RandomCluster cluster = new RandomCluster(seed);
    cluster.draw();
    cluster.addPlacement();
    return cluster.lines;
  }

  private void addPlacement() {
    // What is active on an unclean node is assigned first there; here it is away with its node.
    unclean.forEach(node -> lines.removeIf(line -> line.matches("state \\w+ " + node + " .*")));
    lines.replaceAll(line -> line.replace(" unclean", " offline"));
    lines.add(
        0,
        "options placement="
            + oneOf("default", "utilization", "minimal", "balanced", "balanced")
            + " health="
            + oneOf("none", "none", "migrate-on-red", "only-green", "progressive", "custom")
            + (oneIn(2) ? " base=" + oneOf("10", "-10", "100") : "")
            + (oneIn(2) ? " green=" + oneOf("5", "50") : "")
            + (oneIn(2) ? " yellow=" + oneOf("-5", "-50") : "")
            + (oneIn(2) ? " red=" + oneOf("-10", "-100") : ""));
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("node ") && !oneIn(5)) {
        line += " capacity=cpu:" + random.nextInt(5) + ",memory:" + random.nextInt(12);
      }
      if (line.startsWith("node ") && oneIn(2)) {
        line += " #health-disk=" + oneOf("green", "yellow", "red", "-7", "7");
      }
      if (line.startsWith("node ") && oneIn(3)) {
        line += " #health-load=" + oneOf("green", "yellow", "red", "20");
      }
      if (line.startsWith("resource ") && !oneIn(3)) {
        line += " takes=cpu:" + random.nextInt(3) + ",memory:" + random.nextInt(6);
      }
      if (line.startsWith("resource ") && oneIn(5)) {
        line += " unhealthy";
      }
      // To the score of an "or" Pacemaker adds what a node is worth, which for one that is away is
      // -INFINITY. That changes who is assigned first, and so who gets what is left.
      lines.set(i, line.replace(" or ", " and "));
    }
  }

  private void addEverything() {
    String[] phases = {
      "stopped", "starting", "started", "stopping", "failed", "blocked", "unknown"
    };
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("state ") && oneIn(2)) {
        lines.set(i, line.replaceFirst("(started|stopped|failed|blocked)", oneOf(phases)));
      }
      if (line.startsWith("node ") && !line.matches(".* (offline|unclean).*") && oneIn(6)) {
        lines.set(i, line + " pending");
      }
    }
    for (String node : unclean) {
      lines.add("state r1 " + node + " " + oneOf(phases));
    }
    if (!alive.isEmpty() && oneIn(5)) {
      lines.add("state orphan " + alive.get(0) + " " + oneOf(phases));
    }
  }

  private boolean oneIn(int chances) {
    return random.nextInt(chances) == 0;
  }

  private String oneOf(String... words) {
    return words[random.nextInt(words.length)];
  }

  private void draw() {
    if (oneIn(12)) {
      lines.add("options " + oneOf("asymmetric", "maintenance-mode", "stop-all-resources"));
    } else if (oneIn(6)) {
      lines.add("options asymmetric");
    }
    int nodes = 1 + random.nextInt(5);
    int resources = 1 + random.nextInt(9);
    for (int n = 1; n <= nodes; n++) {
      drawNode("node" + n, resources);
    }
    for (int r = 1; r <= resources; r++) {
      drawResource("r" + r, nodes);
    }
  }

  private void drawNode(String name, int resources) {
    StringBuilder line = new StringBuilder("node " + name);
    if (oneIn(8)) {
      line.append(" offline");
    } else if (oneIn(6)) {
      line.append(" unclean");
      unclean.add(name);
    } else {
      alive.add(name);
      line.append(oneIn(6) ? " standby" : "")
          .append(oneIn(10) ? " maintenance" : "")
          .append(oneIn(10) ? " leaving" : "");
    }
    line.append(oneIn(2) ? " zone=" + oneOf("east", "west") : "")
        .append(oneIn(2) ? " disk=" + random.nextInt(20) : "");
    if (oneIn(6)) {
      line.append(" without=r").append(1 + random.nextInt(resources));
    }
    lines.add(line.toString());
  }

  private void drawResource(String id, int nodes) {
    boolean expires = oneIn(4);
    lines.add(
        "resource "
            + id
            + (oneIn(4) ? " priority=" + (random.nextInt(7) - 3) : "")
            + (oneIn(2) ? " stickiness=" + oneOf("0", "0", "5", "100", "INFINITY", "-5") : "")
            + (oneIn(4) ? " threshold=" + (1 + random.nextInt(3)) : "")
            + (expires ? " timeout=60" : "")
            + (oneIn(10) ? " stopped" : "")
            + (oneIn(10) ? " unmanaged" : "")
            + (oneIn(14) ? " maintenance" : ""));
    for (int locations = random.nextInt(3); locations > 0; locations--) {
      lines.add("location " + id + " " + drawPreference(nodes));
    }
    drawStates(id, expires);
  }

  private String drawPreference(int nodes) {
    String score = oneOf("0", "5", "5", "50", "100", "-5", "INFINITY", "-INFINITY");
    if (oneIn(2)) {
      return "node" + (1 + random.nextInt(nodes)) + " " + score;
    }
    String first = drawExpression();
    return score + " if " + (oneIn(2) ? first : first + oneOf(" and ", " or ") + drawExpression());
  }

  private String drawExpression() {
    return oneOf(
        "zone eq west",
        "zone ne west",
        "defined zone",
        "not_defined zone",
        "disk lt 10",
        "disk gte 5",
        "disk gt " + random.nextInt(20),
        "disk lte 12",
        "#uname eq node2",
        "#uname ne node1");
  }

  private void drawStates(String id, boolean expires) {
    String monitorOnFail =
        oneOf("restart", "restart", "restart", "stop", "block", "standby", "ignore");
    int active = oneIn(3) ? 0 : oneIn(12) ? 2 : 1;
    if (!unclean.isEmpty() && oneIn(4)) {
      lines.add("state " + id + " " + unclean.get(random.nextInt(unclean.size())) + " started");
      active = 0;
    }
    List<String> places = new ArrayList<>(alive);
    Collections.shuffle(places, random);
    for (String node : places) {
      String failed = drawFailure(monitorOnFail, expires);
      if (active > 0) {
        active--;
        lines.add(
            "state "
                + id
                + " "
                + node
                + (oneIn(3) ? drawFailing(monitorOnFail) : " started" + failed));
      } else if (!failed.isEmpty()) {
        lines.add("state " + id + " " + node + " stopped" + failed);
      }
    }
  }

  private String drawFailing(String monitorOnFail) {
    return switch (monitorOnFail.equals("ignore") ? 2 : random.nextInt(8)) {
      case 0 -> " failed failcount=INFINITY failed=start:restart ago=30";
      case 1 -> " blocked failcount=INFINITY failed=stop:block ago=10";
      default ->
          " failed failcount="
              + (1 + random.nextInt(4))
              + " failed=monitor:"
              + monitorOnFail
              + " ago=30";
    };
  }

  private String drawFailure(String monitorOnFail, boolean expires) {
    if (!oneIn(6)) {
      return "";
    }
    return " failcount="
        + (1 + random.nextInt(4))
        + " failed=monitor:"
        + monitorOnFail
        + ago(expires);
  }

  private String ago(boolean expires) {
    return " ago=" + (expires ? oneOf("20", "40", "61", "90", "600") : oneOf("20", "600"));
  }
}
