package io.pacekeeper.api;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a resource is where it is, and not elsewhere: what the cluster decided about it, and from
 * what. Made by the code that decides.
 *
 * @param resource the id of the resource
 * @param assignedTo the node that it is or will be on, or null for nowhere
 * @param summary one sentence
 * @param nodes each node's case, the most telling first: where it is to be, then where it could be,
 *     the best first, then where it cannot
 * @param remedy what would have to change if it runs nowhere or is left alone, else null
 */
public record Explanation(
    String resource,
    @Nullable String assignedTo,
    String summary,
    List<NodeCase> nodes,
    @Nullable String remedy) {
  private static final int MOST_NAMES = 3;

  /** Where it is the only term, the line of the promotion says all. */
  private static final String PROMOTION_SCORE = "promotion score";

  /** How the verdict about a node begins that the resource is to be on. */
  private static final String CHOSEN = "chosen";

  /**
   * What speaks for and against one node.
   *
   * @param node its name
   * @param terms what adds up to the score, in the order in which it was added
   * @param score the score; a node with one below zero cannot run the resource
   * @param verdict what became of that
   * @param remedy what would have to change for the resource to be here, or to go on here if it
   *     waits for something; null: nothing, or nothing would help
   * @param promotion what speaks for and against promoting the instance on the node; null: there is
   *     none, or none is ever promoted
   */
  public record NodeCase(
      String node,
      List<Term> terms,
      int score,
      String verdict,
      @Nullable String remedy,
      @Nullable Promotion promotion) {
    public NodeCase {
      terms = List.copyOf(terms);
    }
  }

  /**
   * What speaks for and against promoting the instance on a node.
   *
   * @param terms what adds up to the score, in the order in which it was added
   * @param score the score; an instance with one below zero is not promoted
   * @param verdict what became of that
   * @param remedy what would have to change for it to be promoted, or null if it is to be
   */
  public record Promotion(List<Term> terms, int score, String verdict, @Nullable String remedy) {
    public Promotion {
      terms = List.copyOf(terms);
    }
  }

  /**
   * Something that speaks for or against a node.
   *
   * @param source what it is, such as {@code location node1} or {@code failcount 3}
   * @param score how much it adds
   */
  public record Term(String source, int score) {}

  public Explanation {
    nodes = List.copyOf(nodes);
  }

  /** Returns the case of one node, or null if there is no such node. */
  public @Nullable NodeCase node(String name) {
    return nodes.stream().filter(one -> one.node().equals(name)).findFirst().orElse(null);
  }

  /** Returns the same with one node only. */
  public Explanation only(NodeCase node) {
    return new Explanation(resource, assignedTo, summary, List.of(node), remedy);
  }

  /**
   * Returns the explanation as lines of text: the sentence, then the nodes with their terms, those
   * together of which the same is to be said.
   */
  public String toText() {
    List<Row> rows = new ArrayList<>();
    for (int from = 0; from < nodes.size(); ) {
      int to = from + 1;
      while (to < nodes.size() && isSaidAlike(nodes.get(from), nodes.get(to))) {
        to++;
      }
      List<String> names = nodes.subList(from, to).stream().map(NodeCase::node).toList();
      addRows(rows, join(names), nodes.get(from));
      from = to;
    }
    StringBuilder text = new StringBuilder(summary).append('\n');
    int width = rows.stream().mapToInt(row -> row.names().length()).max().orElse(0);
    rows.forEach(row -> row.append(text, width));
    if (remedy != null) {
      text.append("To change that: ").append(remedy).append(".\n");
    }
    return text.toString();
  }

  private static boolean isSaidAlike(NodeCase one, NodeCase other) {
    return one.equals(
        new NodeCase(
            one.node(),
            other.terms(),
            other.score(),
            other.verdict(),
            other.remedy(),
            other.promotion()));
  }

  private static void addRows(List<Row> rows, String names, NodeCase node) {
    rows.add(new Row(names, node.score(), node.verdict()));
    addTerms(rows, node.terms(), node.verdict());
    if (node.remedy() != null) {
      boolean here = node.verdict().startsWith(CHOSEN);
      rows.add(new Row("", null, (here ? "  to go on: " : "  to be here: ") + node.remedy()));
    }
    Promotion promotion = node.promotion();
    if (promotion != null) {
      rows.add(new Row("", promotion.score(), promotion.verdict()));
      addTerms(rows, promotion.terms(), promotion.verdict());
      if (promotion.remedy() != null) {
        rows.add(new Row("", null, "  to be promoted: " + promotion.remedy()));
      }
    }
  }

  /** Adds the terms, unless there is only one, which needs no words or has been named. */
  private static void addTerms(List<Row> rows, List<Term> terms, String verdict) {
    String only = terms.size() == 1 ? terms.get(0).source() : null;
    if (only == null || !(only.equals(PROMOTION_SCORE) || verdict.contains(only))) {
      terms.forEach(term -> rows.add(new Row("", term.score(), "  " + term.source())));
    }
  }

  private static String join(List<String> names) {
    int more = names.size() - MOST_NAMES;
    return more <= 1
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, MOST_NAMES)) + " and " + more + " more";
  }

  /** A line of text: of which nodes it is, a score or none, and what is to be said. */
  private record Row(String names, @Nullable Integer score, String words) {
    void append(StringBuilder text, int width) {
      text.append("  ")
          .append(names)
          .append(" ".repeat(width - names.length()))
          .append("%11s".formatted(score == null ? "" : Score.format(score)))
          .append("  ")
          .append(words)
          .append('\n');
    }
  }
}
