package io.pacekeeper.pacemaker;

import io.pacekeeper.core.policy.model.PolicyInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.function.Consumer;
import javax.xml.stream.XMLStreamException;

/**
 * A CibReader reads a cluster information base in Pacemaker's XML. Whatever is wrong with it ends
 * in one sentence; document type declarations and entities are refused, and what it may ask of
 * memory is bounded by {@link CibLimits}.
 */
public final class CibReader {
  private final CibLimits limits;

  /** Makes a reader with the limits that suffice for most. */
  public CibReader() {
    this(CibLimits.DEFAULT);
  }

  /** Makes a reader with limits of one's own. */
  public CibReader(CibLimits limits) {
    this.limits = limits;
  }

  /**
   * Reads a cluster information base; the stream is left open.
   *
   * @throws InvalidCibException if it cannot be read, and why
   * @throws IOException if the stream fails
   */
  public PolicyInput read(InputStream in) throws InvalidCibException, IOException {
    return read(in, any -> {});
  }

  /**
   * Reads a cluster information base, and names what is left out because nothing is decided by it:
   * sections, attributes and skipped elements, each once. The stream is left open.
   *
   * @param leftOut is told of each
   * @throws InvalidCibException if it cannot be read, and why
   * @throws IOException if the stream fails
   */
  public PolicyInput read(InputStream in, Consumer<String> leftOut)
      throws InvalidCibException, IOException {
    BoundedInput bounded = new BoundedInput(in, limits.bytes());
    try {
      return new CibDocument(limits, bounded, new LeftOut(leftOut)).read();
    } catch (XMLStreamException e) {
      throw translated(e);
    }
  }

  private InvalidCibException translated(XMLStreamException e) throws IOException {
    if (e.getNestedException() instanceof BoundedInput.TooLongException tooLong) {
      return tooLong(tooLong);
    }
    if (e.getNestedException() instanceof IOException io
        && !(io instanceof CharacterCodingException)) {
      throw io;
    }
    String where =
        e.getLocation() == null
            ? ""
            : " at line "
                + e.getLocation().getLineNumber()
                + ", column "
                + e.getLocation().getColumnNumber();
    return new InvalidCibException(
        "The CIB is not well-formed XML"
            + where
            + ": it is cut off or damaged there; take it anew from the cluster (cibadmin --query).",
        e);
  }

  private InvalidCibException tooLong(Throwable cause) {
    return new InvalidCibException(
        "The CIB is longer than "
            + limits.bytes()
            + " bytes, which is the limit: raise the limit if it is right that it is so long.",
        InvalidCibException.Limit.SIZE,
        cause);
  }
}
