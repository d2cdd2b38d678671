package io.pacekeeper.pacemaker.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Makes clusters of recorded ones by changing a few things about each, from a seed. */
final class Mutants {
  private static final long LONGEST = 60_000;

  private final List<Path> files;

  /** Makes one of all clusters in a folder that are not too long to be asked about often. */
  Mutants(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      files = new ArrayList<>(all.filter(Mutants::isShort).sorted().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isShort(Path file) {
    try {
      return file.toString().endsWith(".xml") && Files.size(file) <= LONGEST;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the cluster of a seed. */
  String of(long seed) {
    Chance chance = new Chance(seed);
    CibTree cib = read(chance.of(files));
    CibTree donor = read(chance.of(files));
    ValueEdits values = new ValueEdits(cib, chance);
    StatusEdits status = new StatusEdits(cib, chance);
    StructureEdits structure = new StructureEdits(cib, donor, chance);
    if (!cib.root().hasAttribute("execution-date")) {
      values.clock();
    }
    if (chance.percent(50)) {
      new Themes(cib, chance).any();
    }
    for (int i = chance.between(0, 5); i > 0; i--) {
      edit(chance, values, status, structure);
    }
    return cib.text();
  }

  private static void edit(
      Chance chance, ValueEdits values, StatusEdits status, StructureEdits structure) {
    List<Runnable> edits =
        List.of(
            values::option,
            values::option,
            values::option,
            values::meta,
            values::meta,
            values::meta,
            values::meta,
            values::defaults,
            values::parameter,
            values::operation,
            values::operation,
            values::constraint,
            values::constraint,
            values::constraint,
            values::node,
            values::utilization,
            values::anyPair,
            values::header,
            values::clock,
            status::nodeState,
            status::nodeState,
            status::nodeState,
            status::transientAttribute,
            status::transientAttribute,
            status::record,
            status::record,
            status::record,
            status::copyHistory,
            status::copyHistory,
            status::ticket,
            structure::drop,
            structure::drop,
            structure::swap,
            structure::rename,
            structure::duplicateResource,
            structure::duplicateNode,
            structure::wrap,
            structure::wrap,
            structure::joinGroup,
            structure::spliceConstraint,
            structure::spliceConstraint,
            structure::spliceResource,
            structure::spliceHistory,
            structure::spliceOptions,
            structure::addConstraint,
            structure::addConstraint);
    chance.of(edits).run();
  }

  private static CibTree read(Path file) {
    try {
      return CibTree.of(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
