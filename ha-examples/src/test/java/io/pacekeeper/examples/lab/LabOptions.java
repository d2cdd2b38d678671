package io.pacekeeper.examples.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code lab/run} hands to {@link FaultLab}, as {@code --name value}.
 *
 * @param prefix of the names of the network namespaces and control groups of this run
 * @param scripts where the lab's scripts are
 * @param folder for everything that is written while it runs
 * @param faketime the library that makes a process's wall clock jump, empty if there is none
 * @param freezer what freezes processes here: v1, v2 or none
 */
record LabOptions(
    long seed,
    int minutes,
    int nodes,
    int steps,
    Duration lease,
    List<FaultKind> kinds,
    String prefix,
    Path scripts,
    Path folder,
    String faketime,
    String freezer,
    String commit,
    Path report) {
  static final int RESOURCES = 6;

  /** Far shorter than the lease: it must not matter that others see a session end long before. */
  static final Duration SESSION_TIMEOUT = Duration.ofSeconds(2);

  static LabOptions parse(String... args) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i + 1 < args.length; i += 2) {
      values.put(args[i], args[i + 1]);
    }
    String faults = values.get("--faults");
    // Only if a clock is to jump.
    String faketime = values.get("--faketime");
    if (!faults.isEmpty() && !faults.contains(FaultKind.CLOCK_JUMP.label())) {
      faketime = "";
    }
    List<FaultKind> kinds =
        Arrays.stream(faults.isEmpty() ? new String[0] : faults.split(","))
            .map(FaultKind::parse)
            .toList();
    if (kinds.isEmpty()) {
      boolean jumps = !faketime.isEmpty();
      kinds =
          Arrays.stream(FaultKind.values())
              .filter(kind -> kind != FaultKind.CLOCK_JUMP || jumps)
              .toList();
    }
    if (kinds.contains(FaultKind.CLOCK_JUMP) && faketime.isEmpty()) {
      throw new IllegalArgumentException(
          "the fault clock-jump needs libfaketime: install it, or set LAB_FAKETIME to its library");
    }
    return new LabOptions(
        Long.parseLong(values.get("--seed")),
        Integer.parseInt(values.get("--minutes")),
        Integer.parseInt(values.get("--nodes")),
        Integer.parseInt(values.get("--steps")),
        Duration.ofSeconds(Integer.parseInt(values.get("--lease"))),
        kinds,
        values.get("--prefix"),
        Path.of(values.get("--scripts")),
        Path.of(values.get("--dir")),
        faketime,
        values.get("--freezer"),
        values.get("--commit"),
        Path.of(values.get("--report")));
  }

  /** Returns within which time after the last fault is healed each resource has to be active. */
  Duration bound() {
    return lease.multipliedBy(11).dividedBy(10).plusSeconds(20);
  }

  Path evidence() {
    return folder.resolve("evidence");
  }
}
