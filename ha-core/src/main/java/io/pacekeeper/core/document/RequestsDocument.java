package io.pacekeeper.core.document;

import java.util.List;

/**
 * What is asked of a node and not answered yet, oldest first. Written by administrators, who take
 * away what was answered.
 *
 * @param requests what is asked, at most {@link #LIMIT} of them
 */
public record RequestsDocument(List<NodeRequest> requests) implements Document {
  /** How many requests may wait at one node. */
  public static final int LIMIT = 20;

  /** Nothing asked. */
  public static final RequestsDocument EMPTY = new RequestsDocument(List.of());

  public RequestsDocument {
    requests = List.copyOf(requests.subList(Math.max(0, requests.size() - LIMIT), requests.size()));
  }
}
