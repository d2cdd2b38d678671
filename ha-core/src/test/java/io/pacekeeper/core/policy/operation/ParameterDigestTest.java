package io.pacekeeper.core.policy.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ParameterDigestTest {
  @Test
  void isTheOneThatPacemakerRecords() {
    assertThat(digest(Map.of())).isEqualTo("f2317cad3d54cec5d7d7aa7d0bf35cf8");
    assertThat(digest(Map.of("CRM_meta_timeout", "20000")))
        .isEqualTo("4811cef7f7f94e3a35a70be7916cb2fd");
  }

  @Test
  void tellsEveryCharacterApartThatXmlWouldChange() {
    assertThat(digest(Map.of("a", "x\ty"))).isEqualTo(digest(Map.of("a", "x    y")));
    assertThat(digest(Map.of("a", "x\ny"))).isEqualTo(digest(Map.of("a", "x\\ny")));
    assertThat(digest(Map.of("a", "é<")))
        .as("nothing is escaped after a character beyond ASCII")
        .isNotEqualTo(digest(Map.of("a", "é&lt;")));
  }

  private static String digest(Map<String, String> parameters) {
    return ParameterDigest.of(new TreeMap<>(parameters));
  }
}
