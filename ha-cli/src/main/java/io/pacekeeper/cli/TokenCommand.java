package io.pacekeeper.cli;

import io.pacekeeper.core.document.OrderNumber;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code pk token}: what fencing tokens are counted from. */
@Command(
    name = "token",
    description = "Raises the base of fencing tokens, after ZooKeeper was restored.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = TokenCommand.Raise.class)
final class TokenCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private Pk pk;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "a command is missing: raise");
  }

  /** {@code pk token raise}. */
  @Command(
      name = "raise",
      description = {
        "Makes every later fencing token larger than any that was given before. For after ZooKeeper"
            + " was restored from a backup, best before the nodes are started.",
        "What is active keeps its token until it is started again."
      })
  static final class Raise implements Callable<Integer> {
    private static final Pattern PARTS = Pattern.compile("(\\d{1,10})\\.(\\d{1,10})");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,19}");

    @Spec private CommandSpec spec;
    @ParentCommand private TokenCommand parent;

    @Option(
        names = "--above",
        paramLabel = "TOKEN",
        description =
            "The largest token that anything keeps, such as 4294967306 or 1.10; by default one that"
                + " allows for 1000000 elections since the backup.")
    private @Nullable String above;

    @Override
    public Integer call() {
      String token = above;
      OrderNumber largest = token == null ? null : parse(token);
      try (ZooKeeperClusterClient client = parent.pk.connect()) {
        OrderNumber base = new TokenBase(client).raise(largest);
        PrintWriter out = spec.commandLine().getOut();
        out.println("every later token is larger than " + base.token() + " (" + base + ")");
        String active = smaller(client, base);
        if (!active.isEmpty()) {
          out.println("what is active keeps its token until it is started again: " + active);
        }
      }
      return Pk.DONE;
    }

    private static String smaller(ZooKeeperClusterClient client, OrderNumber base) {
      return client.status().resources().stream()
          .flatMap(
              resource ->
                  resource.active().stream()
                      .filter(place -> place.confirmed() && place.fencingToken() <= base.token())
                      .map(place -> resource.id() + " on " + place.node()))
          .collect(Collectors.joining(", "));
    }

    private OrderNumber parse(String token) {
      Matcher parts = PARTS.matcher(token);
      try {
        if (parts.matches()) {
          return new OrderNumber(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)));
        } else if (NUMBER.matcher(token).matches()) {
          return OrderNumber.ofToken(Long.parseLong(token));
        }
      } catch (IllegalArgumentException tooLarge) {
        // As below.
      }
      throw new ParameterException(
          spec.commandLine(),
          "a token is a number such as 4294967306, or its two parts such as 1.10, but it is '"
              + token
              + "'");
    }
  }
}
