package io.pacekeeper.api;

/** Something that went wrong in Pacekeeper, and that an application may want to handle. */
public class HaException extends RuntimeException {
  public HaException(String message) {
    super(message);
  }

  public HaException(String message, Throwable cause) {
    super(message, cause);
  }
}
