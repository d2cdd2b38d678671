package io.pacekeeper.core.status;

import io.pacekeeper.core.cib.NodeState;
import io.pacekeeper.core.cib.NodeState.Membership;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.fencing.FencingSetup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What is wrong with the fencing devices of a cluster, as far as its documents tell. */
record DeviceWarnings(DocumentSet documents, Collection<NodeState> nodes) {

  /** Returns a sentence each: what cannot work, who lacks the code for what, and what fails. */
  List<String> of(ConfigDocument config) {
    FencingSetup setup = FencingSetup.of(config);
    List<String> warnings = new ArrayList<>(setup.warnings());
    setup.devices().keySet().forEach(device -> add(device, warnings));
    return warnings;
  }

  private void add(String device, List<String> warnings) {
    List<String> without = new ArrayList<>();
    List<String> failing = new ArrayList<>();
    for (NodeState node : nodes) {
      MemberDocument member =
          node.membership() == Membership.ONLINE
              ? documents.get(DocumentKey.member(node.name()), MemberDocument.class)
              : null;
      String problem = member == null ? "" : member.devices().get(device);
      if (problem == null) {
        without.add(node.name());
      } else if (!problem.isEmpty()) {
        failing.add(
            "fencing device %s cannot be used from %s: %s".formatted(device, node.name(), problem));
      }
    }
    if (!without.isEmpty()) {
      warnings.add(
          "fencing device %s cannot be used from %s, for want of its code: register it on every node, as any may become DC"
              .formatted(device, String.join(", ", without)));
    }
    warnings.addAll(failing);
  }
}
