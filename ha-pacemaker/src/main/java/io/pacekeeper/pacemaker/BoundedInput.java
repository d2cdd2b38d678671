package io.pacekeeper.pacemaker;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A BoundedInput is a stream that ends with an error when it is longer than it may be. */
final class BoundedInput extends FilterInputStream {
  private long left;

  BoundedInput(InputStream in, long most) {
    super(in);
    left = most;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    if (value >= 0) {
      count(1);
    }
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    if (count > 0) {
      count(count);
    }
    return count;
  }

  private void count(long read) throws IOException {
    left -= read;
    if (left < 0) {
      throw new TooLongException();
    }
  }

  /** A TooLongException says that there is more to read than may be. */
  static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
