package io.pacekeeper.core.scheduler;

import io.pacekeeper.api.Score;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reasons of a decision about one resource, written down by the code that decides. Nobody's
 * reasons are written down where nobody asked, so that deciding costs nothing more.
 */
final class Trace {
  /** Nobody asked. */
  static final Trace OFF = new Trace(-1, 0);

  /**
   * Something that adds to the score of a node.
   *
   * @param source what it is
   * @param score how much it adds
   * @param remedy what would end it, or null if it does not rule the node out
   */
  record Term(String source, int score, @Nullable String remedy) {}

  private final int resource;
  private final List<List<Term>> terms = new ArrayList<>();
  private final List<String> verdicts = new ArrayList<>();

  private Trace(int resource, int nodes) {
    this.resource = resource;
    for (int n = 0; n < nodes; n++) {
      terms.add(new ArrayList<>());
      verdicts.add("");
    }
  }

  static Trace of(int resource, int nodes) {
    return new Trace(resource, nodes);
  }

  /** Returns itself if somebody asked about this resource, else null. */
  @Nullable Trace about(int resource) {
    return this.resource == resource ? this : null;
  }

  void term(int node, String source, int score, @Nullable String remedy) {
    terms.get(node).add(new Term(source, score, remedy));
  }

  void ban(int node, String source, String remedy) {
    term(node, source, -Score.INFINITY, remedy);
  }

  void verdict(int node, String verdict) {
    verdicts.set(node, verdict);
  }

  void verdictOnAll(String verdict) {
    verdicts.replaceAll(before -> verdict);
  }

  List<Term> terms(int node) {
    return terms.get(node);
  }

  String verdict(int node) {
    return verdicts.get(node);
  }
}
