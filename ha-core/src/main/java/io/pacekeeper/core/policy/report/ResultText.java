package io.pacekeeper.core.policy.report;

/** The words for what agents return. */
public final class ResultText {
  private ResultText() {}

  /** Returns the word for a result. */
  public static String of(int result) {
    return switch (result) {
      case 0 -> "ok";
      case 1 -> "error";
      case 2 -> "invalid parameter";
      case 3 -> "unimplemented feature";
      case 4 -> "insufficient privileges";
      case 5 -> "not installed";
      case 6 -> "not configured";
      case 7 -> "not running";
      case 8 -> "promoted";
      case 9 -> "promoted (failed)";
      case 190 -> "OCF_DEGRADED";
      case 191 -> "promoted (degraded)";
      default -> "unknown";
    };
  }
}
