package io.pacekeeper.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pacekeeper.api.Explanation;
import io.pacekeeper.api.Explanation.NodeCase;
import io.pacekeeper.api.Explanation.Promotion;
import io.pacekeeper.api.Explanation.Term;
import io.pacekeeper.api.HaException;
import io.pacekeeper.api.Score;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an explanation looks like that is not shown as it is: of one node only, as JSON. */
final class Explained {
  private static final int SCHEMA = 1;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Explained() {}

  /** Returns what an explanation says of one node; null: of all. */
  static Explanation on(Explanation all, @Nullable String node) {
    if (node == null) {
      return all;
    }
    NodeCase one = all.node(node);
    if (one == null) {
      throw unknown("node", node, all.nodes().stream().map(NodeCase::node).sorted().toList());
    }
    return all.only(one);
  }

  static HaException unknown(String kind, String name, Collection<String> existing) {
    return new HaException(
        "there is no " + kind + " " + name + ": there is " + String.join(", ", existing));
  }

  /** Returns an explanation as JSON, for programs, with the names that it has in the API. */
  static String json(Explanation explanation) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("schema", SCHEMA);
    json.put("resource", explanation.resource());
    json.put("assignedTo", explanation.assignedTo());
    json.put("summary", explanation.summary());
    json.put("remedy", explanation.remedy());
    ArrayNode nodes = json.putArray("nodes");
    for (NodeCase node : explanation.nodes()) {
      ObjectNode one = nodes.addObject().put("node", node.node());
      add(one, node.score(), node.verdict(), node.remedy(), node.terms());
      Promotion promotion = node.promotion();
      if (promotion != null) {
        add(
            one.putObject("promotion"),
            promotion.score(),
            promotion.verdict(),
            promotion.remedy(),
            promotion.terms());
      }
    }
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of nodes can always be written", e);
    }
  }

  private static void add(
      ObjectNode json, int score, String verdict, @Nullable String remedy, List<Term> terms) {
    json.put("score", Score.format(score));
    json.put("verdict", verdict);
    json.put("remedy", remedy);
    ArrayNode all = json.putArray("terms");
    terms.forEach(
        term ->
            all.addObject().put("source", term.source()).put("score", Score.format(term.score())));
  }
}
