package io.pacekeeper.pacemaker;

/** The Refusals are sentences about what a CIB has and cannot be read. */
final class Refusals {
  private static final int LONGEST = 80;

  private Refusals() {}

  /** Refuses an element that nobody knows, unless such elements are to be skipped. */
  static void unknown(CibLimits limits, Element element, String parent) throws InvalidCibException {
    unknown(limits, shortened(element.describe()), parent);
  }

  static void unknown(CibLimits limits, String element, String parent) throws InvalidCibException {
    if (limits.unknownElements() == CibLimits.UnknownElements.REFUSE) {
      throw new InvalidCibException(
          "The CIB has "
              + element
              + " in <"
              + parent
              + ">, which is not known there: take it out, or have unknown elements skipped.",
          InvalidCibException.Limit.UNKNOWN_ELEMENTS);
    }
  }

  /** Refuses something that is known and cannot be decided about. */
  static InvalidCibException outOfScope(String what, String id) {
    return new InvalidCibException(
        "The CIB has the "
            + what
            + " \""
            + shortened(id)
            + "\", and bundles, remote nodes and guest nodes are not decided about: take it out.");
  }

  /** Returns a text that is short enough for a sentence. */
  static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }
}
