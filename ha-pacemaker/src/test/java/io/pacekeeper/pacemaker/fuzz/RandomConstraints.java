package io.pacekeeper.pacemaker.fuzz;

import java.util.ArrayList;
import java.util.List;

/** Makes up constraints. */
final class RandomConstraints {
  private final Chance chance;
  private final List<String> nodes;
  private final List<RandomResource> tops;
  private final List<RandomResource> primitives;
  private final boolean tickets;
  private final StringBuilder xml;
  private int ids;

  RandomConstraints(
      Chance chance,
      List<String> nodes,
      List<RandomResource> tops,
      List<RandomResource> primitives,
      boolean tickets,
      StringBuilder xml) {
    this.chance = chance;
    this.nodes = nodes;
    this.tops = tops;
    this.primitives = primitives;
    this.tickets = tickets;
    this.xml = xml;
  }

  void add() {
    for (int i = chance.between(0, 3); i > 0; i--) {
      location();
    }
    if (tops.size() < 2) {
      return;
    }
    for (int i = chance.between(0, 3); i > 0; i--) {
      colocation();
    }
    for (int i = chance.between(0, 3); i > 0; i--) {
      order();
    }
    if (tickets) {
      xml.append("<rsc_ticket id=\"t0\" rsc=\"").append(any()).append("\" ticket=\"T\"");
      xml.append(" loss-policy=\"").append(chance.of("stop", "demote", "freeze", "fence"));
      xml.append("\"/>\n");
    }
  }

  private String any() {
    // Members and plain primitives can be named as well as what they are in.
    if (chance.percent(15)) {
      RandomResource primitive = chance.of(primitives);
      if (primitive.clone0() == null) {
        return primitive.id();
      }
    }
    return chance.of(tops).id();
  }

  private String score() {
    return chance.of("INFINITY", "-INFINITY", "100", "-100", "10", "500");
  }

  private void location() {
    xml.append("<rsc_location id=\"l").append(ids).append("\" rsc=\"").append(any()).append('"');
    if (chance.percent(75)) {
      xml.append(" node=\"").append(chance.of(nodes));
      xml.append("\" score=\"").append(score()).append('"');
      if (chance.percent(8)) {
        xml.append(" resource-discovery=\"").append(chance.of("never", "exclusive")).append('"');
      }
      xml.append("/>\n");
    } else {
      xml.append("><rule id=\"r").append(ids).append("\" score=\"").append(score());
      if (chance.percent(15)) {
        xml.append("\" role=\"Promoted");
      }
      xml.append("\"><expression id=\"e").append(ids).append("\" attribute=\"rack\"");
      xml.append(" operation=\"").append(chance.of("eq", "ne")).append("\" value=\"a\"/>");
      xml.append("</rule></rsc_location>\n");
    }
    ids++;
  }

  private String[] pair() {
    String first = any();
    String then = any();
    for (int i = 0; i < 20 && related(first, then); i++) {
      then = any();
    }
    return related(first, then) ? new String[0] : new String[] {first, then};
  }

  private boolean related(String a, String b) {
    return a.equals(b) || top(a).equals(top(b));
  }

  private String top(String id) {
    for (RandomResource top : tops) {
      if (top.id().equals(id) || contains(top, id)) {
        return top.id();
      }
    }
    return id;
  }

  private static boolean contains(RandomResource resource, String id) {
    return resource.children().stream()
        .anyMatch(child -> child.id().equals(id) || contains(child, id));
  }

  private void colocation() {
    String[] pair = pair();
    if (pair.length == 0) {
      return;
    }
    xml.append("<rsc_colocation id=\"c").append(ids++).append("\" rsc=\"").append(pair[0]);
    xml.append("\" with-rsc=\"").append(pair[1]).append("\" score=\"").append(score()).append('"');
    if (chance.percent(15)) {
      xml.append(" with-rsc-role=\"").append(chance.of("Promoted", "Started")).append('"');
    }
    if (chance.percent(6)) {
      xml.append(" rsc-role=\"Promoted\"");
    }
    if (chance.percent(6)) {
      xml.append(" node-attribute=\"rack\"");
    }
    xml.append("/>\n");
  }

  private void order() {
    if (chance.percent(15) && tops.size() > 2) {
      orderSets();
      return;
    }
    String[] pair = pair();
    if (pair.length == 0) {
      return;
    }
    xml.append("<rsc_order id=\"o").append(ids++).append("\" first=\"").append(pair[0]);
    xml.append("\" then=\"").append(pair[1]).append("\" kind=\"");
    xml.append(chance.of("Mandatory", "Mandatory", "Optional", "Serialize")).append('"');
    if (chance.percent(15)) {
      xml.append(" symmetrical=\"false\"");
    }
    if (chance.percent(15)) {
      xml.append(" first-action=\"").append(chance.of("promote", "start", "demote", "stop"));
      xml.append("\" then-action=\"").append(chance.of("start", "promote", "stop")).append('"');
    }
    if (chance.percent(6)) {
      xml.append(" require-all=\"false\"");
    }
    xml.append("/>\n");
  }

  private void orderSets() {
    List<RandomResource> left = new ArrayList<>(tops);
    xml.append("<rsc_order id=\"o").append(ids++).append("\">\n");
    int sets = chance.between(1, 2);
    for (int i = 0; i < sets && !left.isEmpty(); i++) {
      xml.append("<resource_set id=\"s").append(ids++).append('"');
      if (chance.percent(40)) {
        xml.append(" sequential=\"").append(chance.percent(50)).append('"');
      }
      if (chance.percent(25)) {
        xml.append(" require-all=\"false\"");
      }
      xml.append(">\n");
      for (int k = chance.between(1, 2); k > 0 && !left.isEmpty(); k--) {
        RandomResource resource = left.remove(chance.between(0, left.size() - 1));
        xml.append("<resource_ref id=\"").append(resource.id()).append("\"/>\n");
      }
      xml.append("</resource_set>\n");
    }
    xml.append("</rsc_order>\n");
  }
}
