package io.pacekeeper.zookeeper;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a document that is too large for one znode is split. The document's own znode keeps the small
 * fields and as much of the rest as fits; its children {@code part-0}, {@code part-1} and so on
 * have what follows, each a JSON object that can be read by itself; an entry such as a resource is
 * not cut unless it is large itself. All of them are written in one transaction and name the same
 * stamp, a digest of the whole document, so that a reader can tell that it has seen the parts of
 * one writing.
 *
 * <p>Entries are dealt out in their order and not by a hash of the resource: each writing replaces
 * every part anyway, because each names the stamp, and this way the order of actions is kept.
 */
final class Parts {
  /** The size above which a document is split, and that no part exceeds unless one entry does. */
  static final int LARGEST = 64 * 1024;

  private static final int LARGEST_CONTENT = LARGEST - 1024;
  private static final int LARGEST_SMALL_FIELD = 4096;
  private static final int MOST = 1_000;
  private static final String PREFIX = "part-";

  private final List<ObjectNode> bins = new ArrayList<>();
  private int free;

  private Parts() {
    nextBin();
  }

  /**
   * The header of a split document.
   *
   * @param count how many parts there are beside the document's own znode
   * @param stamp what each part names
   */
  record Header(int count, String stamp) {}

  /** Returns the name of a part below the document's znode. */
  static String name(int part) {
    return PREFIX + part;
  }

  /** Returns the number of the part that has this name, or -1. */
  static int number(String name) {
    String digits = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : "";
    return digits.matches("0|[1-9][0-9]{0,4}") ? Integer.parseInt(digits) : -1;
  }

  /** Returns what to store: first the document's own znode, then its parts, if it needs any. */
  static List<byte[]> split(ObjectNode json) {
    byte[] whole = DocumentFormat.bytes(json);
    if (whole.length <= LARGEST) {
      return List.of(whole);
    }
    Parts parts = new Parts();
    parts.addFields(List.of(), json, false);
    parts.addFields(List.of(), json, true);
    String stamp = stamp(whole);
    List<byte[]> result = new ArrayList<>();
    for (ObjectNode content : parts.bins) {
      ObjectNode stored = content;
      if (result.isEmpty()) {
        stored.putObject("parts").put("count", parts.bins.size() - 1).put("stamp", stamp);
      } else {
        stored = JsonNodeFactory.instance.objectNode();
        stored.put("stamp", stamp).put("part", result.size() - 1).set("content", content);
      }
      result.add(DocumentFormat.bytes(stored));
    }
    return result;
  }

  /** Takes the header off the JSON of a document's own znode; null if the document is whole. */
  static @Nullable Header takeHeader(ObjectNode main) {
    JsonNode removed = main.remove("parts");
    if (removed == null) {
      return null;
    }
    if (!(removed instanceof ObjectNode object)) {
      throw new IllegalArgumentException("the field 'parts' should be an object");
    }
    Fields fields = Fields.of(object);
    int count = fields.integer("count");
    if (count < 0 || count > MOST) {
      throw new IllegalArgumentException("it says that it has " + count + " parts");
    }
    return new Header(count, fields.text("stamp"));
  }

  /** Adds the content of a part to what was before it; the part has to be of the same writing. */
  static void join(ObjectNode before, Header header, int number, ObjectNode part) {
    Fields fields = Fields.of(part);
    if (!fields.text("stamp").equals(header.stamp()) || fields.integer("part") != number) {
      throw new IllegalArgumentException("its part " + number + " is of another writing");
    }
    if (!(part.get("content") instanceof ObjectNode content)) {
      throw new IllegalArgumentException("its part " + number + " has no content");
    }
    merge(before, content);
  }

  private static void merge(ObjectNode before, ObjectNode content) {
    for (Map.Entry<String, JsonNode> field : content.properties()) {
      JsonNode there = before.get(field.getKey());
      if (there == null) {
        before.set(field.getKey(), field.getValue());
      } else if (there instanceof ObjectNode object
          && field.getValue() instanceof ObjectNode more) {
        merge(object, more);
      } else if (there instanceof ArrayNode array && field.getValue() instanceof ArrayNode more) {
        array.addAll(more);
      } else {
        throw new IllegalArgumentException("two parts have the field '" + field.getKey() + "'");
      }
    }
  }

  private static String stamp(byte[] whole) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(whole);
      return HexFormat.of().formatHex(Arrays.copyOf(digest, 8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private void addFields(List<String> path, ObjectNode json, boolean large) {
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      int size = size(field.getKey(), field.getValue());
      if (size > LARGEST_SMALL_FIELD == large) {
        add(path, field.getKey(), field.getValue(), size);
      }
    }
  }

  private void add(List<String> path, String name, JsonNode value, int size) {
    if (size > free && size > LARGEST_CONTENT / 8 && value.isContainerNode()) {
      addInside(path, name, value);
      return;
    }
    takeRoom(size);
    objectAt(path).set(name, value);
  }

  private void addInside(List<String> path, String name, JsonNode value) {
    if (value instanceof ObjectNode object) {
      List<String> inside = new ArrayList<>(path);
      inside.add(name);
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        add(inside, field.getKey(), field.getValue(), size(field.getKey(), field.getValue()));
      }
    } else {
      for (JsonNode element : value) {
        takeRoom(size("", element));
        arrayAt(path, name).add(element);
      }
    }
  }

  /** Makes sure that there is room for an entry, in a new bin if need be. */
  private void takeRoom(int size) {
    if (size > free && free < LARGEST_CONTENT) {
      nextBin();
    }
    free -= size;
  }

  private void nextBin() {
    bins.add(JsonNodeFactory.instance.objectNode());
    free = LARGEST_CONTENT;
  }

  private ObjectNode objectAt(List<String> path) {
    ObjectNode object = bins.get(bins.size() - 1);
    for (String name : path) {
      object = object.get(name) instanceof ObjectNode there ? there : object.putObject(name);
    }
    return object;
  }

  private ArrayNode arrayAt(List<String> path, String name) {
    ObjectNode object = objectAt(path);
    return object.get(name) instanceof ArrayNode there ? there : object.putArray(name);
  }

  private static int size(String name, JsonNode value) {
    return name.getBytes(StandardCharsets.UTF_8).length + DocumentFormat.bytes(value).length + 4;
  }
}
