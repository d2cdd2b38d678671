package io.pacekeeper.runtime.companion;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a companion is started.
 *
 * @param classPath what its class path is made of
 * @param mainClass its main class, which runs {@link CompanionProgram}
 * @param settings what it is told through the pipe, secrets included; never shown
 */
public record CompanionLaunch(
    List<String> classPath, String mainClass, SortedMap<String, String> settings) {
  /** The setting that names a file to which it writes what it does; none by default. */
  public static final String LOG = "log";

  public CompanionLaunch {
    classPath = List.copyOf(classPath);
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
  }

  @Override
  public String toString() {
    return "CompanionLaunch[" + mainClass + "]";
  }
}
