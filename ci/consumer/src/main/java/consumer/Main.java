package consumer;

import io.pacekeeper.api.Score;

/** Touches the library, so that it is loaded from the artifacts an application gets. */
public final class Main {
  private Main() {}

  /** Prints one line. */
  public static void main(String[] args) {
    System.out.println("consumer: " + Score.format(Score.INFINITY));
  }
}
