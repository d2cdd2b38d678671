package io.pacekeeper.zookeeper;

import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;

/**
 * Who somebody is to ZooKeeper.
 *
 * @param scheme how that is proved: {@code digest} by a password, {@code x509} by a certificate,
 *     {@code sasl} by a login
 * @param id who it is: a user and the digest of the password, the subject of a certificate, the
 *     name of a login
 */
record Identity(String scheme, String id) {
  static final String DIGEST = "digest";

  /** The ways to prove who one is; what is left out, such as an address, proves nothing. */
  private static final List<String> SCHEMES = List.of(DIGEST, "x509", "sasl");

  Identity {
    if (!SCHEMES.contains(scheme)) {
      throw new IllegalArgumentException(
          "an identity begins with digest:, x509: or sasl:, but the scheme is '" + scheme + "'");
    }
    if (id.isBlank() || (scheme.equals(DIGEST) && !id.matches("[^:]+:[^:]+"))) {
      throw new IllegalArgumentException(
          scheme.equals(DIGEST)
              ? "an identity by a password is written digest:user:hash"
              : "an identity is written such as x509:CN=anna or sasl:anna, but nothing follows '"
                  + scheme
                  + ":'");
    }
  }

  /**
   * Reads one as it is written in the access document.
   *
   * @throws IllegalArgumentException if it is not written as one
   */
  static Identity parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException(
          "an identity is written such as x509:CN=anna or sasl:anna, but it is '" + text + "'");
    }
    return new Identity(text.substring(0, colon), text.substring(colon + 1));
  }

  static Identity of(Id id) {
    return new Identity(id.getScheme(), id.getId());
  }

  /** Returns who has these credentials, as servers with this JVM's digest algorithm see it. */
  static Identity of(Credentials credentials) {
    try {
      return new Identity(
          DIGEST,
          DigestAuthenticationProvider.generateDigest(
              new String(credentials.token(), StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  Id toId() {
    return new Id(scheme, id);
  }

  /** Returns the name without what follows from the password: {@code digest:anna}. */
  String name() {
    return scheme + ":" + (scheme.equals(DIGEST) ? id.substring(0, id.indexOf(':')) : id);
  }

  /** Returns it as it is written in the access document. */
  String text() {
    return scheme + ":" + id;
  }

  /** Shows no digest of a password. */
  @Override
  public String toString() {
    return name();
  }
}
