package io.pacekeeper.core.policy.operation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.NavigableMap;

/**
 * The ParameterDigest is the short form of parameters by which Pacemaker tells whether they
 * changed.
 */
public final class ParameterDigest {
  private static final int FIRST_PRINTABLE = 0x20;
  private static final int DELETE = 0x7f;

  private ParameterDigest() {}

  /** Returns the digest of parameters, which are sorted by name. */
  public static String of(NavigableMap<String, String> parameters) {
    StringBuilder text = new StringBuilder(64).append(" <parameters");
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      text.append(' ').append(parameter.getKey()).append("=\"");
      escape(parameter.getValue(), text);
      text.append('"');
    }
    text.append("/>\n");
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      return HexFormat.of().formatHex(md5.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has MD5.", e);
    }
  }

  /** What comes after the first character beyond ASCII is not escaped, since Pacemaker's is not. */
  private static void escape(String value, StringBuilder text) {
    for (int at = 0; at < value.length(); at++) {
      char c = value.charAt(at);
      if (c > DELETE) {
        text.append(value, at, value.length());
        return;
      }
      switch (c) {
        case '&' -> text.append("&amp;");
        case '<' -> text.append("&lt;");
        case '>' -> text.append("&gt;");
        case '"' -> text.append("&quot;");
        case '\'' -> text.append("&apos;");
        case '\t' -> text.append("    ");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        default -> {
          if (c < FIRST_PRINTABLE || c == DELETE) {
            text.append('\\')
                .append((char) ('0' + (c >> 6)))
                .append((char) ('0' + (c >> 3 & 7)))
                .append((char) ('0' + (c & 7)));
          } else {
            text.append(c);
          }
        }
      }
    }
  }
}
