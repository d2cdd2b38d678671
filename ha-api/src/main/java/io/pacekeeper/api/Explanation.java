package io.pacekeeper.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a resource is where it is, and not elsewhere: what the cluster decided about it, and from
 * what. Made by the code that decides.
 *
 * @param resource the id of the resource
 * @param assignedTo the node that it is or will be on, or null for nowhere
 * @param summary one sentence
 * @param nodes each node's case, by name
 * @param remedy what would have to change if it runs nowhere or is left alone, else null
 */
public record Explanation(
    String resource,
    @Nullable String assignedTo,
    String summary,
    List<NodeCase> nodes,
    @Nullable String remedy) {

  /**
   * What speaks for and against one node.
   *
   * @param node its name
   * @param terms what adds up to the score
   * @param score the score; a node with one below zero cannot run the resource
   * @param verdict what became of that
   */
  public record NodeCase(String node, List<Term> terms, int score, String verdict) {
    public NodeCase {
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

  /** Returns the explanation as lines of text: the sentence, then the nodes with their terms. */
  public String toText() {
    StringBuilder text = new StringBuilder(summary).append('\n');
    int width = 0;
    for (NodeCase node : nodes) {
      width = Math.max(width, node.node().length());
      for (Term term : node.terms()) {
        width = Math.max(width, term.source().length() + 2);
      }
    }
    for (NodeCase node : nodes) {
      line(text, "  ", node.node(), width, node.score())
          .append("  ")
          .append(node.verdict())
          .append('\n');
      for (Term term : node.terms()) {
        line(text, "    ", term.source(), width - 2, term.score()).append('\n');
      }
    }
    if (remedy != null) {
      text.append("To change that: ").append(remedy).append(".\n");
    }
    return text.toString();
  }

  private static StringBuilder line(
      StringBuilder text, String indent, String what, int width, int score) {
    return text.append(indent)
        .append(what)
        .append(" ".repeat(width - what.length()))
        .append("%11s".formatted(Score.format(score)));
  }
}
