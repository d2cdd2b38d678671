package io.pacekeeper.pacemaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.core.policy.model.PolicyInput;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CibWriterTest {
  private static final String EVERYTHING =
      """
      <cib crm_feature_set="3.16.1" validate-with="pacemaker-3.9" have-quorum="1" dc-uuid="1"
          execution-date="1700000000" no-quorum-panic="1">
        <configuration>
          <crm_config><cluster_property_set id="cib-bootstrap-options">
            <nvpair id="o1" name="stonith-enabled" value="false"/>
          </cluster_property_set></crm_config>
          <nodes><node id="1" uname="alpha" score="5"><utilization id="u">
            <nvpair id="u1" name="cpu" value="4"/></utilization></node></nodes>
          <resources>
            <clone id="c"><meta_attributes id="cm"><nvpair id="cm1" name="promotable"
                value="true"/></meta_attributes>
              <group id="g"><primitive id="a" class="ocf" provider="pacemaker" type="Stateful">
                <instance_attributes id="p" score="3"><rule id="pr" boolean-op="or" score="0">
                  <date_expression id="pd" operation="date_spec"><date_spec id="ps" hours="9-16"
                    weekdays="1-5"/></date_expression>
                  <date_expression id="pe" operation="in_range" start="2030-01-01"><duration
                    id="pu" months="2"/></date_expression></rule>
                  <nvpair id="p1" name="text" value="a &lt;b&gt; &quot;c&quot;&#10;d &amp; é"/>
                </instance_attributes>
                <operations><op id="m" name="monitor" interval="10s" on-fail="restart">
                  <meta_attributes id="mm"><nvpair id="mm1" name="timeout" value="5s"/>
                  </meta_attributes></op></operations></primitive></group></clone>
            <primitive id="b" class="lsb" type="thing"/>
          </resources>
          <constraints>
            <rsc_location id="l" rsc-pattern="^b$" resource-discovery="never"><rule id="lr"
              score-attribute="weight" role="Promoted"><expression id="le" attribute="#uname"
              operation="eq" value="alpha" type="string" value-source="literal"/></rule>
              </rsc_location>
            <rsc_colocation id="k" score="INFINITY"><resource_set id="ks" sequential="false"
              role="Promoted"><resource_ref id="a"/><resource_ref id="b"/></resource_set>
              </rsc_colocation>
            <rsc_order id="d" first="c" then="b" first-action="promote" kind="Optional"
              symmetrical="false" require-all="false"><lifetime><rule id="dr" score="0">
              <date_expression id="de" operation="gt" start="2020-01-01"/></rule></lifetime>
              </rsc_order>
            <rsc_ticket id="t" rsc="b" rsc-role="Promoted" ticket="T" loss-policy="fence"/>
          </constraints>
          <rsc_defaults><meta_attributes id="rd"><rule id="rr" score="0"><rsc_expression id="re"
            class="ocf" provider="pacemaker" type="Dummy"/></rule><nvpair id="rd1"
            name="resource-stickiness" value="1"/></meta_attributes></rsc_defaults>
          <op_defaults><meta_attributes id="od"><rule id="or" score="0"><op_expression id="oe"
            name="monitor" interval="10s"/></rule><nvpair id="od1" name="timeout" value="9s"/>
            </meta_attributes></op_defaults>
          <tags><tag id="tag"><obj_ref id="a"/><obj_ref id="b"/></tag></tags>
        </configuration>
        <status>
          <tickets><ticket_state id="T" granted="true" standby="true"/></tickets>
          <node_state id="1" uname="alpha" in_ccm="true" crmd="online" join="member"
            expected="member"><transient_attributes id="1"><instance_attributes id="ta"><nvpair
            id="ta1" name="fail-count-a#monitor_10000" value="1"/></instance_attributes>
            </transient_attributes><lrm id="1"><lrm_resources><lrm_resource id="b" class="lsb"
            type="thing" container="x" shutdown-lock="1699999999"><lrm_rsc_op id="b_last_0"
            operation_key="b_migrate_to_0" operation="migrate_to" interval="0" call-id="3"
            rc-code="0" op-status="0" transition-key="1:2:0:u" transition-magic="0:0;1:2:0:u"
            last-rc-change="1699999998" last-run="1699999997" exec-time="12" queue-time="3"
            migrate_source="alpha" migrate_target="beta"
            on_node="alpha" exit-reason="none" crm_feature_set="3.16.1" op-digest="d"
            op-force-restart=" r " op-restart-digest="e" op-secure-params=" s "
            op-secure-digest="f"/></lrm_resource></lrm_resources></lrm></node_state>
        </status>
      </cib>
      """;

  private static final String TEMPLATES =
      """
      <cib crm_feature_set="3.16.1" validate-with="pacemaker-3.9">
        <configuration><crm_config/><nodes/>
          <resources>
            <template id="t" class="ocf" provider="pacemaker" type="Dummy">
              <meta_attributes id="ts"><nvpair id="ts1" name="priority" value="1"/></meta_attributes>
              <operations><op id="tm" name="monitor" interval="10s"/><op id="tt" name="start"
                interval="0" timeout="5s"/></operations></template>
            <template id="once" class="lsb" type="thing"><operations><op id="om" name="monitor"
                interval="9s"/></operations></template>
            <template id="unused" class="ocf" provider="pacemaker" type="Dummy"/>
            <primitive id="one" template="t"><operations><op id="m1" name="start" interval="0"
                timeout="9s"/></operations></primitive>
            <clone id="c"><primitive id="two" template="t"><meta_attributes id="w"><nvpair id="w1"
                name="priority" value="2"/></meta_attributes></primitive></clone>
            <primitive id="three" template="once"/>
          </resources>
          <constraints><rsc_location id="l" rsc="t" node="n" score="1"/></constraints>
        </configuration><status/></cib>
      """;

  @Test
  void whatIsWrittenIsReadAsTheSame() throws Exception {
    PolicyInput input = read(EVERYTHING);

    String written = new CibWriter().write(input);

    assertThat(read(written)).isEqualTo(input);
  }

  @Test
  void noIdIsWrittenTwice() throws Exception {
    PolicyInput input =
        read(
            EVERYTHING.replace(
                "<primitive id=\"b\" class=\"lsb\" type=\"thing\"/>",
                "<primitive id=\"b\" class=\"lsb\" type=\"thing\"><instance_attributes"
                    + " id-ref=\"p\"/></primitive>"));

    String written = new CibWriter().write(input);

    assertThat(written).containsOnlyOnce("<instance_attributes id=\"p\"");
    assertThat(written).containsOnlyOnce("<instance_attributes id-ref=\"p\"");
    assertThat(read(written)).isEqualTo(input);
  }

  @Test
  void whatATemplateHasIsWrittenOnce() throws Exception {
    PolicyInput input = read(TEMPLATES);

    String written = new CibWriter().write(input);

    assertThat(read(written)).isEqualTo(input);
    assertThat(written).containsOnlyOnce("id=\"ts\"");
    assertThat(written).containsOnlyOnce("id=\"tm\"");
    assertThat(written).contains("<primitive id=\"one\" template=\"t\">");
    assertThat(written).contains("<template id=\"unused\" class=\"ocf\"");
  }

  @Test
  void operationsThatSeveralResourcesShareAreWrittenOnce() throws Exception {
    PolicyInput input =
        read(
            TEMPLATES.replace(
                "<clone id=\"c\">",
                """
                <primitive id="x" class="lsb" type="x"><operations id="shared"><op id="xm"
                  name="monitor" interval="7s"/></operations></primitive>
                <primitive id="y" class="lsb" type="y"><operations id-ref="shared"/></primitive>
                <clone id="c">"""));

    String written = new CibWriter().write(input);

    assertThat(read(written)).isEqualTo(input);
    assertThat(written).containsOnlyOnce("id=\"xm\"");
  }

  private static PolicyInput read(String text) throws Exception {
    return new CibReader().read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
