package io.pacekeeper.core.document;

/**
 * How orders and reports name what is active: by the id of its resource, and for an instance of a
 * globally unique clone by that, a colon and its number, as in {@code shard:2}. An instance of an
 * anonymous clone has the plain id, as a node has one at the most.
 */
public final class InstanceName {
  private static final char SEPARATOR = ':';

  private InstanceName() {}

  /** Returns the name of a numbered instance. */
  public static String of(String resource, int instance) {
    return resource + SEPARATOR + instance;
  }

  /** Returns the id of the resource that this is, or is an instance of. */
  public static String resource(String name) {
    int separator = name.indexOf(SEPARATOR);
    return separator < 0 ? name : name.substring(0, separator);
  }

  /** Returns the number of the instance, or 0 if it has none. */
  public static int instance(String name) {
    int separator = name.indexOf(SEPARATOR);
    if (separator < 0) {
      return 0;
    }
    try {
      return Integer.parseInt(name.substring(separator + 1));
    } catch (NumberFormatException notOne) {
      return 0;
    }
  }

  /** Returns whether it names a numbered instance. */
  public static boolean isNumbered(String name) {
    return name.indexOf(SEPARATOR) >= 0;
  }
}
