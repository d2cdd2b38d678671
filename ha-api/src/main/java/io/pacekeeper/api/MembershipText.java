package io.pacekeeper.api;

import io.pacekeeper.api.ClusterStatus.Membership;
import io.pacekeeper.api.ClusterStatus.NodeDetails;
import io.pacekeeper.api.ClusterStatus.NodeStatus;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes who is a member, and by which session, as a table. */
final class MembershipText {
  private static final List<String> TITLES =
      List.of("Nodeid", "Votes", "Name", "Session", "Host", "Pid", "Since");

  private final ClusterStatus status;
  private final String localHost;
  private final StatusText words;

  MembershipText(ClusterStatus status, String localHost, ZoneId zone) {
    this.status = status;
    this.localHost = localHost;
    this.words = new StatusText(status, zone);
  }

  String text() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(TITLES);
    List<String> others = new ArrayList<>();
    for (NodeStatus node : status.nodes()) {
      if (node.membership() == Membership.ONLINE || node.membership() == Membership.PENDING) {
        rows.add(row(node));
      } else {
        others.add(other(node));
      }
    }
    StringBuilder text = new StringBuilder("Membership information\n----------------------\n");
    rows.forEach(row -> text.append(line(row, rows)).append('\n'));
    if (!others.isEmpty()) {
      text.append("\nNot members:\n");
      others.forEach(line -> text.append("  * ").append(line).append('\n'));
    }
    return text.append("\nNodes have no votes: the quorum is that of ")
        .append(status.stack())
        .append("'s servers.\n")
        .toString();
  }

  private List<String> row(NodeStatus node) {
    NodeDetails details = node.details();
    Instant since = details.since();
    return List.of(
        orDash(details.id()),
        "0",
        node.name() + (localHost.equals(node.host()) ? " (local)" : ""),
        orDash(details.session()),
        orDash(node.host()),
        orDash(node.pid()),
        since == null ? "-" : words.time(since));
  }

  private String other(NodeStatus node) {
    String line = node.name() + ": " + StatusText.state(node);
    String waitsFor = node.details().waitsFor();
    return waitsFor == null
        ? line
        : "%s; its JVM (%s pid %s) %s".formatted(line, node.host(), node.pid(), waitsFor);
  }

  private static String orDash(@Nullable Object value) {
    return value == null ? "-" : value.toString();
  }

  /** Returns a row with its columns below those of the others; numbers are on the right. */
  private static String line(List<String> row, List<List<String>> rows) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      int column = i;
      int width = rows.stream().mapToInt(other -> other.get(column).length()).max().orElse(0);
      String padding = " ".repeat(width - row.get(i).length());
      boolean right = i < 2 || i == 5;
      line.append(i == 0 ? "    " : "  ");
      line.append(right ? padding + row.get(i) : row.get(i) + padding);
    }
    return line.toString().stripTrailing();
  }
}
