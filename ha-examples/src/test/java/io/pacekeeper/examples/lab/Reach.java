package io.pacekeeper.examples.lab;

import io.pacekeeper.examples.lab.Injected.Proof;
import java.util.List;

/**
 * Who reaches whom with a datagram, of two groups of hosts.
 *
 * @param there from the first group to the second
 * @param back from the second to the first
 * @param inside between the first two of the second group, to see that probes arrive where nothing
 *     is cut
 */
record Reach(List<String> there, List<String> back, List<String> inside) {
  static Reach of(Shell shell, List<String> first, List<String> second) {
    return new Reach(
        probes(shell, first, second),
        probes(shell, second, first),
        second.size() < 2
            ? List.of()
            : probes(shell, List.of(second.get(0)), List.of(second.get(1))));
  }

  private static List<String> probes(Shell shell, List<String> from, List<String> to) {
    return from.stream()
        .flatMap(
            each -> {
              String[] arguments = new String[to.size() + 1];
              arguments[0] = each;
              for (int i = 0; i < to.size(); i++) {
                arguments[i + 1] = to.get(i);
              }
              return shell.net("probe", arguments).lines();
            })
        .toList();
  }

  /** Returns whether the groups reach each other as they should, and no more. */
  Proof proof(boolean thereOpen, boolean backOpen) {
    return new Proof(
        is(there, thereOpen) && is(back, backOpen) && is(inside, true),
        "%s | %s | %s"
            .formatted(
                String.join(", ", there), String.join(", ", back), String.join(", ", inside)));
  }

  private static boolean is(List<String> probes, boolean open) {
    return probes.stream().allMatch(probe -> probe.endsWith(open ? " yes" : " no"));
  }
}
