package io.pacekeeper.cli.demo;

import java.util.List;

/**
 * A service of the demonstration.
 *
 * @param id its name
 * @param home the node that it prefers, so that all are spread over the nodes and come back
 */
record DemoService(String id, String home) {
  static final List<String> NODES = List.of("node1", "node2", "node3", "node4");

  static final List<DemoService> ALL =
      List.of(
          new DemoService("billing", "node2"),
          new DemoService("ledger", "node1"),
          new DemoService("mailer", "node4"),
          new DemoService("orders", "node3"),
          new DemoService("reports", "node1"),
          new DemoService("search", "node2"));
}
