package io.pacekeeper.cli;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** Whoever sits at the terminal and can be asked. */
interface Prompt {
  /** The terminal that this JVM was started at. */
  Prompt CONSOLE =
      new Prompt() {
        @Override
        public @Nullable String line(String question) {
          Console console = System.console();
          return console == null ? null : console.readLine("%s", question);
        }

        @Override
        public char @Nullable [] password(String question) {
          Console console = System.console();
          return console == null ? null : console.readPassword("%s", question);
        }
      };

  /** Returns what was answered, or null if nobody is there. */
  @Nullable String line(String question);

  /** Returns what was answered without being shown, or null if nobody is there. */
  char @Nullable [] password(String question);
}
