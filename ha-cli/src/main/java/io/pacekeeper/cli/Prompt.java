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
          Console console = terminal();
          return console == null ? null : console.readLine("%s", question);
        }

        @Override
        public char @Nullable [] password(String question) {
          Console console = terminal();
          return console == null ? null : console.readPassword("%s", question);
        }
      };

  /** Returns what was answered, or null if nobody is there. */
  @Nullable String line(String question);

  /** Returns what was answered without being shown, or null if nobody is there. */
  char @Nullable [] password(String question);

  /** Returns the console if somebody sits there: before Java 22 there is none otherwise. */
  private static @Nullable Console terminal() {
    @SuppressWarnings("SystemConsoleNull")
    Console console = System.console();
    if (console == null) {
      return null;
    }
    try {
      Object answer = Console.class.getMethod("isTerminal").invoke(console);
      return Boolean.TRUE.equals(answer) ? console : null;
    } catch (NoSuchMethodException e) {
      return console;
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }
}
