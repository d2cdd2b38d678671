package io.pacekeeper.pacemaker.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A cluster described in few words, made into Pacemaker's XML. A line each, {@code #} and a blank
 * begin a comment:
 *
 * <pre>
 * quorum no
 * option NAME=VALUE...
 * node NAME [online|offline|lost|pending|unseen] [ping] [score=N] [ATTRIBUTE=VALUE...]
 *     [capacity.NAME=N...]
 * transient NODE ATTRIBUTE=VALUE...
 * default META=VALUE...
 * primitive ID [agent=Stateful|fence|lsb] [description=WORD] [META=VALUE...]
 *     [op.TASK[@ROLE]=INTERVAL] [param.NAME=VALUE] [needs.NAME=N] [onfail.TASK=VALUE] [disabled.TASK=ON-FAIL]
 * group ID: MEMBER... [META=VALUE...]
 * clone ID: CHILD [META=VALUE...]
 * tag ID: RESOURCE...
 * location RESOURCE NODE SCORE [ATTRIBUTE=VALUE...]
 * colocation RESOURCE WITH SCORE [ATTRIBUTE=VALUE...]
 * together SCORE RESOURCE... [ATTRIBUTE=VALUE...] [; RESOURCE... [ATTRIBUTE=VALUE...]]...
 * order FIRST THEN [ATTRIBUTE=VALUE...]
 * ticket ID RESOURCE LOSS-POLICY
 * ran NODE RESOURCE TASK[=MILLISECONDS] [rc=N] [expected=N] [pending] [status=N] [age=SECONDS]
 *     [digest=TEXT] [from=NODE to=NODE] [nodeless] [last-failure] [agent=Stateful|fence|lsb] [RECORDED-ATTRIBUTE=VALUE...]
 * show status
 * </pre>
 */
final class ClusterText {
  private static final String DUMMY = "class=\"ocf\" provider=\"pacemaker\" type=\"Dummy\"";
  private static final String STATEFUL = "class=\"ocf\" provider=\"pacemaker\" type=\"Stateful\"";
  private static final String LSB = "class=\"lsb\" type=\"thing\"";
  private static final String DEVICE = "class=\"stonith\" type=\"fence_dummy\"";
  private static final String UUID = "00000000-0000-0000-0000-000000000001";
  private static final String NO_PARAMETERS = "f2317cad3d54cec5d7d7aa7d0bf35cf8";
  private static final String MONITOR_20S = "4811cef7f7f94e3a35a70be7916cb2fd";

  private static final int NOW = 1_700_000_000;
  private static final Set<String> RECORDED =
      Set.of(
          "crm_feature_set",
          "op-restart-digest",
          "op-force-restart",
          "op-secure-digest",
          "op-secure-params",
          "on_node");

  private final Map<String, String> options = new LinkedHashMap<>();
  private final Map<String, List<String>> nodes = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> transients = new LinkedHashMap<>();
  private final Map<String, String> resources = new LinkedHashMap<>();
  private final Map<String, String> agents = new LinkedHashMap<>();
  private final Map<String, String> recordedAgents = new LinkedHashMap<>();
  private final StringBuilder constraints = new StringBuilder();
  private final Map<String, Map<String, StringBuilder>> history = new LinkedHashMap<>();
  private final Map<String, String> defaults = new LinkedHashMap<>();
  private final StringBuilder tags = new StringBuilder();
  private boolean quorum = true;
  private int ids;
  private int calls;

  private ClusterText() {}

  /** Returns the XML of a description. */
  static String toCib(String text) {
    ClusterText cluster = new ClusterText();
    text.lines()
        .map(line -> line.replaceFirst("(^|\\s)#(\\s.*|$)", "").strip())
        .filter(line -> !line.isEmpty())
        .forEach(cluster::read);
    return cluster.cib();
  }

