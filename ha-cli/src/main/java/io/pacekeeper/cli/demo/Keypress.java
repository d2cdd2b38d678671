package io.pacekeeper.cli.demo;

import java.io.IOException;

/** The Enter that ends a cluster that is kept. */
final class Keypress {
  private Keypress() {}

  /** Waits for the end of a line; for ever if there is nobody who could press a key. */
  static void await() throws InterruptedException {
    try {
      int key;
      do {
        key = System.in.read();
      } while (key >= 0 && key != '\n');
      if (key >= 0) {
        return;
      }
    } catch (IOException e) {
      // As if there were nobody.
    }
    while (true) {
      Thread.sleep(Long.MAX_VALUE);
    }
  }
}
