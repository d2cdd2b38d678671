package io.pacekeeper.pacemaker.conformance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The constraints of a made-up cluster. */
final class RandomConstraints {
  private static final String[] SCORES = {
    "INFINITY", "-INFINITY", "INFINITY", "100", "-100", "50", "7", "-3", "1000", "500000", "-200000"
  };

  private final Random random;
  private final List<RandomCib.Top> tops;
  private final List<String> nodes;
  private final StringBuilder xml = new StringBuilder();
  private int ids;

  RandomConstraints(Random random, List<RandomCib.Top> tops, List<String> nodes) {
    this.random = random;
    this.tops = tops;
    this.nodes = nodes;
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private String any(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private RandomCib.Top top() {
    return tops.get(random.nextInt(tops.size()));
  }

  /** Returns a resource as constraints name it: mostly a whole one, now and then a member. */
  private String resource(RandomCib.Top top) {
    if (top.kind().equals("group") && chance(15)) {
      return any(top.primitives().toArray(new String[0]));
    }
    return top.id();
  }

  private String node() {
    return nodes.get(random.nextInt(nodes.size()));
  }

  private RandomConstraints attribute(String name, String value) {
    xml.append(' ').append(name).append("=\"").append(value).append('"');
    return this;
  }

  private RandomConstraints open(String element, String prefix) {
    xml.append('<').append(element);
    return attribute("id", prefix + ids++);
  }

  StringBuilder write() {
    int size = tops.size();
    int colocations = random.nextInt(size + 1);
    int orders = random.nextInt(size + 1);
    int locations = random.nextInt(size + 2);
    for (int i = 0; i < locations; i++) {
      location();
    }
    for (int i = 0; i < colocations && size > 1; i++) {
      colocation();
    }
    for (int i = 0; i < orders && size > 1; i++) {
      order();
    }
    if (chance(3)) {
      ticket();
    }
    return xml;
  }

  private void location() {
    RandomCib.Top top = top();
    open("rsc_location", "loc").attribute("rsc", resource(top));
    if (chance(5)) {
      attribute("resource-discovery", any("never", "exclusive", "always"));
    }
    if (chance(75)) {
      attribute("node", node()).attribute("score", any(SCORES));
      if (chance(10)) {
        attribute("role", top.promotable() ? any("Promoted", "Started") : "Started");
      }
      xml.append("/>\n");
      return;
    }
    xml.append("><rule");
    attribute("id", "rule" + ids++).attribute("score", any(SCORES));
    if (chance(40)) {
      attribute("boolean-op", any("and", "or"));
    }
    if (top.promotable() && chance(40)) {
      attribute("role", "Promoted");
    }
    xml.append("><expression");
    attribute("id", "ex" + ids++);
    if (chance(50)) {
      attribute("attribute", "rack").attribute("operation", any("eq", "ne"));
      attribute("value", any("a", "b"));
    } else {
      attribute("attribute", "#uname").attribute("operation", any("eq", "ne"));
      attribute("value", node());
    }
    xml.append("/></rule></rsc_location>\n");
  }

  @SuppressWarnings("ReferenceEquality") // the same one, not one that is equal
  private List<RandomCib.Top> two() {
    RandomCib.Top one = top();
    RandomCib.Top other = top();
    while (other == one) {
      other = top();
    }
    if (tops.indexOf(one) < tops.indexOf(other) && chance(85)) {
      return List.of(other, one);
    }
    return List.of(one, other);
  }

  private void colocation() {
    if (chance(8) && tops.size() > 2) {
      sets("rsc_colocation", "col", true);
      return;
    }
    List<RandomCib.Top> pair = two();
    open("rsc_colocation", "col").attribute("rsc", resource(pair.get(0)));
    attribute("with-rsc", resource(pair.get(1))).attribute("score", any(SCORES));
    if (pair.get(0).promotable() && chance(40)) {
      attribute("rsc-role", any("Promoted", "Promoted", "Unpromoted"));
    }
    if (pair.get(1).promotable() && chance(60)) {
      attribute("with-rsc-role", any("Promoted", "Promoted", "Unpromoted"));
    }
    if (chance(7)) {
      attribute("node-attribute", "rack");
    }
    if (chance(7)) {
      attribute("influence", any("true", "false"));
    }
    xml.append("/>\n");
  }

  private void order() {
    if (chance(10) && tops.size() > 2) {
      sets("rsc_order", "ord", false);
      return;
    }
    List<RandomCib.Top> pair = two();
    open("rsc_order", "ord").attribute("first", resource(pair.get(1)));
    attribute("then", resource(pair.get(0)));
    if (chance(50)) {
      attribute("kind", any("Mandatory", "Optional", "Serialize"));
    }
    if (pair.get(1).promotable() && chance(50)) {
      attribute("first-action", any("promote", "start"));
      attribute("then-action", pair.get(0).promotable() ? any("start", "promote") : "start");
    } else if (chance(4)) {
      attribute("first-action", "stop").attribute("then-action", any("start", "stop"));
    }
    if (chance(12)) {
      attribute("symmetrical", "false");
    }
    if (!pair.get(1).kind().equals("primitive") && chance(8)) {
      attribute("require-all", "false");
    }
    xml.append("/>\n");
  }

  private void sets(String element, String prefix, boolean colocation) {
    open(element, prefix);
    if (colocation) {
      attribute("score", any(SCORES));
    } else if (chance(30)) {
      attribute("kind", any("Mandatory", "Optional"));
    }
    xml.append('>');
    List<RandomCib.Top> left = new ArrayList<>(tops);
    Collections.shuffle(left, random);
    int count = 1 + random.nextInt(2);
    int at = 0;
    for (int set = 0; set < count && at < left.size(); set++) {
      open("resource_set", "set");
      if (chance(50)) {
        attribute("sequential", any("true", "false"));
      }
      if (!colocation && chance(20)) {
        attribute("require-all", "false");
      }
      xml.append('>');
      int size = 1 + random.nextInt(3);
      for (int i = 0; i < size && at < left.size(); i++) {
        xml.append("<resource_ref id=\"").append(left.get(at++).id()).append("\"/>");
      }
      xml.append("</resource_set>");
    }
    xml.append("</").append(element).append(">\n");
  }

  private void ticket() {
    RandomCib.Top top = top();
    open("rsc_ticket", "tick").attribute("rsc", top.id()).attribute("ticket", "T");
    if (chance(60)) {
      attribute("loss-policy", any("stop", "demote", "fence", "freeze"));
    }
    if (top.promotable() && chance(60)) {
      attribute("rsc-role", "Promoted");
    }
    xml.append("/>\n");
  }
}