  private void read(String line) {
    List<String> words = new ArrayList<>(List.of(line.split("\\s+")));
    String kind = words.remove(0);
    switch (kind) {
      case "quorum" -> quorum = words.get(0).equals("yes");
      case "option" -> options.putAll(values(words));
      case "node" -> nodes.put(words.remove(0), words);
      case "transient" -> transients.put(words.remove(0), values(words));
      case "default" -> defaults.putAll(values(words));
      case "tag" -> tag(words);
      case "together" -> together(words);
      case "primitive" -> primitive(words.remove(0), values(words));
      case "group" -> collective("group", words);
      case "clone" -> collective("clone", words);
      case "location" ->
          constraints.append(
              String.format(
                  "<rsc_location id=\"l%d\" rsc=\"%s\" node=\"%s\" score=\"%s\"%s/>%n",
                  ids++, words.get(0), words.get(1), words.get(2), attributes(words, 3)));
      case "colocation" ->
          constraints.append(
              String.format(
                  "<rsc_colocation id=\"c%d\" rsc=\"%s\" with-rsc=\"%s\" score=\"%s\"%s/>%n",
                  ids++, words.get(0), words.get(1), words.get(2), attributes(words, 3)));
      case "order" ->
          constraints.append(
              String.format(
                  "<rsc_order id=\"o%d\" first=\"%s\" then=\"%s\"%s/>%n",
                  ids++, words.get(0), words.get(1), attributes(words, 2)));
      case "ticket" ->
          constraints.append(
              String.format(
                  "<rsc_ticket id=\"t%d\" ticket=\"%s\" rsc=\"%s\" loss-policy=\"%s\"/>%n",
                  ids++, words.get(0), words.get(1), words.get(2)));
      case "show" -> {
        // is for whoever shows what was decided
      }
      case "ran" -> ran(words.get(0), words.get(1), words.get(2), words.subList(3, words.size()));
      default -> throw new IllegalArgumentException("no such kind of line: " + line);
    }
  }

  private void tag(List<String> words) {
    tags.append("<tag id=\"").append(words.remove(0).replace(":", "")).append("\">\n");
    words.forEach(word -> tags.append("<obj_ref id=\"").append(word).append("\"/>\n"));
    tags.append("</tag>\n");
  }

  private void together(List<String> words) {
    constraints.append(
        String.format("<rsc_colocation id=\"c%d\" score=\"%s\">%n", ids++, words.get(0)));
    List<String> rest = words.subList(1, words.size());
    for (String set : String.join(" ", rest).split(" ; ", -1)) {
      set(List.of(set.split(" ", -1)));
    }
    constraints.append("</rsc_colocation>\n");
  }

  private void set(List<String> words) {
    List<String> members = words.stream().filter(word -> !word.contains("=")).toList();
    constraints.append(
        String.format("<resource_set id=\"s%d\"%s>%n", ids++, attributes(words, members.size())));
    members.forEach(member -> constraints.append("<resource_ref id=\"" + member + "\"/>\n"));
    constraints.append("</resource_set>\n");
  }

