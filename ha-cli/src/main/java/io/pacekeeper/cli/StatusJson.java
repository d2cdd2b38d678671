package io.pacekeeper.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pacekeeper.api.ClusterStatus;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A cluster's status as JSON, for programs. The number {@code schema} grows when something that was
 * there changes its name or its meaning; new fields may come at any time. Described field by field
 * in {@code docs/status-json.md}.
 */
final class StatusJson {
  static final int SCHEMA = 2;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private StatusJson() {}

  /** Returns the status of a cluster, on one line or on as many as are readable. */
  static String of(String cluster, ClusterStatus status, boolean readable) {
    ObjectNode json = begin(cluster);
    json.put("stack", status.stack());
    json.put("health", word(status.health()));
    ArrayNode ailments = json.putArray("ailments");
    status.ailments().forEach(ailments::add);
    json.set("dc", dc(status.dc()));
    json.put("lastUpdated", status.lastUpdated().toString());
    json.set("lastChange", change(status.lastChange()));
    json.put("resourcesConfigured", status.resourcesConfigured());
    json.put("maintenanceMode", status.maintenanceMode());
    addAll(json, "maintenanceClaims", status.maintenanceClaims(), StatusJson::claim);
    json.put("stopAllResources", status.stopAllResources());
    addAll(json, "nodes", status.nodes(), StatusJson::node);
    addAll(json, "resources", status.resources(), StatusJson::resource);
    addAll(json, "failures", status.failures(), StatusJson::failure);
    addAll(json, "fencing", status.fencing(), StatusJson::fencing);
    ArrayNode warnings = json.putArray("warnings");
    status.warnings().forEach(warnings::add);
    return write(json, readable);
  }

  /**
   * Returns who is a member of a cluster.
   *
   * @param localHost the host whose nodes are local
   */
  static String ofMembership(String cluster, ClusterStatus status, String localHost) {
    ObjectNode json = begin(cluster);
    addAll(
        json,
        "nodes",
        status.nodes(),
        (object, node) -> {
          object.put("id", node.details().id());
          object.put("votes", 0);
          object.put("name", node.name());
          object.put("local", localHost.equals(node.host()));
          object.put("membership", word(node.membership()));
          object.put("session", node.details().session());
          object.put("host", node.host());
          object.put("pid", node.pid());
          object.put("since", text(node.details().since()));
          object.put("waitsFor", node.details().waitsFor());
        });
    return write(json, true);
  }

  private static ObjectNode begin(String cluster) {
    return JsonNodeFactory.instance.objectNode().put("schema", SCHEMA).put("cluster", cluster);
  }

  /** Returns a tree as text, on one line or on as many as are readable. */
  static String write(JsonNode json, boolean readable) {
    try {
      return readable
          ? MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json)
          : MAPPER.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of nodes can always be written", e);
    }
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  private static void claim(ObjectNode json, ClusterStatus.Claim claim) {
    json.put("owner", claim.owner())
        .put("reason", claim.reason())
        .put("since", text(claim.since()))
        .put("until", text(claim.until()));
  }

  private static <T> void addAll(
      ObjectNode parent, String name, List<T> items, BiConsumer<ObjectNode, T> fill) {
    ArrayNode array = parent.putArray(name);
    items.forEach(item -> fill.accept(array.addObject(), item));
  }

  private static @Nullable JsonNode dc(ClusterStatus.@Nullable Dc dc) {
    if (dc == null) {
      return null;
    }
    return JsonNodeFactory.instance
        .objectNode()
        .put("node", dc.node())
        .put("incarnation", dc.incarnation())
        .put("term", dc.term())
        .put("version", dc.version())
        .put("member", dc.member());
  }

  private static @Nullable JsonNode change(ClusterStatus.@Nullable Change change) {
    if (change == null) {
      return null;
    }
    return JsonNodeFactory.instance
        .objectNode()
        .put("by", change.by())
        .put("via", change.via())
        .put("at", change.at().toString())
        .put("node", change.node())
        .put("what", change.what());
  }

  private static void node(ObjectNode json, ClusterStatus.NodeStatus node) {
    json.put("name", node.name())
        .put("membership", word(node.membership()))
        .put("standby", node.standby())
        .put("standbyBy", node.standbyBy())
        .put("maintenance", node.maintenance())
        .put("leaving", node.leaving())
        .put("host", node.host())
        .put("pid", node.pid())
        .put("incarnation", node.incarnation())
        .put("version", node.version());
    ObjectNode attributes = json.putObject("attributes");
    node.attributes().forEach(attributes::put);
    ClusterStatus.NodeDetails details = node.details();
    json.put("id", details.id())
        .put("session", details.session())
        .put("since", text(details.since()))
        .put("guarded", details.guarded())
        .put("unguarded", details.unguarded())
        .put("enabled", details.enabled())
        .put("waitsFor", details.waitsFor());
    addAll(json, "standbyClaims", details.standbyClaims(), StatusJson::claim);
    addAll(json, "maintenanceClaims", details.maintenanceClaims(), StatusJson::claim);
    ClusterStatus.NodeHealth health = details.health();
    if (health == null) {
      json.putNull("health");
    } else {
      ObjectNode told = json.putObject("health");
      told.put("color", word(health.color())).put("score", health.score());
      ArrayNode causes = told.putArray("causes");
      health.causes().forEach(causes::add);
    }
    ObjectNode capacity = json.putObject("capacity");
    details
        .capacity()
        .forEach(
            (name, amount) ->
                capacity.putObject(name).put("total", amount.total()).put("taken", amount.taken()));
  }

  private static void resource(ObjectNode json, ClusterStatus.ResourceStatus resource) {
    json.put("id", resource.id())
        .put("application", resource.application())
        .put("targetRole", word(resource.targetRole()))
        .put("managed", resource.managed());
    addAll(json, "active", resource.active(), StatusJson::activity);
    ObjectNode failcounts = json.putObject("failcounts");
    resource.failcounts().forEach(failcounts::put);
    addAll(json, "maintenanceClaims", resource.maintenanceClaims(), StatusJson::claim);
    addAll(json, "stoppedClaims", resource.stoppedClaims(), StatusJson::claim);
  }

  private static void activity(ObjectNode json, ClusterStatus.Activity activity) {
    json.put("node", activity.node())
        .put("phase", word(activity.phase()))
        .put("role", StatusJson.word(activity.role()))
        .put("fencingToken", activity.fencingToken())
        .put("confirmed", activity.confirmed())
        .put("since", text(activity.since()))
        .put("reason", activity.reason());
  }

  private static void failure(ObjectNode json, ClusterStatus.FailedOperation failure) {
    json.put("resource", failure.resource())
        .put("node", failure.node())
        .put("operation", word(failure.operation()))
        .put("reason", failure.reason())
        .put("at", failure.at().toString())
        .put("failcount", failure.failcount());
  }

  private static void fencing(ObjectNode json, ClusterStatus.FencingEvent event) {
    json.put("node", event.node())
        .put("incarnation", event.incarnation())
        .put("means", event.means())
        .put("by", event.by())
        .put("at", event.at().toString());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
