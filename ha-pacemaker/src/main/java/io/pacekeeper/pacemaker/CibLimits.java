package io.pacekeeper.pacemaker;

/**
 * The CibLimits are how much a cluster information base may ask of whoever reads it.
 *
 * @param bytes how long it may be
 * @param depth how deep its elements may be nested
 * @param elements how many elements its configuration, and how many its status, may have
 * @param unknownElements whether elements that nobody knows are refused, or skipped
 */
public record CibLimits(long bytes, int depth, int elements, UnknownElements unknownElements) {
  /** Enough for some thousand resources on some dozen nodes. */
  public static final CibLimits DEFAULT =
      new CibLimits(32L << 20, 64, 1_000_000, UnknownElements.REFUSE);

  /** What happens to an element that nobody knows. */
  public enum UnknownElements {
    REFUSE,
    SKIP
  }

  /** Checks that the limits let anything through at all. */
  public CibLimits {
    if (bytes < 1 || depth < 1 || elements < 1) {
      throw new IllegalArgumentException("Each limit of a CIB is at least 1.");
    }
  }

  /** Returns the same limits with another length. */
  public CibLimits withBytes(long newBytes) {
    return new CibLimits(newBytes, depth, elements, unknownElements);
  }

  /** Returns the same limits with another number of elements. */
  public CibLimits withElements(int newElements) {
    return new CibLimits(bytes, depth, newElements, unknownElements);
  }

  /** Returns the same limits with another answer to unknown elements. */
  public CibLimits withUnknownElements(UnknownElements newAnswer) {
    return new CibLimits(bytes, depth, elements, newAnswer);
  }
}
