package io.pacekeeper.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.FeatureSet;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.Participation;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two versions of the documents side by side: this one, and the last that knew feature set 1 alone.
 * The files in {@code feature-set-1} were made by running that version: {@code written} is what it
 * writes; {@code kept} is what it makes of {@code newer}, which this version wrote, when it writes
 * it again; {@code changed} is what it makes of it when it changes something.
 */
class FeatureSetOneTest {
  @ParameterizedTest
  @EnumSource(
      names = {
        "CONFIG", "TERM", "ELECTED", "NODE", "MEMBER", "LEASE", "ORDERS", "REPORT", "FENCING"
      })
  void whatItWritesIsReadAndNothingOfItIsUnknownOrLost(Kind kind) throws IOException {
    ObjectNode json = json("written", kind);
    Fields fields = Fields.of(json);
    Document document = DocumentFormat.read(kind, fields);
    assertThat(fields.extras()).isEqualTo(Extras.NONE);
    byte[] again = DocumentFormat.bytes(DocumentFormat.write(document));
    requireAllOf(json, DocumentFormat.parse(again), kind.name());
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "CONFIG", "TERM", "ELECTED", "NODE", "MEMBER", "LEASE", "ORDERS", "REPORT", "FENCING"
      })
  void whatItReadsAndWritesAgainSaysTheSame(Kind kind) throws IOException {
    assertThat(read("kept", kind)).isEqualTo(read("newer", kind));
  }

  @Test
  void whatItLeavesOutHasTheMeaningThatItHadThen() throws IOException {
    ConfigDocument config = (ConfigDocument) read("written", Kind.CONFIG);
    assertThat(config.featureSet()).isEqualTo(1);
    assertThat(config.nodes()).as("it is open").isNull();
    assertThat(config.admits("anybody")).isTrue();
    assertThat(config.participation("node1")).isEqualTo(Participation.ENABLED);
    MemberDocument member = (MemberDocument) read("written", Kind.MEMBER);
    assertThat(member.featureSet()).isEqualTo(FeatureSet.OLDEST);
    assertThat(member.process()).isEmpty();
    assertThat(config.wants("node1", member)).isTrue();
    NodeDocument node = (NodeDocument) read("written", Kind.NODE);
    assertThat(node.standby()).containsExactly(NodeDocument.unnamed());
    assertThat(node.isStandby(Instant.MAX)).as("for ever").isTrue();
  }

  @Test
  void aStandbyThatItTakesBackIsTakenBackWhoeverClaimedIt() throws IOException {
    NodeDocument newer = (NodeDocument) read("newer", Kind.NODE);
    NodeDocument changed = (NodeDocument) read("changed", Kind.NODE);
    assertThat(newer.standby()).hasSize(2);
    assertThat(changed.standby()).isEmpty();
    assertThat(changed.maintenance()).isEqualTo(newer.maintenance());
    assertThat(changed.attributes()).isEqualTo(newer.attributes());
    assertThat(changed.change())
        .isEqualTo(
            new ChangeNote("old", "pk node unstandby", Instant.parse("2026-05-05T05:05:05Z")));
  }

  @Test
  void whatItDeclaresTakesNothingAwayFromWhatItDoesNotKnow() throws IOException {
    ConfigDocument newer = (ConfigDocument) read("newer", Kind.CONFIG);
    ConfigDocument changed = (ConfigDocument) read("changed", Kind.CONFIG);
    assertThat(changed.applications()).containsKeys("old").hasSize(newer.applications().size() + 1);
    assertThat(changed.nodes()).isNotNull().isEqualTo(newer.nodes());
    assertThat(changed.participation()).isNotEmpty().isEqualTo(newer.participation());
    assertThat(changed.constraints()).isNotEmpty().isEqualTo(newer.constraints());
    assertThat(changed.featureSet()).isEqualTo(newer.featureSet());
    assertThat(changed.change())
        .isEqualTo(new ChangeNote("old", "join of old", Instant.parse("2026-05-05T05:05:05Z")));
  }

  private static void requireAllOf(JsonNode wanted, JsonNode actual, String where) {
    if (!wanted.isObject()) {
      assertThat(actual).as(where).isEqualTo(wanted);
      return;
    }
    for (Map.Entry<String, JsonNode> field : wanted.properties()) {
      String path = where + "." + field.getKey();
      assertThat(actual.get(field.getKey())).as(path).isNotNull();
      requireAllOf(field.getValue(), actual.get(field.getKey()), path);
    }
  }

  private static Document read(String folder, Kind kind) throws IOException {
    return DocumentFormat.read(kind, Fields.of(json(folder, kind)));
  }

  private static ObjectNode json(String folder, Kind kind) throws IOException {
    String name =
        "/feature-set-1/%s/%s.json".formatted(folder, kind.name().toLowerCase(Locale.ROOT));
    try (InputStream file = FeatureSetOneTest.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IOException("there is no " + name);
      }
      return DocumentFormat.parse(file.readAllBytes());
    }
  }
}
