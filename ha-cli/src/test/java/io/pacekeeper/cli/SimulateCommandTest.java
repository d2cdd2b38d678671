package io.pacekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pk simulate} on a small cluster of two nodes on which one resource runs. */
class SimulateCommandTest {
  private static final String CIB =
      """
      <cib crm_feature_set="3.16.1" validate-with="pacemaker-3.9" have-quorum="1" dc-uuid="1"
          execution-date="1700000000">
        <configuration>
          <crm_config>
            <cluster_property_set id="cib-bootstrap-options">
              <nvpair id="o1" name="stonith-enabled" value="false"/>
            </cluster_property_set>
          </crm_config>
          <nodes><node id="1" uname="n1"/><node id="2" uname="n2"/></nodes>
          <resources>
            <primitive id="web" class="ocf" provider="pacemaker" type="Dummy">
              <operations><op id="m" name="monitor" interval="10s"/></operations>
            </primitive>
          </resources>
          <constraints/>
        </configuration>
        <status>
          <node_state id="1" uname="n1" in_ccm="true" crmd="online" join="member" expected="member">
            <lrm id="1"><lrm_resources>
              <lrm_resource id="web" class="ocf" provider="pacemaker" type="Dummy">
                <lrm_rsc_op id="web_last_0" operation_key="web_start_0" operation="start"
                    interval="0" transition-key="1:1:0:u" transition-magic="0:0;1:1:0:u"
                    call-id="1" rc-code="0" op-status="0" last-rc-change="1690000000"
                    op-digest="f2317cad3d54cec5d7d7aa7d0bf35cf8"/>
              </lrm_resource>
            </lrm_resources></lrm>
          </node_state>
          <node_state id="2" uname="n2" in_ccm="true" crmd="online" join="member" expected="member">
            <lrm id="2"><lrm_resources>
              <lrm_resource id="web" class="ocf" provider="pacemaker" type="Dummy">
                <lrm_rsc_op id="web_last_0" operation_key="web_monitor_0" operation="monitor"
                    interval="0" transition-key="1:1:7:u" transition-magic="0:7;1:1:7:u"
                    call-id="1" rc-code="7" op-status="0" last-rc-change="1690000000"/>
              </lrm_resource>
            </lrm_resources></lrm>
          </node_state>
        </status>
      </cib>
      """;

  @TempDir private Path folder;
  private String file = "";

  @BeforeEach
  void writeTheCib() throws IOException {
    file = Files.writeString(folder.resolve("two.xml"), CIB).toString();
  }

  @Test
  void whatWouldBeDoneIsSaidBetweenTheStatusBeforeAndAfter() {
    Run run = simulate(file);

    assertThat(run.status()).isEqualTo(Pk.DONE);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("Current cluster status:\n  * Node List:\n    * Online: [ n1 n2 ]\n")
        .contains("Transition Summary:\n\nExecuting Cluster Transition:\n")
        .contains("  * Resource action: web             monitor=10000 on n1\n")
        .contains("    * web\t(ocf:pacemaker:Dummy):\t Started n1\n");
  }

  @Test
  void aNodeThatGoesLeavesWhatItRanToTheOther() {
    Run run = simulate(file, "--node-down", "n1");

    assertThat(run.out())
        .contains("Performing Requested Modifications:\n  * Taking node n1 offline\n")
        .contains("  * Start      web     (    n2 )\n");
  }

  @Test
  void aNodeInStandbyHandsOver() {
    assertThat(simulate(file, "--standby", "n1").out())
        .contains("  * Move       web     ( n1 -> n2 )\n");
  }

  @Test
  void aFailureIsRecoveredFrom() {
    assertThat(simulate(file, "--fail", "web@n1").out())
        .contains("  * Recover    web     (    n1 )\n");
  }

  @Test
  void anOptionHasItsConsequences() {
    assertThat(simulate(file, "--set", "stop-all-resources=true").out())
        .contains("  * Stop       web     (    n1 )  due to node availability\n");
  }

  @Test
  void withoutQuorumEverythingStops() {
    assertThat(simulate(file, "--quorum", "false").out())
        .contains("Performing Requested Modifications:\n  * Setting quorum: false\n")
        .contains("  * Stop       web     (    n1 )  due to no quorum\n");
  }

  @Test
  void whatIsNotKnownIsRefusedUnlessItIsToBePassedOver() throws IOException {
    Files.writeString(
        Path.of(file), CIB.replace("<constraints/>", "<constraints><moon/></constraints>"));

    assertThat(simulate(file).status()).isEqualTo(Pk.FAILED);
    assertThat(simulate(file).err()).contains("moon").contains("--skip-unknown");
    assertThat(simulate(file, "--skip-unknown").out()).contains("Transition Summary:\n\n");
  }

  @Test
  void aFileThatIsTooLargeIsRefusedWithTheOptionThatLetsItIn() throws IOException {
    Files.writeString(
        Path.of(file), CIB.replace("<constraints/>", "<constraints/>" + " ".repeat(1 << 20)));

    assertThat(simulate(file, "--max-size", "1").err())
        .contains("1048576 bytes")
        .contains("--max-size");
    assertThat(simulate(file, "--max-size", "2").status()).isEqualTo(Pk.DONE);
  }

  @Test
  void aTicketThatIsMissedStopsWhatNeedsIt() throws IOException {
    Files.writeString(
        Path.of(file),
        CIB.replace(
            "<constraints/>",
            "<constraints><rsc_ticket id=\"t\" rsc=\"web\" ticket=\"T\""
                + " loss-policy=\"stop\"/></constraints>"));

    assertThat(simulate(file).out()).contains("  * Stop       web");
    assertThat(simulate(file, "--ticket-grant", "T").out())
        .contains("  * Granting ticket T\n")
        .contains("Transition Summary:\n\n");
    assertThat(simulate(file, "--ticket-grant", "T", "--ticket-standby", "T").out())
        .contains("  * Making ticket T standby\n")
        .contains("  * Stop       web");
  }

