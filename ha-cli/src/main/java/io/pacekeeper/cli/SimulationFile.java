package io.pacekeeper.cli;

import io.pacekeeper.api.HaException;
import io.pacekeeper.core.policy.model.PolicyInput;
import io.pacekeeper.core.policy.simulate.Change;
import io.pacekeeper.core.policy.simulate.Simulation;
import io.pacekeeper.pacemaker.CibLimits;
import io.pacekeeper.pacemaker.CibReader;
import io.pacekeeper.pacemaker.InvalidCibException;
import io.pacekeeper.runtime.SavedInput;
import io.pacekeeper.zookeeper.SavedInputs;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A file with a cluster: an input that the scheduler saved, or a CIB, as its first sign says. */
final class SimulationFile {
  /** How far from the beginning the first sign may be. */
  private static final int MOST_BLANKS = 1024;

  private SimulationFile() {}

  /**
   * Decides about the cluster in a file; {@code -} is the standard input.
   *
   * @param limits how much a CIB may ask
   */
  static Simulated simulate(String name, List<Change> changes, CibLimits limits) {
    Simulated simulated;
    try (InputStream in = name.equals("-") ? System.in : Files.newInputStream(Path.of(name))) {
      BufferedInputStream buffered = new BufferedInputStream(in, 2 * MOST_BLANKS);
      int first = firstSign(buffered);
      if (first < 0) {
        throw new HaException(name + ": it is empty");
      }
      simulated =
          first == '{' || first == '['
              ? ofSavedInput(name, SavedInputs.read(buffered), changes)
              : ofCib(name, new CibReader(limits).read(buffered), changes);
    } catch (InvalidCibException e) {
      throw new HaException(name + ": " + e.getMessage() + option(e.limit()), e);
    } catch (IllegalArgumentException e) {
      throw new HaException(name + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new HaException("the file " + name + " cannot be read: " + reason(e), e);
    }
    return simulated;
  }

  private static String option(InvalidCibException.@Nullable Limit limit) {
    if (limit == null) {
      return "";
    }
    return switch (limit) {
      case SIZE -> " (--max-size)";
      case UNKNOWN_ELEMENTS -> " (--skip-unknown)";
    };
  }

  private static Simulated ofSavedInput(String name, SavedInput saved, List<Change> changes) {
    return named(name, () -> SimulatedCluster.of(saved, changes, ZoneId.systemDefault()));
  }

  private static Simulated ofCib(String name, PolicyInput cib, List<Change> changes) {
    long now = System.currentTimeMillis() / 1000;
    return named(
        name, () -> new SimulatedCib(Simulation.of(cib, changes, now, ZoneId.systemDefault())));
  }

  /** Has a complaint say about what it is. */
  static Simulated named(String name, Supplier<Simulated> simulation) {
    try {
      return simulation.get();
    } catch (IllegalArgumentException e) {
      throw new HaException(name + ": " + e.getMessage(), e);
    } catch (StackOverflowError e) {
      throw new HaException(
          name
              + ": a chain of constraints or members is too long for the stack; set"
              + " PACEKEEPER_JAVA_OPTS=-Xss16m",
          e);
    }
  }

  /** Returns the first sign that is no blank, and leaves the stream where it begins; -1: none. */
  private static int firstSign(BufferedInputStream in) throws IOException {
    in.mark(MOST_BLANKS);
    int sign = in.read();
    // The mark of an order of bytes that some editors put first counts as blank.
    for (int i = 1; i < MOST_BLANKS && isBlank(sign); i++) {
      sign = in.read();
    }
    in.reset();
    return sign;
  }

  private static boolean isBlank(int sign) {
    return sign == ' ' || sign == '\t' || sign == '\n' || sign == '\r' || sign > 0x7F;
  }

  static String reason(IOException e) {
    return e instanceof NoSuchFileException ? "it is not there" : String.valueOf(e.getMessage());
  }
}
