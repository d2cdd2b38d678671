package io.pacekeeper.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pacekeeper.api.OnFail;
import io.pacekeeper.api.OperationDefinition;
import io.pacekeeper.api.Resource;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.Role;
import io.pacekeeper.api.TargetRole;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.testkit.SampleDocuments;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DocumentFormatTest {
  private static final String LEASE =
      "{'type':'lease','format':1,'state':'held','incarnation':'i1','length':'PT20S','margin':'PT2S'}";

  @ParameterizedTest
  @EnumSource
  void everyDocumentIsReadAsItWasWritten(Kind kind) {
    Document document = sample(kind);
    byte[] bytes = DocumentFormat.bytes(DocumentFormat.write(document));
    assertThat(read(kind, bytes)).isEqualTo(document);
  }

  @ParameterizedTest
  @EnumSource
  void nothingOfADocumentCountsAsUnknown(Kind kind) {
    Fields fields = Fields.of(DocumentFormat.write(sample(kind)));
    DocumentFormat.read(kind, fields);
    assertThat(fields.extras()).isEqualTo(Extras.NONE);
  }

  @Test
  void aResourceWithEveryDefaultTakesNoMoreThanItsName() {
    SortedMap<String, ResourceDefinition> resources = new TreeMap<>();
    resources.put("ledger", ResourceDefinition.ofDefaults("ledger"));
    ConfigDocument config = config(resources);
    assertThat(text(config))
        .isEqualTo(
            "{'type':'config','format':1,'featureSet':4,'options':{},"
                + "'applications':{'shop':{'version':1,'resources':{'ledger':{}}}}}");
    assertThat(read(Kind.CONFIG, text(config))).isEqualTo(config);
  }

  /** What they make of it: a restart where it is demoted, and started whatever its role. */
  @Test
  void wordsThatCameLaterAreWrittenSoThatOlderVersionsCanReadThem() {
    Duration second = Duration.ofSeconds(1);
    SortedMap<String, ResourceDefinition> resources = new TreeMap<>();
    resources.put(
        "db",
        Resource.whileRunning("db", () -> {})
            .targetRole(TargetRole.UNPROMOTED)
            .promotable(c -> c.promote(new OperationDefinition(second, OnFail.DEMOTE)))
            .monitor(second, second, OnFail.DEMOTE, Role.PROMOTED)
            .build()
            .definition());
    ConfigDocument config = config(resources);
    assertThat(text(config))
        .contains("'role':'unpromoted'")
        .contains("'onFail':'restart','demotes':true,'role':'promoted'")
        .contains("'promote':{'timeout':'PT1S','demotes':true}")
        .doesNotContain("'demote'");
    assertThat(read(Kind.CONFIG, text(config))).isEqualTo(config);
    String older = text(config).replace(",'demotes':true", "").replace("'role':'unpromoted',", "");
    ResourceDefinition db =
        ((ConfigDocument) read(Kind.CONFIG, older))
            .applications()
            .get("shop")
            .resources()
            .get("db");
    assertThat(db.targetRole()).isEqualTo(TargetRole.STARTED);
    assertThat(db.monitors().get(0).onFail()).isEqualTo(OnFail.RESTART);
  }

  @Test
  void aLeaseIsReadableForPeople() {
    assertThat(read(Kind.LEASE, LEASE)).extracting(DocumentFormatTest::text).isEqualTo(LEASE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                                        | it is empty
          {                                                         | it is not JSON: Unexpected end-of-input
          [1]                                                       | it is not a JSON object
          {"type":"lease","type":"lease"}                           | it is not JSON: Duplicate field 'type'
          {"type":"lease"} x                                        | it is not JSON: Unrecognized token 'x'
          {}                                                        | the field 'type' is missing
          {"type":"term","format":1}                                | it should be of type 'lease', but is of type 'term'
          {"type":"lease","format":2}                               | it has the format 2, and this version understands up to 1
          {"type":"lease","format":"1"}                             | the field 'format' should be a whole number of at most 32 bits, but is of type string
          {"type":"lease","format":1,"state":"Held"}                | the field 'state' should be one of held, ending, released, revoked, dead, but is 'Held'
          {"type":"lease","format":1,"state":"held","incarnation":7}| the field 'incarnation' should be text, but is of type number
          {"type":"lease","format":1,"state":"held","incarnation":"i","length":"20s"}| the field 'length' should be a duration such as PT20S, but is '20s'
          {"type":"lease","format":1,"state":"held","incarnation":"i","length":"PT0S","margin":"PT1S"}| a lease needs a length above zero
          """)
  void whatCannotBeUnderstoodIsOneSentence(String json, String problem) {
    assertThatThrownBy(() -> read(Kind.LEASE, json.getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            RuntimeException.class,
            e -> assertThat(DocumentFormat.problem(e)).startsWith(problem).doesNotContain("\n"));
  }

  @Test
  void aWrongFieldDeepInsideIsNamedWithItsPath() {
    String json =
        "{'type':'config','format':1,'applications':{'shop':{'version':1,'resources':"
            + "{'ledger':{'monitors':[{'interval':'PT2S','timeout':'soon'}]}}}}}";
    assertThatThrownBy(() -> read(Kind.CONFIG, json))
        .hasMessage(
            "the field 'applications.shop.resources.ledger.monitors[0].timeout' should be a duration"
                + " such as PT20S, but is 'soon'");
  }

  @Test
  void whatALaterVersionAddedSurvivesBeingWrittenByThisOne() {
    String later =
        "{'type':'config','format':1,'featureSet':4,'options':{'maintenanceMode':true,'placement':'utilization'},"
            + "'applications':{'shop':{'version':1,'resources':"
            + "{'cache':{'after':'ledger'},'ledger':{'priority':5,'cloned':{'max':3}}},"
            + "'region':[1.50,null]}},'tickets':{'a':true}}";
    Fields fields = Fields.of(DocumentFormat.parse(json(later)));
    DocumentFormat.read(Kind.CONFIG, fields);

    SortedMap<String, ResourceDefinition> resources = new TreeMap<>();
    resources.put("ledger", ResourceDefinition.ofDefaults("ledger"));
    resources.put("mail", ResourceDefinition.ofDefaults("mail"));
    ObjectNode written = DocumentFormat.write(config(resources));
    fields.extras().addTo(written);

    assertThat(text(DocumentFormat.bytes(written)))
        .as("what is unknown is kept, what is known is as it was written, and 'cache' is gone")
        .isEqualTo(
            "{'type':'config','format':1,'featureSet':4,'options':{'placement':'utilization'},"
                + "'applications':{'shop':{'version':1,'resources':"
                + "{'ledger':{'cloned':{'max':3}},'mail':{}},'region':[1.50,null]}},"
                + "'tickets':{'a':true}}");
  }

  /** A flipped bit may well leave a document that can be read; it never does any other harm. */
  @ParameterizedTest
  @EnumSource
  void noDamageDoesMoreThanMakeADocumentUnreadable(Kind kind) {
    byte[] whole = DocumentFormat.bytes(DocumentFormat.write(sample(kind)));
    int unreadable = 0;
    for (int length = 0; length < whole.length; length++) {
      assertThat(survives(kind, Arrays.copyOf(whole, length))).as("cut to %s", length).isFalse();
    }
    Random random = new Random(42);
    for (int i = 0; i < 5_000; i++) {
      byte[] damaged = whole.clone();
      for (int flips = random.nextInt(3); flips >= 0; flips--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      unreadable += survives(kind, damaged) ? 0 : 1;
    }
    assertThat(unreadable).isGreaterThan(500);
  }

  /** Returns whether something can be read; fails on whatever is not one short line. */
  private static boolean survives(Kind kind, byte[] bytes) {
    try {
      read(kind, bytes);
      return true;
    } catch (RuntimeException e) {
      assertThat(DocumentFormat.problem(e)).isNotBlank().hasSizeLessThan(400).doesNotContain("\n");
      return false;
    }
  }

  private static ConfigDocument config(SortedMap<String, ResourceDefinition> resources) {
    SortedMap<String, ConfigDocument.Application> applications = new TreeMap<>();
    applications.put("shop", new ConfigDocument.Application(1, resources));
    return new ConfigDocument(
        ConfigDocument.EMPTY.options(), applications, ConfigDocument.EMPTY.overrides(), null);
  }

  private static Document sample(Kind kind) {
    return SampleDocuments.oneOfEachKind().entrySet().stream()
        .filter(entry -> entry.getKey().kind() == kind)
        .map(Map.Entry<DocumentKey, Document>::getValue)
        .findFirst()
        .orElseThrow();
  }

  private static Document read(Kind kind, String json) {
    return read(kind, json(json));
  }

  private static Document read(Kind kind, byte[] bytes) {
    return DocumentFormat.read(kind, Fields.of(DocumentFormat.parse(bytes)));
  }

  private static byte[] json(String withSingleQuotes) {
    return withSingleQuotes.replace('\'', '"').getBytes(UTF_8);
  }

  private static String text(Document document) {
    return text(DocumentFormat.bytes(DocumentFormat.write(document)));
  }

  private static String text(byte[] json) {
    return new String(json, UTF_8).replace('"', '\'');
  }
}
