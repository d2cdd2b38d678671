package io.pacekeeper.pacemaker.conformance;

import java.util.Random;

/** What one node of a made-up cluster has done so far, and its transient attributes. */
final class RandomHistory {
  private static final String DIGEST = "f2317cad3d54cec5d7d7aa7d0bf35cf8";
  private static final String MONITOR_DIGEST = "4811cef7f7f94e3a35a70be7916cb2fd";
  private static final int NOT_RUNNING = 7;
  private static final int PROMOTED = 8;

  private final Random random;
  private final String node;
  private final StringBuilder resources = new StringBuilder();
  private final StringBuilder attributes = new StringBuilder();
  private int calls = 1;
  private int ids;

  RandomHistory(Random random, String node, boolean stonith) {
    this.random = random;
    this.node = node;
    if (stonith) {
      resources.append("<lrm_resource id=\"fence\" class=\"stonith\" type=\"fence_dummy\">");
      operation("fence", "last_0", "monitor", 0, NOT_RUNNING, NOT_RUNNING);
      resources.append("</lrm_resource>\n");
    }
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  void shutDown() {
    attribute("shutdown", "1699999999");
  }

  private void attribute(String name, String value) {
    attributes.append("<nvpair id=\"").append(node).append("-t").append(ids++);
    attributes.append("\" name=\"").append(name).append("\" value=\"").append(value);
    attributes.append("\"/>");
  }

  /** Adds what the node knows of a primitive of which {@code copies} are active there. */
  void add(String primitive, boolean promotable, int copies) {
    if (promotable && chance(70)) {
      attribute("master-" + primitive, Integer.toString(random.nextInt(30) - 3));
    }
    if (copies == 0 && chance(25)) {
      return;
    }
    resources.append("<lrm_resource id=\"").append(primitive);
    resources.append("\" class=\"ocf\" provider=\"pacemaker\" type=\"Dummy\">");
    if (copies == 0) {
      addInactive(primitive);
    } else {
      addActive(primitive, promotable);
    }
    resources.append("</lrm_resource>\n");
    if (chance(4)) {
      String count = chance(30) ? "INFINITY" : Integer.toString(1 + random.nextInt(3));
      attribute("fail-count-" + primitive + "#monitor_10000", count);
      attribute("last-failure-" + primitive + "#monitor_10000", "1699999990");
    }
  }

  private void addInactive(String primitive) {
    if (chance(4)) {
      operation(primitive, "last_failure_0", "start", 0, 1, 0);
      operation(primitive, "last_0", "stop", 0, 0, 0);
    } else if (chance(30)) {
      operation(primitive, "last_0", "stop", 0, 0, 0);
    } else {
      operation(primitive, "last_0", "monitor", 0, NOT_RUNNING, NOT_RUNNING);
    }
  }

  private void addActive(String primitive, boolean promotable) {
    boolean promoted = promotable && chance(25);
    if (chance(3)) {
      operation(primitive, "last_0", "start", 0, 1, 0);
      operation(primitive, "last_failure_0", "start", 0, 1, 0);
      return;
    }
    if (chance(10)) {
      operation(primitive, "last_0", "monitor", 0, promoted ? PROMOTED : 0, NOT_RUNNING);
      return;
    }
    if (promoted) {
      operation(primitive, "last_0", "promote", 0, 0, 0);
      return;
    }
    operation(primitive, "last_0", "start", 0, 0, 0);
    if (chance(90)) {
      operation(primitive, "monitor_10000", "monitor", 10_000, 0, 0);
    }
    if (chance(4)) {
      operation(primitive, "last_failure_0", "monitor", 10_000, chance(50) ? 1 : NOT_RUNNING, 0);
    } else if (chance(2)) {
      operation(primitive, "last_failure_0", "stop", 0, 1, 0);
    }
  }

  private void operation(
      String primitive, String suffix, String task, int interval, int code, int expected) {
    int call = calls++;
    String key = call + ":1:" + expected + ":00000000-0000-0000-0000-000000000001";
    resources.append("<lrm_rsc_op id=\"").append(primitive).append('_').append(suffix);
    resources.append("\" operation_key=\"").append(primitive).append('_').append(task);
    resources.append('_').append(interval).append("\" operation=\"").append(task);
    resources.append("\" interval=\"").append(interval).append("\" transition-key=\"");
    resources.append(key).append("\" transition-magic=\"0:").append(code).append(';');
    resources.append(key).append("\" on_node=\"").append(node).append("\" call-id=\"");
    resources.append(call).append("\" rc-code=\"").append(code).append("\" op-status=\"0\"");
    resources.append(
        " last-rc-change=\"1699990000\" exec-time=\"5\" queue-time=\"0\" op-digest=\"");
    resources.append(interval == 0 ? DIGEST : MONITOR_DIGEST);
    resources.append("\" crm_feature_set=\"3.16.1\"/>");
  }

  /** Returns the children of the node's state. */
  String write(int id) {
    return "<lrm id=\""
        + id
        + "\"><lrm_resources>\n"
        + resources
        + "</lrm_resources></lrm>"
        + "<transient_attributes id=\""
        + id
        + "\"><instance_attributes id=\"status-"
        + id
        + "\">"
        + attributes
        + "</instance_attributes></transient_attributes>\n";
  }
}
