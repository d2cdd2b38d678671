package io.pacekeeper.cli;

import io.pacekeeper.api.Explanation;
import java.util.List;

/** What {@code pk simulate} shows, of a cluster of Pacemaker's or of one's own. */
interface Simulated {
  /** Returns all of it in words. */
  String summary();

  /** Returns the transition graph in Graphviz' language. */
  String dot();

  /** Returns the score of each resource on each node, a line for each. */
  String scores();

  /**
   * Returns why a resource is to be where it is to be.
   *
   * @throws IllegalArgumentException if there is no such resource
   */
  Explanation explain(String resource);

  /** Returns all of it for programs. */
  String json();

  /** Returns what has to be said besides, a sentence each. */
  List<String> remarks();

  /** Returns the exit status. */
  int status();
}
