package io.pacekeeper.cli.demo;

import org.jspecify.annotations.Nullable;

/** The demonstration could not go on; says why in one sentence. */
public final class DemoFailure extends Exception {
  DemoFailure(String message) {
    this(message, null);
  }

  DemoFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
