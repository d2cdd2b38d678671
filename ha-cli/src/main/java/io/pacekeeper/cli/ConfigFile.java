package io.pacekeeper.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pacekeeper.api.HaException;
import io.pacekeeper.api.LocationConstraint;
import io.pacekeeper.api.Rule;
import io.pacekeeper.api.Score;
import io.pacekeeper.core.cib.AttributeValue;
import io.pacekeeper.core.cib.ClusterProperty;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.ResourceLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What administrators say in a cluster's configuration, as a file: the options that are not at
 * their default, what lies over the declarations of code, and constraints; and which version of the
 * configuration it was taken from.
 *
 * @param cluster the cluster's name
 * @param version the store's transaction that wrote the configuration it was taken from; 0 if there
 *     was none
 * @param properties the options, by Pacemaker's names
 * @param resources what lies over the declarations, by resource and name
 * @param constraints location constraints, in their order
 */
record ConfigFile(
    String cluster,
    long version,
    SortedMap<String, String> properties,
    SortedMap<String, SortedMap<String, String>> resources,
    List<ResourceLocation> constraints) {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Files that are larger would not fit into ZooKeeper. */
  private static final long LARGEST = 1_000_000;

  static ConfigFile of(String cluster, long version, ConfigDocument config) {
    return new ConfigFile(
        cluster,
        version,
        ClusterProperty.changed(config.options()),
        config.overrides(),
        config.constraints());
  }

  /**
   * Reads a file.
   *
   * @throws HaException if it cannot be read or understood, with the place
   */
  static ConfigFile read(Path path) {
    JsonNode json;
    try {
      if (Files.size(path) > LARGEST) {
        throw new HaException(
            "%s is larger than %d bytes, which is more than fits".formatted(path, LARGEST));
      }
      json = MAPPER.readTree(Files.readString(path));
    } catch (JsonProcessingException e) {
      throw new HaException(
          "%s is not JSON, at line %d: %s"
              .formatted(
                  path,
                  e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                  e.getOriginalMessage()),
          e);
    } catch (NoSuchFileException e) {
      throw new HaException("there is no file " + path, e);
    } catch (IOException e) {
      throw new HaException("the file " + path + " cannot be read: " + e, e);
    }
    try {
      return of(json);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new HaException(path + " is not a configuration: " + e.getMessage(), e);
    }
  }

  private static ConfigFile of(JsonNode json) {
    ObjectNode root = object("the file", json);
    requireOnly(
        "the file", root, Set.of("cluster", "version", "properties", "resources", "constraints"));
    JsonNode version = root.path("version");
    if (!version.canConvertToLong() || !version.isIntegralNumber()) {
      throw new IllegalArgumentException(
          "version must be the number that pk config show has put there");
    }
    SortedMap<String, SortedMap<String, String>> resources = new TreeMap<>();
    ObjectNode all = object("resources", root.path("resources"));
    for (Iterator<String> names = all.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      SortedMap<String, String> one = texts("resources." + name, all.path(name));
      if (!one.isEmpty()) {
        resources.put(name, one);
      }
    }
    List<ResourceLocation> constraints = new ArrayList<>();
    JsonNode array = root.path("constraints");
    if (!array.isArray()) {
      throw new IllegalArgumentException("constraints must be a list");
    }
    for (JsonNode one : array) {
      constraints.add(constraint("constraints." + constraints.size(), one));
    }
    return new ConfigFile(
        text("cluster", root.path("cluster")),
        version.longValue(),
        texts("properties", root.path("properties")),
        resources,
        List.copyOf(constraints));
  }

  private static ResourceLocation constraint(String where, JsonNode json) {
    ObjectNode one = object(where, json);
    requireOnly(where, one, Set.of("id", "resource", "node", "rule", "score", "until"));
    String rule = textOrNull(where + ".rule", one.get("rule"));
    String until = textOrNull(where + ".until", one.get("until"));
    return new ResourceLocation(
        text(where + ".id", one.path("id")),
        text(where + ".resource", one.path("resource")),
        new LocationConstraint(
            textOrNull(where + ".node", one.get("node")),
            rule == null ? null : Rule.parse(rule),
            AttributeValue.score(text(where + ".score", one.path("score")))),
        until == null ? null : Instant.parse(until));
  }

  private static ObjectNode object(String where, JsonNode json) {
    if (json instanceof ObjectNode object) {
      return object;
    }
    throw new IllegalArgumentException(where + " must be an object in braces");
  }

  private static String text(String where, JsonNode json) {
    if (json.isTextual() || json.isNumber() || json.isBoolean()) {
      return json.asText();
    }
    throw new IllegalArgumentException(where + " must be a text");
  }

  private static @Nullable String textOrNull(String where, @Nullable JsonNode json) {
    return json == null || json.isNull() ? null : text(where, json);
  }

  private static SortedMap<String, String> texts(String where, JsonNode json) {
    ObjectNode object = object(where, json);
    SortedMap<String, String> texts = new TreeMap<>();
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      String value = text(where + "." + name, object.path(name));
      if (value.isEmpty()) {
        throw new IllegalArgumentException(
            where + "." + name + " is empty: leave it out to take it back");
      }
      texts.put(name, value);
    }
    return texts;
  }

  private static void requireOnly(String where, ObjectNode object, Set<String> known) {
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw new IllegalArgumentException(where + " has nothing called " + name);
      }
    }
  }

  /** Returns it as JSON, to be edited. */
  String toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("cluster", cluster);
    json.put("version", version);
    ObjectNode options = json.putObject("properties");
    properties.forEach(options::put);
    ObjectNode all = json.putObject("resources");
    resources.forEach(
        (resource, overrides) -> {
          ObjectNode one = all.putObject(resource);
          overrides.forEach(one::put);
        });
    ArrayNode array = json.putArray("constraints");
    for (ResourceLocation constraint : constraints) {
      ObjectNode one = array.addObject();
      one.put("id", constraint.id()).put("resource", constraint.resource());
      LocationConstraint location = constraint.location();
      if (location.node() != null) {
        one.put("node", location.node());
      } else {
        one.put("rule", String.valueOf(location.rule()));
      }
      one.put("score", Score.format(location.score()));
      if (constraint.until() != null) {
        one.put("until", constraint.until().toString());
      }
    }
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of nodes can always be written", e);
    }
  }

  /** Returns everything that it says, a line each, by what it is about. */
  SortedMap<String, String> lines() {
    SortedMap<String, String> lines = new TreeMap<>();
    properties.forEach((name, value) -> lines.put("property " + name, value));
    resources.forEach(
        (resource, all) ->
            all.forEach((name, value) -> lines.put("resource " + resource + " " + name, value)));
    for (ResourceLocation of : constraints) {
      String until = of.until() == null ? "" : ", until " + of.until();
      lines.put(
          "constraint " + of.id(),
          ConstraintCommand.describe(of.resource(), of.location()) + until);
    }
    return lines;
  }
}
