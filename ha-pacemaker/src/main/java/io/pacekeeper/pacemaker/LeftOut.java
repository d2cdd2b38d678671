package io.pacekeeper.pacemaker;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javax.xml.stream.XMLStreamReader;

/** What is LeftOut of a CIB when it is read is named, each once: nothing is decided by it. */
final class LeftOut {
  private static final Map<String, Set<String>> KEPT = new HashMap<>();

  static {
    kept("cib", "crm_feature_set validate-with have-quorum no-quorum-panic dc-uuid execution-date");
    kept("node", "id uname type score");
    kept("cluster_property_set meta_attributes instance_attributes utilization", "id id-ref score");
    kept("nvpair", "id id-ref name value");
    kept("rule", "id id-ref boolean-op role score score-attribute");
    kept("expression", "id attribute operation value type value-source");
    kept("date_expression", "id operation start end");
    kept("rsc_expression", "id class provider type");
    kept("op_expression", "id name interval");
    kept("rsc_location", "id rsc rsc-pattern node score role resource-discovery");
    kept(
        "rsc_colocation",
        "id rsc with-rsc score rsc-role with-rsc-role node-attribute influence rsc-instance"
            + " with-rsc-instance");
    kept(
        "rsc_order",
        "id first then first-action then-action first-instance then-instance kind score symmetrical"
            + " require-all");
    kept("rsc_ticket", "id rsc rsc-role rsc-instance ticket loss-policy");
    kept(
        "resource_set",
        "id id-ref sequential require-all ordering action role score kind symmetrical");
    kept("resource_ref obj_ref tag lrm transient_attributes", "id");
    kept("ticket_state", "id granted standby");
    kept("node_state", "id uname in_ccm crmd join expected");
    kept("lrm_resource", "id class provider type container shutdown-lock");
    kept(
        "lrm_rsc_op",
        "id operation_key operation interval call-id rc-code op-status transition-key"
            + " transition-magic last-rc-change last-run exec-time queue-time migrate_source"
            + " migrate_target on_node exit-reason crm_feature_set op-digest op-force-restart"
            + " op-restart-digest op-secure-params op-secure-digest");
  }

  private final Consumer<String> listener;
  private final Set<String> told = new HashSet<>();

  LeftOut(Consumer<String> listener) {
    this.listener = listener;
  }

  private static void kept(String elements, String attributes) {
    for (String element : elements.split(" ")) {
      KEPT.put(element, Set.of(attributes.split(" ")));
    }
  }

  /** Names what is not kept of an element that has just been opened. */
  void attributes(XMLStreamReader element) {
    Set<String> kept = KEPT.get(element.getLocalName());
    if (kept != null) {
      for (int i = 0; i < element.getAttributeCount(); i++) {
        String name = element.getAttributeLocalName(i);
        if (!kept.contains(name)) {
          tell("the attribute " + name + " of <" + element.getLocalName() + ">");
        }
      }
    }
  }

  /** Names an element that is passed over with all that is inside of it. */
  void element(String name) {
    tell("<" + name + ">");
  }

  private void tell(String what) {
    if (told.add(what)) {
      listener.accept(Refusals.shortened(what));
    }
  }
}
