package io.pacekeeper.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pacekeeper.api.ClusterStatus.Activity;
import io.pacekeeper.api.HaException;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.status.ClusterHistory;
import io.pacekeeper.core.status.ClusterHistory.Event;
import io.pacekeeper.core.status.ClusterView;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code pk history}: what has happened, and who changed what. */
@Command(
    name = "history",
    sortOptions = false,
    description = {
      "Shows what has happened in the cluster and who changed what, oldest first: elections, nodes"
          + " that came and went, transitions, moves, failures, fencing, and changes.",
      "As much of it is kept as the option history-limit of the cluster says."
    })
final class HistoryCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS zzz", Locale.ROOT);

  @Spec private CommandSpec spec;
  @ParentCommand private Pk pk;

  @Option(names = "--node", paramLabel = "NODE", description = "Only what is about this node.")
  private @Nullable String node;

  @Option(
      names = "--resource",
      paramLabel = "RESOURCE",
      description = "Only what is about this resource, and the transition that started it.")
  private @Nullable String resource;

  @Option(
      names = "--since",
      paramLabel = "DURATION|TIME",
      description = "Only what is younger, such as 10m, or 2026-01-31T12:00:00Z.")
  private @Nullable String since;

  @Option(names = "--json", description = "Shows it as JSON. See docs/status-json.md.")
  private boolean json;

  @Override
  public Integer call() {
    Instant from = since == null ? null : from(since, Instant.now());
    try (ZooKeeperClusterClient client = pk.connect()) {
      List<Stored> documents = client.documents();
      ClusterView view = ClusterView.of(documents, Instant.now());
      ClusterHistory history = ClusterHistory.of(documents);
      requireKnown(view, history);
      List<Event> events =
          history.events().stream().filter(event -> isWanted(event, view, from)).toList();
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(json(client.cluster(), events));
      } else {
        print(events, out);
      }
      out.flush();
      history.problems().forEach(it -> spec.commandLine().getErr().println("pk: " + it));
      return history.problems().isEmpty() ? Pk.DONE : Pk.FAILED;
    }
  }

  /** Returns since when, which is said as a time or as how long ago that is. */
  private static Instant from(String since, Instant now) {
    try {
      return Instant.parse(since);
    } catch (DateTimeParseException noTime) {
      try {
        return now.minus(Settings.term("duration", since));
      } catch (HaException noDurationEither) {
        throw new HaException(
            "since when is written such as 90s, 30m, 2h, 7d or 2026-01-31T12:00:00Z, but it is '"
                + since
                + "'",
            noDurationEither);
      }
    }
  }

  /** What is gone may be in the history all the same; but of a typing error one hears. */
  private void requireKnown(ClusterView view, ClusterHistory history) {
    if (node != null && history.events().stream().noneMatch(event -> event.isAboutNode(node))) {
      requireKnown("node", node, view.status().nodes().stream().map(one -> one.name()).toList());
    }
    if (resource != null
        && history.events().stream().noneMatch(event -> event.isAboutResource(resource))) {
      requireKnown(
          "resource", resource, view.status().resources().stream().map(one -> one.id()).toList());
    }
  }

  private static void requireKnown(String kind, String name, List<String> known) {
    if (!known.contains(name)) {
      throw new HaException(
          "there is no %s %s: there is %s"
              .formatted(kind, name, known.isEmpty() ? "none at all" : String.join(", ", known)));
    }
  }

  private boolean isWanted(Event event, ClusterView view, @Nullable Instant from) {
    return (from == null || !event.at().isBefore(from))
        && (node == null || event.isAboutNode(node))
        && (resource == null || event.isAboutResource(resource) || startedIt(event, view));
  }

  /** Returns whether an event is the transition of the resource's present activation. */
  private boolean startedIt(Event event, ClusterView view) {
    return event.token() != 0
        && view.status().resources().stream()
            .filter(one -> one.id().equals(resource))
            .flatMap(one -> one.active().stream())
            .map(Activity::fencingToken)
            .anyMatch(token -> token == event.token());
  }

  private static void print(List<Event> events, PrintWriter out) {
    DateTimeFormatter time = TIME.withZone(ZoneId.systemDefault());
    int kinds = width(events.stream().map(Event::kind).toList());
    int by = width(events.stream().map(Event::by).toList());
    for (Event event : events) {
      out.println(
          time.format(event.at())
              + "  "
              + padded(event.kind(), kinds)
              + "  "
              + padded(event.by(), by)
              + "  "
              + event.text());
    }
    if (events.isEmpty()) {
      out.println("nothing of that is known");
    }
  }

  private static int width(List<String> words) {
    return words.stream().mapToInt(String::length).max().orElse(0);
  }

  private static String padded(String word, int width) {
    return word + " ".repeat(width - word.length());
  }

  private static String json(String cluster, List<Event> events) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("schema", StatusJson.SCHEMA).put("cluster", cluster);
    ArrayNode array = json.putArray("events");
    for (Event event : events) {
      array
          .addObject()
          .put("at", event.at().toString())
          .put("kind", event.kind())
          .put("by", event.by())
          .put("node", event.node())
          .put("resource", event.resource())
          .put("token", event.token())
          .put("text", event.text());
    }
    return StatusJson.write(json, true);
  }
}
