package io.pacekeeper.api.fencing;

import java.util.Objects;

/**
 * What a fencing device has to say.
 *
 * @param outcome whether it was done
 * @param detail one line for people: why it failed, or what was done; may be empty
 */
public record FencingResult(Outcome outcome, String detail) {
  /** Longer details are cut: they are kept in the cluster's store. */
  public static final int LONGEST_DETAIL = 300;

  /** Whether something was done. */
  public enum Outcome {
    /** It was done, and the device has made sure of it. */
    SUCCEEDED,
    /** It was not done, or only in part. */
    FAILED,
    /** Nobody knows: it timed out, or the device cannot tell. Counts as not done. */
    UNKNOWN
  }

  public FencingResult {
    Objects.requireNonNull(outcome, "outcome");
    String line = detail.replaceAll("[\\p{Cntrl}\\s]+", " ").trim();
    detail =
        line.length() <= LONGEST_DETAIL ? line : line.substring(0, LONGEST_DETAIL - 4) + " ...";
  }

  /** Returns that it was done. */
  public static FencingResult succeeded() {
    return succeeded("");
  }

  /** Returns that it was done, with a word about how. */
  public static FencingResult succeeded(String detail) {
    return new FencingResult(Outcome.SUCCEEDED, detail);
  }

  /** Returns that it was not done, and why. */
  public static FencingResult failed(String reason) {
    return new FencingResult(Outcome.FAILED, reason);
  }

  /** Returns that nobody knows whether it was done, and why. */
  public static FencingResult unknown(String reason) {
    return new FencingResult(Outcome.UNKNOWN, reason);
  }

  /** Returns whether it was done; what is unknown was not. */
  public boolean isSuccess() {
    return outcome == Outcome.SUCCEEDED;
  }
}
