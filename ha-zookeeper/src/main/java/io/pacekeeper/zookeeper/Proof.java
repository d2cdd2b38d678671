package io.pacekeeper.zookeeper;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * The answer to a challenge by which a JVM shows that it holds the cluster's credentials, without
 * showing them. Where there is a password it is an HMAC-SHA256, keyed by the user and the password,
 * of the challenge and of who answers; repeated so often that guessing passwords from answers,
 * which everybody with a role may read, takes long for each guess. Where there is none, nothing can
 * be computed: that the answer stands where only nodes may write is the proof.
 *
 * @param user who has the password; empty if there is none
 * @param digest what was computed; empty if there is no password
 */
record Proof(String user, String digest) {
  /** Half a second or less of computing, for the node and for whoever asks. */
  private static final int ROUNDS = 200_000;

  private static final int BITS = 256;
  private static final String NO_PASSWORD = "proved by the right to write this";

  /** Returns the proof that these credentials make. */
  static Proof of(ZooKeeperOptions options, String node, String process, String challenge) {
    Credentials credentials = options.credentials();
    if (credentials == null) {
      return new Proof("", "");
    }
    // None of the names has a line feed in it, so that no two of these are the same.
    String message = String.join("\n", "pacekeeper", options.cluster(), node, process, challenge);
    char[] secret = new String(credentials.token(), StandardCharsets.UTF_8).toCharArray();
    PBEKeySpec spec =
        new PBEKeySpec(secret, message.getBytes(StandardCharsets.UTF_8), ROUNDS, BITS);
    try {
      byte[] key =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
      return new Proof(credentials.user(), HexFormat.of().formatHex(key));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java comes with HMAC-SHA256", e);
    } finally {
      spec.clearPassword();
    }
  }

  /** Reads what {@link #text} wrote; whatever else is there proves nothing. */
  static Proof parse(String text) {
    int space = text.lastIndexOf(' ');
    return text.equals(NO_PASSWORD) || space < 0
        ? new Proof("", "")
        : new Proof(text.substring(0, space), text.substring(space + 1));
  }

  String text() {
    return user.isEmpty() ? NO_PASSWORD : user + " " + digest;
  }

  /** Returns whether it was made with the same password; takes the same time for all. */
  boolean isSame(Proof other) {
    return MessageDigest.isEqual(
        digest.getBytes(StandardCharsets.UTF_8), other.digest.getBytes(StandardCharsets.UTF_8));
  }
}
