package io.pacekeeper.cli;

import io.pacekeeper.api.HaException;
import io.pacekeeper.cli.demo.DemoFailure;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line why a command was not done. */
final class Complaints {
  private Complaints() {}

  /** The command line was not understood. */
  static int notUnderstood(ParameterException complaint, String[] args) {
    CommandLine commandLine = complaint.getCommandLine();
    String command = commandLine.getCommandSpec().qualifiedName();
    StringBuilder line = new StringBuilder("pk: ").append(problem(complaint));
    commandLine.getErr().println(line.append("; see ").append(command).append(" --help"));
    return Pk.NOT_UNDERSTOOD;
  }

  private static String problem(ParameterException complaint) {
    if (complaint instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().isEmpty()) {
      String word = unmatched.getUnmatched().get(0);
      List<String> suggestions =
          unmatched.getSuggestions().stream().filter(other -> isLike(word, other)).toList();
      String kind = word.startsWith("-") ? "option" : "command";
      boolean hasCommands = !unmatched.getCommandLine().getSubcommands().isEmpty();
      String problem =
          kind.equals("command") && !hasCommands
              ? "'" + word + "' is one word too many"
              : "there is no " + kind + " '" + word + "'";
      return suggestions.isEmpty()
          ? problem
          : problem + ": did you mean " + String.join(" or ", suggestions) + "?";
    }
    String message = firstLine(complaint);
    return message.isEmpty()
        ? "the command was not understood"
        : message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }

  /** Returns whether one word can be made of another by three letters more, fewer or different. */
  private static boolean isLike(String word, String other) {
    int[] before = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= word.length(); i++) {
      int[] now = new int[other.length() + 1];
      now[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int changed = before[j - 1] + (word.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        now[j] = Math.min(changed, Math.min(before[j], now[j - 1]) + 1);
      }
      before = now;
    }
    return before[other.length()] <= 3;
  }

  /** The command was understood and could not be done. */
  static int failed(Exception failure, CommandLine commandLine, boolean debug) {
    PrintWriter err = commandLine.getErr();
    if (debug) {
      failure.printStackTrace(err);
    }
    boolean expected = failure instanceof HaException || failure instanceof DemoFailure;
    err.println("pk: " + (expected ? firstLine(failure) : unexpected(failure)));
    return Pk.FAILED;
  }

  private static String unexpected(Exception failure) {
    return "this should not happen, --debug shows where it comes from: "
        + failure.getClass().getSimpleName()
        + (failure.getMessage() == null ? "" : ": " + firstLine(failure));
  }

  private static String firstLine(Exception failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }
}