  private static Map<String, String> values(List<String> words) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String word : words) {
      int at = word.indexOf('=');
      values.put(at < 0 ? word : word.substring(0, at), at < 0 ? "" : word.substring(at + 1));
    }
    return values;
  }

  private static String attributes(List<String> words, int from) {
    StringBuilder text = new StringBuilder();
    values(words.subList(from, words.size()))
        .forEach((name, value) -> text.append(String.format(" %s=\"%s\"", name, value)));
    return text.toString();
  }

  private String set(String element, Map<String, String> values) {
    if (values.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder(String.format("<%s id=\"s%d\">", element, ids++));
    values.forEach(
        (name, value) ->
            text.append(
                String.format(
                    "<nvpair id=\"n%d\" name=\"%s\" value=\"%s\"/>", ids++, name, value)));
    return text.append("</").append(element).append(">\n").toString();
  }

  private static Map<String, String> taken(Map<String, String> values, String prefix) {
    Map<String, String> taken = new LinkedHashMap<>();
    values
        .keySet()
        .removeIf(
            name -> {
              if (name.startsWith(prefix)) {
                taken.put(name.substring(prefix.length()), values.get(name));
              }
              return name.startsWith(prefix);
            });
    return taken;
  }

  private static String agent(@Nullable String word) {
    return switch (word == null ? "" : word) {
      case "Stateful" -> STATEFUL;
      case "fence" -> DEVICE;
      case "lsb" -> LSB;
      default -> DUMMY;
    };
  }

  private void primitive(String id, Map<String, String> values) {
    String agent = agent(values.remove("agent"));
    agents.put(id, agent);
    Map<String, String> disabled = taken(values, "disabled.");
    Map<String, String> operations = taken(values, "op.");
    Map<String, String> onFail = taken(values, "onfail.");
    Map<String, String> parameters = taken(values, "param.");
    Map<String, String> needs = taken(values, "needs.");
    String description = values.remove("description");
    StringBuilder text = new StringBuilder("<primitive id=\"" + id + "\" " + agent);
    text.append(description == null ? ">\n" : " description=\"" + description + "\">\n");
    text.append(set("meta_attributes", values));
    text.append(set("instance_attributes", parameters));
    text.append(set("utilization", needs));
    text.append("<operations>\n");
    disabled.forEach(
        (task, onFailure) ->
            text.append(
                String.format(
                    "<op id=\"p%d\" name=\"%s\" interval=\"%s\" on-fail=\"%s\" enabled=\"false\"/>%n",
                    ids++, task, operations.getOrDefault(task, "0"), onFailure)));
    onFail.keySet().forEach(task -> operations.putIfAbsent(task, "0"));
    operations.forEach(
        (name, interval) -> {
          String[] parts = name.split("@", 2);
          text.append(
              String.format(
                  "<op id=\"p%d\" name=\"%s\" interval=\"%s\"", ids++, parts[0], interval));
          text.append(parts.length > 1 ? " role=\"" + parts[1] + '"' : "");
          String value = onFail.get(name);
          text.append(value == null ? "/>\n" : " on-fail=\"" + value + "\"/>\n");
        });
    resources.put(id, text.append("</operations>\n</primitive>\n").toString());
  }

  private void collective(String element, List<String> words) {
    String id = words.remove(0).replace(":", "");
    StringBuilder inside = new StringBuilder();
    Map<String, String> meta = new LinkedHashMap<>();
    for (String word : words) {
      if (word.contains("=")) {
        meta.putAll(values(List.of(word)));
      } else {
        inside.append(resources.remove(word));
      }
    }
    resources.put(
        id,
        String.format("<%s id=\"%s\">%n", element, id)
            + set("meta_attributes", meta)
            + inside
            + String.format("</%s>%n", element));
  }

  private void ran(String node, String resource, String what, List<String> more) {
    Map<String, String> values = values(more);
    String[] parts = what.split("=", 2);
    String interval = parts.length > 1 ? parts[1] : "0";
    boolean pending = values.containsKey("pending");
    String expected = values.getOrDefault("expected", "0");
    String result = pending ? "193" : values.getOrDefault("rc", expected);
    int call = pending ? -1 : ++calls;
    if (values.containsKey("agent")) {
      recordedAgents.put(node + ' ' + resource, agent(values.get("agent")));
    }
    String status = pending ? "-1" : result.equals(expected) ? "0" : "4";
    status = values.getOrDefault("status", status);
    String key = resource + '_' + parts[0] + '_' + interval;
    String transition = Math.abs(call) + ":1:" + expected + ':' + UUID;
    String age = values.get("age");
    String digest =
        values.getOrDefault("digest", interval.equals("0") ? NO_PARAMETERS : MONITOR_20S);
    StringBuilder entry = new StringBuilder();
    entry.append(
        String.format(
            "<lrm_rsc_op id=\"%s\" operation_key=\"%s\" operation=\"%s\" interval=\"%s\"",
            values.containsKey("last-failure") ? resource + "_last_failure_0" : key + '_' + ids++,
            key,
            parts[0],
            interval));
    entry.append(
        String.format(
            " transition-key=\"%s\" transition-magic=\"%s:%s;%s\" call-id=\"%d\" rc-code=\"%s\"",
            transition, status, result, transition, call, result));
    entry.append(
        String.format(
            " op-status=\"%s\"%s last-rc-change=\"%d\" op-digest=\"%s\"",
            status,
            values.containsKey("nodeless") ? "" : " on_node=\"" + node + '"',
            age == null ? 1_690_000_000 + ids : NOW - Integer.parseInt(age),
            digest));
    values.forEach(
        (name, value) -> {
          if (RECORDED.contains(name)) {
            entry.append(String.format(" %s=\"%s\"", name, value));
          }
        });
    if (values.containsKey("from")) {
      entry.append(
          String.format(
              " migrate_source=\"%s\" migrate_target=\"%s\"",
              values.get("from"), values.get("to")));
    }
    history
        .computeIfAbsent(node, any -> new LinkedHashMap<>())
        .computeIfAbsent(resource, any -> new StringBuilder())
        .append(entry)
        .append("/>\n");
  }

  private String cib() {
    StringBuilder xml = new StringBuilder();
    xml.append("<cib crm_feature_set=\"3.16.1\" validate-with=\"pacemaker-3.9\" epoch=\"1\"");
    xml.append(" num_updates=\"0\" admin_epoch=\"1\" have-quorum=\"").append(quorum ? 1 : 0);
    xml.append("\" dc-uuid=\"1\" execution-date=\"" + NOW + "\">\n<configuration><crm_config>\n");
    options.putIfAbsent("stonith-enabled", "false");
    xml.append("<cluster_property_set id=\"cib-bootstrap-options\">\n");
    options.forEach(
        (name, value) ->
            xml.append(
                String.format(
                    "<nvpair id=\"n%d\" name=\"%s\" value=\"%s\"/>%n", ids++, name, value)));
    xml.append("</cluster_property_set></crm_config>\n<nodes>\n");
    StringBuilder status = new StringBuilder();
    int number = 0;
    for (Map.Entry<String, List<String>> node : nodes.entrySet()) {
      addNode(xml, status, ++number, node.getKey(), values(node.getValue()));
    }
    xml.append("</nodes>\n<resources>\n").append(String.join("", resources.values()));
    xml.append("</resources>\n<constraints>\n").append(constraints).append("</constraints>\n");
    xml.append(tags.isEmpty() ? "" : "<tags>\n" + tags + "</tags>\n");
    xml.append("<rsc_defaults>").append(set("meta_attributes", defaults));
    xml.append("</rsc_defaults>\n");
    xml.append("</configuration>\n<status>\n").append(status).append("</status>\n</cib>\n");
    return xml.toString();
  }

  private String recordedAgent(String node, String resource) {
    String agent = agents.getOrDefault(resource.replaceFirst(":\\d+$", ""), DUMMY);
    return recordedAgents.getOrDefault(node + ' ' + resource, agent);
  }

  private void addNode(
      StringBuilder xml, StringBuilder status, int id, String name, Map<String, String> values) {
    String state = "in_ccm=\"true\" crmd=\"online\" join=\"member\" expected=\"member\"";
    if (values.remove("offline") != null) {
      state = "in_ccm=\"false\" crmd=\"offline\" join=\"down\" expected=\"down\"";
    } else if (values.remove("lost") != null) {
      state = "in_ccm=\"false\" crmd=\"offline\" join=\"member\" expected=\"member\"";
    } else if (values.remove("pending") != null) {
      state = "in_ccm=\"true\" crmd=\"online\" join=\"pending\" expected=\"member\"";
    }
    boolean unseen = values.remove("unseen") != null;
    String type = values.remove("ping") == null ? "" : " type=\"ping\"";
    type += values.containsKey("score") ? " score=\"" + values.remove("score") + '"' : "";
    values.remove("online");
    Map<String, String> capacity = taken(values, "capacity.");
    xml.append(String.format("<node id=\"%d\" uname=\"%s\"%s>%n", id, name, type));
    xml.append(set("instance_attributes", values)).append(set("utilization", capacity));
    xml.append("</node>\n");
    if (unseen) {
      return;
    }
    status.append(String.format("<node_state id=\"%d\" uname=\"%s\" %s>%n", id, name, state));
    Map<String, String> attributes = transients.get(name);
    if (attributes != null) {
      status.append(String.format("<transient_attributes id=\"%d\">%n", id));
      status.append(set("instance_attributes", attributes)).append("</transient_attributes>\n");
    }
    status.append(String.format("<lrm id=\"%d\"><lrm_resources>%n", id));
    history
        .getOrDefault(name, Map.of())
        .forEach(
            (resource, entries) ->
                status
                    .append(String.format("<lrm_resource id=\"%s\" ", resource))
                    .append(recordedAgent(name, resource))
                    .append(">\n")
                    .append(entries)
                    .append("</lrm_resource>\n"));
    status.append("</lrm_resources></lrm></node_state>\n");
  }
}
