package io.pacekeeper.api.fencing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A fencing device that is a program: run once for each call, told what to do, and believed when it
 * ends with exit status 0. Made by {@link #command}.
 *
 * <p>The program gets its arguments as they are, no shell in between, and an environment of its own
 * with nothing of the JVM's in it. What it is to do it reads as lines {@code name=value} from its
 * standard input until that ends, as the fence agents of Linux do: {@code action} (<code>off,
 * reboot, on, status</code> or {@code monitor}), {@code nodename}, {@code port}, and the
 * parameters; or, where it was built so, from its environment.
 *
 * <table>
 * <caption>What its exit status means</caption>
 * <tr><td>0</td><td>done, and made sure of; for {@code status}: the host has power</td></tr>
 * <tr><td>2</td><td>for {@code status}: the host has no power; otherwise a failure</td></tr>
 * <tr><td>any other</td><td>a failure; the end of what it printed is the reason</td></tr>
 * <tr><td>none in time</td><td>unknown: it and every process that it started are killed</td></tr>
 * </table>
 *
 * <p>A process that has cut itself loose from the program (a daemon) is not found and not killed.
 */
public final class CommandFencingDevice implements FencingDevice {
  private static final int SWITCHED_OFF = 2;

  private final List<String> command;
  private final Map<String, String> parameters;
  private final Set<String> secrets;
  private final String portParameter;
  private final Passing passing;

  private CommandFencingDevice(Builder builder) {
    this.command = builder.command;
    this.parameters = new LinkedHashMap<>(builder.parameters);
    this.secrets = new LinkedHashSet<>(builder.secrets);
    this.portParameter = builder.portParameter;
    this.passing = builder.passing;
  }

  /** How a program is told what to do. */
  public enum Passing {
    /** As lines on its standard input. */
    STANDARD_INPUT,
    /**
     * As variables of its environment: {@code FENCING_ACTION}, {@code FENCING_NODENAME}, {@code
     * FENCING_PORT}, and the parameters under their own names. Other users of the host may be able
     * to see them.
     */
    ENVIRONMENT
  }

  /**
   * Returns a builder of a device that runs a program.
   *
   * @param command the absolute path of the program, and its arguments. A fence agent of Linux
   *     needs none: with arguments it does not read its input.
   */
  public static Builder command(String... command) {
    return new Builder(command);
  }

  @Override
  public FencingResult off(FencingTarget target) throws IOException {
    return run(FencingAction.OFF, target);
  }

  @Override
  public FencingResult reboot(FencingTarget target) throws IOException {
    return run(FencingAction.REBOOT, target);
  }

  @Override
  public FencingResult on(FencingTarget target) throws IOException {
    return run(FencingAction.ON, target);
  }

  @Override
  public PowerState status(FencingTarget target) throws IOException {
    CommandRun run = begin(FencingAction.STATUS, target);
    if (run.isOver() && run.exitStatus() == 0) {
      return PowerState.ON;
    }
    return run.isOver() && run.exitStatus() == SWITCHED_OFF ? PowerState.OFF : PowerState.UNKNOWN;
  }

  @Override
  public FencingResult monitor(Duration timeout) throws IOException {
    Map<String, String> told = new LinkedHashMap<>();
    told.put("action", word(FencingAction.MONITOR));
    return result(CommandRun.of(command, told, parameters, passing, timeout));
  }

  @Override
  public String toString() {
    return "the command " + command.get(0);
  }

  private FencingResult run(FencingAction action, FencingTarget target) throws IOException {
    return result(begin(action, target));
  }

  private CommandRun begin(FencingAction action, FencingTarget target) throws IOException {
    Map<String, String> told = new LinkedHashMap<>();
    told.put("action", word(action));
    told.put("nodename", target.node());
    told.put(portParameter, target.port());
    return CommandRun.of(command, told, parameters, passing, target.timeout());
  }

  private FencingResult result(CommandRun run) {
    String output = run.lastOutput();
    for (String secret : secrets) {
      output = output.replace(secret, "***");
    }
    String said = output.isEmpty() ? "it printed nothing" : "it printed: " + output;
    if (!run.isOver()) {
      return FencingResult.unknown(run.unknown() + "; " + said);
    }
    return run.exitStatus() == 0
        ? FencingResult.succeeded()
        : FencingResult.failed("exit status " + run.exitStatus() + "; " + said);
  }

  private static String word(FencingAction action) {
    return action.name().toLowerCase(Locale.ROOT);
  }

  /** Builds a {@link CommandFencingDevice}. */
  public static final class Builder {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,127}");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final int LONGEST_PARAMETERS = 32 * 1024;

    private final List<String> command;
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private final Set<String> secrets = new LinkedHashSet<>();
    private String portParameter = "port";
    private Passing passing = Passing.STANDARD_INPUT;

    private Builder(String... command) {
      this.command = List.copyOf(Arrays.asList(command));
      if (command.length == 0 || !command[0].startsWith("/")) {
        throw new IllegalArgumentException(
            "the program of a fencing device needs an absolute path, but it is "
                + (command.length == 0 ? "not named" : "'" + command[0] + "'"));
      }
    }

    /** Adds a parameter, such as the address of the device. */
    public Builder parameter(String name, String value) {
      requireName(name);
      if (CONTROL.matcher(value).find()) {
        throw new IllegalArgumentException(
            "the value of the parameter " + name + " must be one line of text, but it is not");
      }
      if (parameters.put(name, value) != null) {
        throw new IllegalArgumentException(
            "the parameter " + name + " is given twice: leave one of them out");
      }
      return this;
    }

    /** Adds a parameter whose value is replaced by asterisks in whatever the program printed. */
    public Builder secret(String name, String value) {
      parameter(name, value);
      if (!value.isEmpty()) {
        secrets.add(value);
      }
      return this;
    }

    /** Names the parameter that takes the port. Default {@code port}; some programs have others. */
    public Builder portParameter(String name) {
      portParameter = requireName(name);
      return this;
    }

    /** Sets how the program is told what to do. Default: on its standard input. */
    public Builder passing(Passing way) {
      passing = Objects.requireNonNull(way, "way");
      return this;
    }

    /**
     * Returns the device.
     *
     * @throws IllegalArgumentException if a parameter has a name that is taken, or all of them are
     *     too long
     */
    public CommandFencingDevice build() {
      for (String taken : List.of("action", "nodename", portParameter)) {
        if (parameters.containsKey(taken)) {
          throw new IllegalArgumentException(
              "the parameter " + taken + " is set for each call: leave it out");
        }
      }
      List<String> all = new ArrayList<>(parameters.keySet());
      all.addAll(parameters.values());
      int length =
          all.stream().mapToInt(text -> text.getBytes(StandardCharsets.UTF_8).length).sum();
      if (length > LONGEST_PARAMETERS) {
        throw new IllegalArgumentException(
            "the parameters have " + length + " bytes: leave at most " + LONGEST_PARAMETERS);
      }
      return new CommandFencingDevice(this);
    }

    private static String requireName(String name) {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "the name of a parameter has letters, digits, dashes and underscores,"
                + " and begins with a letter or an underscore, but it is '"
                + name
                + "'");
      }
      return name;
    }
  }
}
