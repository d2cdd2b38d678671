package io.pacekeeper.core.policy.history;

/** The Results are what agents return, and how the execution of operations ends. */
final class Results {
  static final int OK = 0;
  static final int INVALID_PARAMETER = 2;
  static final int UNIMPLEMENTED = 3;
  static final int NO_PERMISSION = 4;
  static final int NOT_INSTALLED = 5;
  static final int NOT_CONFIGURED = 6;
  static final int NOT_RUNNING = 7;
  static final int PROMOTED = 8;
  static final int FAILED_PROMOTED = 9;
  static final int DEGRADED = 190;
  static final int DEGRADED_PROMOTED = 191;
  static final int UNKNOWN = 193;

  static final int PENDING = -1;
  static final int DONE = 0;
  static final int CANCELLED = 1;
  static final int NOT_SUPPORTED = 3;
  static final int ERROR = 4;
  static final int ERROR_HARD = 5;
  static final int ERROR_FATAL = 6;
  static final int NO_AGENT = 7;
  static final int HIGHEST_STATUS = 11;
  static final int NO_FENCE_DEVICE = 10;
  static final int NO_SECRETS = 11;

  private Results() {}
}
