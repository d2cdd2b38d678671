package io.pacekeeper.cli;

import java.nio.file.Path;

/**
 * What becomes of the log: nothing, because a command says itself what there is to say, unless it
 * is asked for. Takes effect only before the first logger is made.
 */
final class Logging {
  private static final String CONFIGURATION = "logback.configurationFile";
  private static final String FOLDER = "io/pacekeeper/cli/";

  private Logging() {}

  /** Logs nothing, or everything to the standard error output. */
  static void configure(boolean debug) {
    if (System.getProperty(CONFIGURATION) == null) {
      System.setProperty(CONFIGURATION, FOLDER + (debug ? "debug" : "quiet") + "-logback.xml");
    }
  }

  /** Logs to a file. */
  static void configure(Path file) {
    System.setProperty("pk.log", file.toString());
    System.setProperty(CONFIGURATION, FOLDER + "file-logback.xml");
  }
}
