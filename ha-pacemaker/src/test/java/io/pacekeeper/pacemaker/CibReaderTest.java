package io.pacekeeper.pacemaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pacekeeper.core.policy.model.Attribute;
import io.pacekeeper.core.policy.model.CloneDefinition;
import io.pacekeeper.core.policy.model.LocationDefinition;
import io.pacekeeper.core.policy.model.PolicyInput;
import io.pacekeeper.core.policy.model.PrimitiveDefinition;
import io.pacekeeper.core.policy.model.Tag;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CibReaderTest {
  private static final String DUMMY = "class=\"ocf\" provider=\"pacemaker\" type=\"Dummy\"";

  @Test
  void readsNodesResourcesAndConstraintsInTheirOrder() throws Exception {
    PolicyInput input =
        read(
            "<node id=\"2\" uname=\"beta\"/><node id=\"1\" uname=\"alpha\"/>",
            "<primitive id=\"b\" " + DUMMY + "/><primitive id=\"a\" " + DUMMY + "/>",
            "<rsc_location id=\"l2\" rsc=\"b\" node=\"alpha\" score=\"1\"/>"
                + "<rsc_location id=\"l1\" rsc=\"a\" node=\"beta\" score=\"INFINITY\"/>",
            "");

    assertThat(input.nodes()).extracting("name").containsExactly("beta", "alpha");
    assertThat(input.resources()).extracting("id").containsExactly("b", "a");
    assertThat(input.constraints()).extracting("id").containsExactly("l2", "l1");
    assertThat(input.constraints().get(1))
        .isInstanceOfSatisfying(
            LocationDefinition.class,
            location -> assertThat(location.score()).isEqualTo("INFINITY"));
    assertThat(input.header().haveQuorum()).isTrue();
  }

  @Test
  void takesAnyWordForAPanicAsPacemakerDoes() throws Exception {
    for (String word : List.of("1", "true", "false")) {
      assertThat(panics(" no-quorum-panic=\"" + word + '"')).as(word).isTrue();
    }
    assertThat(panics(" no-quorum-panic=\"0\"")).isFalse();
    assertThat(panics("")).isFalse();
  }

  private static boolean panics(String attribute) throws Exception {
    return readText("<cib validate-with=\"pacemaker-3.9\"" + attribute + "><configuration/></cib>")
        .header()
        .noQuorumPanic();
  }

  @Test
  void mergesATemplateIntoWhatIsMadeFromIt() throws Exception {
    PolicyInput input =
        read(
            "",
            "<template id=\"t\" "
                + DUMMY
                + "><meta_attributes id=\"tm\"><nvpair id=\"tm1\" name=\"priority\""
                + " value=\"3\"/></meta_attributes><operations><op id=\"tmon\" name=\"monitor\""
                + " interval=\"9s\"/><op id=\"tstop\" name=\"stop\" interval=\"0\"/></operations>"
                + "</template><primitive id=\"a\" template=\"t\"><operations><op id=\"amon\""
                + " name=\"monitor\" interval=\"5s\"/></operations></primitive>",
            "",
            "");

    PrimitiveDefinition made = (PrimitiveDefinition) input.resources().get(0);
    assertThat(made.type()).isEqualTo("Dummy");
    assertThat(made.meta()).extracting("id").containsExactly("tm");
    assertThat(made.operations()).extracting("id").containsExactly("amon", "tstop");
    assertThat(input.tags()).containsExactly(new Tag("t", true, List.of("a")));
  }

  @Test
  void followsReferencesToSetsAndRules() throws Exception {
    PolicyInput input =
        read(
            "",
            "<primitive id=\"a\" "
                + DUMMY
                + "><instance_attributes id=\"p\"><nvpair id=\"p1\" name=\"k\" value=\"v\"/>"
                + "</instance_attributes></primitive><primitive id=\"b\" "
                + DUMMY
                + "><instance_attributes id-ref=\"p\"/></primitive>",
            "<rsc_location id=\"l1\" rsc=\"a\"><rule id=\"r\" score=\"1\"><expression id=\"e\""
                + " attribute=\"x\" operation=\"defined\"/></rule></rsc_location>"
                + "<rsc_location id=\"l2\" rsc=\"b\"><rule id-ref=\"r\"/></rsc_location>",
            "");

    assertThat(input.resources().get(1).parameters())
        .isEqualTo(input.resources().get(0).parameters());
    assertThat(((LocationDefinition) input.constraints().get(1)).rules())
        .isEqualTo(((LocationDefinition) input.constraints().get(0)).rules());
  }

  @Test
  void takesTheOldWordForPromotableClones() throws Exception {
    PolicyInput input =
        read("", "<master id=\"m\"><primitive id=\"a\" " + DUMMY + "/></master>", "", "");

    assertThat(input.resources().get(0))
        .isInstanceOfSatisfying(
            CloneDefinition.class, clone -> assertThat(clone.master()).isTrue());
  }

  @Test
  void readsWhatANodeRemembers() throws Exception {
    PolicyInput input =
        read(
            "",
            "",
            "",
            "<node_state id=\"1\" uname=\"alpha\" in_ccm=\"true\" crmd=\"online\"><lrm id=\"1\">"
                + "<lrm_resources><lrm_resource id=\"a\" type=\"Dummy\" class=\"ocf\">"
                + "<lrm_rsc_op id=\"a_last_0\" operation=\"start\" interval=\"0\" call-id=\"7\""
                + " rc-code=\"0\" op-status=\"0\"/></lrm_resource></lrm_resources></lrm>"
                + "</node_state>");

    var record = input.status().get(0).history().get(0).operations().get(0);
    assertThat(record.callId()).isEqualTo(7);
    assertThat(record.key()).as("without an operation_key").isEqualTo("a_last_0");
    assertThat(record.lastChange()).as("not written").isEqualTo(-1);
  }

  @Test
  void refusesWhatIsCutOff() {
    String whole = cib("<node id=\"1\" uname=\"alpha\"/>", "", "", "");

    assertThatThrownBy(() -> readText(whole.substring(0, whole.length() / 2)))
        .isInstanceOf(InvalidCibException.class)
        .hasMessageContaining("not well-formed XML at line 1")
        .hasMessageContaining("take it anew");
    assertThatThrownBy(() -> readText("")).isInstanceOf(InvalidCibException.class);
  }

  @Test
  void refusesWhatIsNotUtf8AndPrintsNothing() {
    byte[] damaged = cib("", "", "", "").getBytes(StandardCharsets.UTF_8);
    damaged[30] = (byte) 0xff;

    assertThatThrownBy(() -> new CibReader().read(new ByteArrayInputStream(damaged)))
        .isInstanceOf(InvalidCibException.class)
        .hasMessageContaining("not well-formed XML");
  }

  @Test
  void refusesAnotherRootAndAPart() {
    assertThatThrownBy(() -> readText("<configuration/>"))
        .hasMessageContaining("first element is <configuration>, and should be <cib>");
    assertThatThrownBy(() -> readText("<cib validate-with=\"pacemaker-3.9\"><status/></cib>"))
        .hasMessageContaining("has no <configuration>");
  }

  @Test
  void refusesASchemaThatIsNotKnown() {
    assertThatThrownBy(() -> readText("<cib validate-with=\"pacemaker-4.0\"/>"))
        .hasMessageContaining("\"pacemaker-4.0\", which is not known");
    assertThatThrownBy(() -> readText("<cib/>")).hasMessageContaining("needs validate-with");
  }

  @Test
  void readsAnySchemaUpToItsNewestAndNone() throws Exception {
    for (String schema :
        List.of("none", "pacemaker-1.0", "pacemaker-1.3", "pacemaker-2.10", "pacemaker-3.9")) {
      String text = cib("", "", "", "").replace("pacemaker-3.9", schema);
      assertThat(readText(text).resources()).as(schema).isEmpty();
    }
  }

  @Test
  void givesWhatAnOldSchemaNamesOtherwiseItsNameOfToday() throws Exception {
    String text =
        cib(
                "<node id=\"1\" uname=\"n\" type=\"normal\"/>",
                "<primitive id=\"a\" "
                    + DUMMY
                    + "><operations><op id=\"s\" name=\"start\" interval=\"0\""
                    + " requires=\"nothing\"/></operations></primitive>",
                "",
                "")
            .replace(
                "<crm_config/>",
                "<crm_config><cluster_property_set id=\"o\"><nvpair id=\"o1\""
                    + " name=\"stonith_enabled\" value=\"false\"/><nvpair id=\"o2\""
                    + " name=\"default-resource-stickiness\" value=\"5\"/>"
                    + "</cluster_property_set></crm_config>");

    PolicyInput old = readText(text.replace("pacemaker-3.9", "pacemaker-1.2"));
    assertThat(old.options().get(0).attributes())
        .containsExactly(new Attribute("stonith-enabled", "false"));
    assertThat(old.resourceDefaults().get(0).attributes())
        .containsExactly(new Attribute("resource-stickiness", "5"));
    assertThat(old.nodes().get(0).type()).isEqualTo("member");
    assertThat(old.resources().get(0).meta().get(0).attributes())
        .containsExactly(new Attribute("requires", "nothing"));

    assertThat(readText(text).options().get(0).attributes())
        .as("of today's schema nothing is changed")
        .contains(new Attribute("stonith_enabled", "false"));
  }

  @Test
  void refusesADocumentTypeAndSoAnyBombOfEntities() {
    String bomb =
        "<?xml version=\"1.0\"?><!DOCTYPE cib [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b"
            + " \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]><cib validate-with=\"pacemaker-3.9\""
            + " dc-uuid=\"&b;\"/>";

    assertThatThrownBy(() -> readText(bomb)).hasMessageContaining("document type declaration");
  }

  @Test
  void refusesWhatIsLongerThanItMayBe() {
    String start = "<cib validate-with=\"pacemaker-3.9\"><configuration><nodes>";
    InputStream endless = new Endless(start, "<node id=\"1\" uname=\"alpha\"/>");

    assertThatThrownBy(() -> new CibReader(CibLimits.DEFAULT.withBytes(100_000)).read(endless))
        .isInstanceOf(InvalidCibException.class)
        .hasMessageContaining("longer than 100000 bytes")
        .hasMessageContaining("raise the limit");
  }

  @Test
  void refusesTooManyElementsAndTooDeepOnes() {
    String many = cib("<node id=\"1\" uname=\"alpha\"/>".repeat(50), "", "", "");
    assertThatThrownBy(() -> read(many, CibLimits.DEFAULT.withElements(40)))
        .hasMessageContaining("more than 40 elements");

    String deep = cib("", "<group id=\"g\">".repeat(80), "", "");
    assertThatThrownBy(() -> readText(deep)).hasMessageContaining("nested deeper than 64");
  }

  @Test
  void refusesWhatNobodyKnowsOrSkipsIt() throws Exception {
    String odd = cib("", "<gadget id=\"x\"><primitive id=\"y\"/></gadget>", "", "");

    assertThatThrownBy(() -> readText(odd))
        .hasMessageContaining("<gadget id=\"x\"> in <resources>, which is not known there");
    CibLimits skipping = CibLimits.DEFAULT.withUnknownElements(CibLimits.UnknownElements.SKIP);
    assertThat(read(odd, skipping).resources()).isEmpty();
  }

  @Test
  void refusesBundlesRemoteAndGuestNodesByName() {
    assertThatThrownBy(() -> read("", "<bundle id=\"http\"/>", "", ""))
        .hasMessageContaining("the bundle \"http\"");
    assertThatThrownBy(() -> read("<node id=\"r\" type=\"remote\"/>", "", "", ""))
        .hasMessageContaining("the remote node \"r\"");
    String remote = "<primitive id=\"r\" class=\"ocf\" provider=\"pacemaker\" type=\"remote\"/>";
    assertThatThrownBy(() -> read("", remote, "", "")).hasMessageContaining("remote node \"r\"");
    String guest =
        "<primitive id=\"vm\" "
            + DUMMY
            + "><meta_attributes id=\"m\"><nvpair id=\"m1\" name=\"remote-node\" value=\"g\"/>"
            + "</meta_attributes></primitive>";
    assertThatThrownBy(() -> read("", guest, "", ""))
        .hasMessageContaining("guest node of the primitive \"vm\"");
  }

  @Test
  void refusesARuleThatContainsItself() {
    String rule =
        "<rsc_location id=\"l\" rsc=\"a\"><rule id=\"r\" score=\"1\"><rule id-ref=\"r\"/></rule>"
            + "</rsc_location>";

    assertThatThrownBy(() -> read("", "", rule, ""))
        .hasMessageContaining("\"r\" of the CIB contains itself");
  }

  @Test
  void refusesReferencesThatMultiply() {
    StringBuilder rules = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      rules.append("<rsc_location id=\"l").append(i).append("\" rsc=\"a\"><rule id=\"r").append(i);
      rules.append("\" score=\"1\">");
      rules.append(("<rule id-ref=\"r" + (i + 1) + "\"/>").repeat(2));
      rules.append("</rule></rsc_location>");
    }

    assertThatThrownBy(() -> read("", "", rules.toString(), ""))
        .hasMessageContaining("References and templates make the CIB longer");
  }

  private static PolicyInput read(String nodes, String resources, String constraints, String status)
      throws InvalidCibException, IOException {
    return readText(cib(nodes, resources, constraints, status));
  }

  @Test
  void whatNothingIsDecidedByIsNamed() throws Exception {
    String text =
        cib(
                "<node id=\"1\" uname=\"a\" description=\"x\"/>",
                "",
                "",
                "<node_state id=\"1\" uname=\"a\" ha=\"active\"/>"
                    + "<node_state id=\"2\" uname=\"b\" ha=\"active\"/>")
            .replace("</configuration>", "<acls/><alerts/></configuration>");
    List<String> leftOut = new ArrayList<>();

    new CibReader()
        .read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), leftOut::add);

    assertThat(leftOut)
        .containsExactly(
            "the attribute description of <node>",
            "the attribute ha of <node_state>",
            "<acls>",
            "<alerts>");
  }

  private static PolicyInput readText(String text) throws InvalidCibException, IOException {
    return read(text, CibLimits.DEFAULT);
  }

  private static PolicyInput read(String text, CibLimits limits)
      throws InvalidCibException, IOException {
    return new CibReader(limits)
        .read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String cib(String nodes, String resources, String constraints, String status) {
    return "<cib validate-with=\"pacemaker-3.9\" have-quorum=\"1\"><configuration><crm_config/>"
        + "<nodes>"
        + nodes
        + "</nodes><resources>"
        + resources
        + "</resources><constraints>"
        + constraints
        + "</constraints></configuration><status>"
        + status
        + "</status></cib>";
  }

  /** A stream that begins in one way and then goes on in another, without end. */
  private static final class Endless extends InputStream {
    private final byte[] start;
    private final byte[] more;
    private int at;

    Endless(String start, String more) {
      this.start = start.getBytes(StandardCharsets.UTF_8);
      this.more = more.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      for (int i = 0; i < length; i++) {
        buffer[offset + i] = (byte) read();
      }
      return length;
    }

    @Override
    public int read() {
      int position = at++;
      return position < start.length
          ? start[position]
          : more[(position - start.length) % more.length];
    }
  }
}