  @Test
  void atAnotherTimeOtherRulesHold() throws IOException {
    Files.writeString(
        Path.of(file),
        CIB.replace(
            "<constraints/>",
            "<constraints><rsc_location id=\"l\" rsc=\"web\"><rule id=\"r\" score=\"-INFINITY\">"
                + "<date_expression id=\"d\" operation=\"gt\" start=\"2030-01-01\"/></rule>"
                + "</rsc_location></constraints>"));

    assertThat(simulate(file, "--date", "2031-02-03").out())
        .startsWith("Setting effective cluster time: 2031-02-03\n")
        .doesNotContain("Performing Requested Modifications")
        .contains("  * Stop       web     (    n1 )  due to node availability\n");
    assertThat(simulate(file, "--date", "soon").err()).contains("'soon' is no date");
  }

  @Test
  void theGraphIsDrawn() {
    assertThat(simulate(file, "--dot", "--node-down", "n1").out())
        .startsWith(" digraph \"g\" {\n")
        .contains("\"web_start_0 n2\" -> \"web_monitor_10000 n2\" [ style = bold]\n")
        .endsWith("}\n");
  }

  @Test
  void theScoresAreListed() {
    assertThat(simulate(file, "--scores").out())
        .contains("pcmk__primitive_assign: web allocation score on n1: 0\n");
  }

  @Test
  void theJsonNamesWhereEachResourceIsToBe() throws IOException {
    JsonNode json = new ObjectMapper().readTree(simulate(file, "--json", "--standby", "n1").out());

    assertThat(json.path("complete").asBoolean()).isTrue();
    assertThat(json.path("transition").path(0).asText()).isEqualTo("Move web ( n1 -> n2 )");
    assertThat(json.path("resources").path(0).path("nextNode").asText()).isEqualTo("n2");
    assertThat(json.path("actions")).isNotEmpty();
  }

  @Test
  void everyFileOfAFolderIsDecidedAndABrokenOneIsNamed() throws IOException {
    Files.writeString(folder.resolve("broken.xml"), CIB.substring(0, 300));
    Path out = folder.resolve("out");

    Run run = simulate("--batch", folder.toString(), "--out", out.toString());

    assertThat(run.status()).isEqualTo(Pk.FAILED);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("broken.xml: The CIB is not well-formed XML");
    assertThat(Files.readString(out.resolve("two.summary"))).contains("Transition Summary:");
    assertThat(out.resolve("two.dot")).exists();
    assertThat(out.resolve("two.scores")).exists();
  }

  @Test
  void whatIsNotThereIsNamed() {
    assertThat(simulate(file, "--node-down", "n3"))
        .isEqualTo(
            new Run(Pk.FAILED, "", "pk: " + file + ": there is no node 'n3'; there are n1, n2\n"));
    assertThat(simulate(file, "--fail", "db@n1").err())
        .isEqualTo(
            "pk: "
                + file
                + ": there is no primitive 'db'; of a group or clone, name the member that fails\n");
    assertThat(simulate(file, "--set", "symetric-cluster=false").err())
        .isEqualTo(
            "pk: "
                + file
                + ": there is no cluster option 'symetric-cluster' that decisions depend on\n");
    assertThat(simulate(folder.resolve("none.xml").toString()).err())
        .endsWith("none.xml cannot be read: it is not there\n");
  }

  @Test
  void aPlaceIsExplainedWithWhatIsChangedBefore() throws Exception {
    assertThat(simulate(file, "--explain", "web").out())
        .isEqualTo(
            """
            web is on n1 and stays there.
              n1          0  chosen
              n2          0  is as good as n1, where it is
                               to be here: a location with a score above 0
            """);
    assertThat(simulate(file, "--standby", "n1", "--explain", "web@n1").out())
        .isEqualTo(
            """
            web is to move from n1 to n2: n1 cannot run it: in standby.
              n1  -INFINITY  cannot run it: in standby
                               to be here: end the standby of n1
            """);
    JsonNode json = new ObjectMapper().readTree(simulate(file, "--explain", "web", "--json").out());
    assertThat(json.get("assignedTo").textValue()).isEqualTo("n1");
    assertThat(json.get("nodes").get(1).get("verdict").textValue())
        .isEqualTo("is as good as n1, where it is");
    assertThat(simulate(file, "--explain", "wed").err())
        .isEqualTo("pk: there is no resource wed: there is web\n");
    assertThat(simulate(file, "--explain", "web@n3").err())
        .isEqualTo("pk: there is no node n3: there is n1, n2\n");
    assertThat(simulate(file, "--explain", "web", "--dot").status()).isEqualTo(Pk.NOT_UNDERSTOOD);
  }

  @Test
  void whatMakesNoSenseIsNotUnderstood() {
    assertThat(simulate("--out", "folder").status()).isEqualTo(Pk.NOT_UNDERSTOOD);
    assertThat(simulate(file, "--fail", "web").err())
        .isEqualTo("pk: --fail 'web' is not of the form RESOURCE@NODE; see pk simulate --help\n");
    assertThat(simulate(file, "--dot", "--json").status()).isEqualTo(Pk.NOT_UNDERSTOOD);
    assertThat(simulate(file, "--zookeeper", "localhost:2181"))
        .isEqualTo(
            new Run(
                Pk.NOT_UNDERSTOOD,
                "",
                "pk: what is in files needs no option that says where a cluster is; see pk --help\n"));
  }

  private static Run simulate(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "simulate";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Run.pk(Map.of(), all);
  }
}
