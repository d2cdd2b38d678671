package io.pacekeeper.jdbc;

/**
 * Who writes: one activation of a resource.
 *
 * @param resource the resource, as its row is called
 * @param token the fencing token of the activation
 */
record Writer(String resource, long token) {
  /** What the rows of the table have room for. */
  static final int MAX_RESOURCE_LENGTH = 255;

  Writer {
    if (resource.isBlank() || resource.length() > MAX_RESOURCE_LENGTH) {
      throw new IllegalArgumentException(
          "a resource is named by 1 to %d characters, but it is '%s'"
              .formatted(MAX_RESOURCE_LENGTH, resource));
    }
    if (token <= 0) {
      throw new IllegalArgumentException(
          "a fencing token is larger than 0, but that of %s is %d".formatted(resource, token));
    }
  }

  /**
   * Returns what this writer is told.
   *
   * @param newer the token that the database has
   * @param place the table where it has it
   */
  StaleTokenException refused(long newer, String place) {
    return new StaleTokenException(resource, token, newer, place);
  }
}
