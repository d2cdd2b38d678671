package io.pacekeeper.zookeeper;

import io.pacekeeper.api.LocationConstraint;
import io.pacekeeper.api.MonitorDefinition;
import io.pacekeeper.api.OnFail;
import io.pacekeeper.api.OperationDefinition;
import io.pacekeeper.api.Requires;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.Role;
import io.pacekeeper.api.Rule;
import io.pacekeeper.api.fencing.FencingAction;
import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.ConfigDocument.Application;
import io.pacekeeper.core.document.FeatureSet;
import io.pacekeeper.core.document.FencingDocument.Means;
import io.pacekeeper.core.document.FencingOptions;
import io.pacekeeper.core.document.NoQuorumPolicy;
import io.pacekeeper.core.document.TransitionOptions;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How the configuration is written as JSON: what is at its default is left out. */
final class ConfigFormat {
  private ConfigFormat() {}

  static void write(Draft draft, ConfigDocument config) {
    draft
        .number("featureSet", config.featureSet(), FeatureSet.OLDEST)
        .object("options", options(config.options()));
    SortedMap<String, Integer> nodes = config.nodes();
    if (nodes != null) {
      Draft ids = Draft.empty();
      nodes.forEach(ids::number);
      draft.object("nodes", ids);
    }
    Draft participation = Draft.empty();
    config
        .participation()
        .forEach(
            (node, said) -> {
              Draft one = Draft.empty();
              AdministrationFormats.participation(one, said);
              participation.object(node, one);
            });
    draft
        .objectUnlessEmpty("participation", participation)
        .objects("applications", config.applications(), ConfigFormat::application);
    Draft overrides = Draft.empty();
    config.overrides().forEach(overrides::texts);
    draft
        .objectUnlessEmpty("overrides", overrides)
        .array("constraints", config.constraints(), AdministrationFormats::location);
    AdministrationFormats.writeChanges(draft, config.changes());
  }

  static ConfigDocument read(Fields fields) {
    Fields options = fields.objectOrNull("options");
    return new ConfigDocument(
        fields.integer("featureSet", FeatureSet.OLDEST),
        options == null ? ClusterOptions.DEFAULTS : options(options),
        nodes(fields.objectOrNull("nodes")),
        fields.objects("participation", (node, said) -> AdministrationFormats.participation(said)),
        fields.objects("applications", (name, application) -> application(application)),
        overrides(fields.objectOrNull("overrides")),
        fields.array("constraints", AdministrationFormats::location),
        AdministrationFormats.readChanges(fields));
  }

  private static @Nullable SortedMap<String, Integer> nodes(@Nullable Fields fields) {
    if (fields == null) {
      return null;
    }
    SortedMap<String, Integer> nodes = new TreeMap<>();
    fields.names().forEach(node -> nodes.put(node, fields.integer(node)));
    return nodes;
  }

  private static Draft options(ClusterOptions options) {
    Draft draft = Draft.empty();
    writeOptions(draft, options);
    PlacementFormats.write(draft, options.placement());
    return draft;
  }

  private static void writeOptions(Draft draft, ClusterOptions options) {
    ClusterOptions absent = ClusterOptions.DEFAULTS;
    draft
        .flag("symmetricCluster", options.symmetricCluster(), absent.symmetricCluster())
        .flag("maintenanceMode", options.maintenanceMode(), absent.maintenanceMode())
        .flag("stopAllResources", options.stopAllResources(), absent.stopAllResources())
        .flag("startFailureIsFatal", options.startFailureIsFatal(), absent.startFailureIsFatal())
        .text("maxLease", options.maxLease(), absent.maxLease())
        .word("stonithAction", options.fencing().action(), absent.fencing().action())
        .text("stonithTimeout", options.fencing().timeout(), absent.fencing().timeout())
        .number(
            "stonithMaxAttempts", options.fencing().maxAttempts(), absent.fencing().maxAttempts())
        .flag("concurrentFencing", options.fencing().concurrent(), absent.fencing().concurrent())
        .text(
            "priorityFencingDelay",
            options.fencing().priorityDelay(),
            absent.fencing().priorityDelay())
        .flag("startupFencing", options.fencing().startup(), absent.fencing().startup())
        .word("fencing", options.fencing().weakest(), absent.fencing().weakest())
        .word("noQuorumPolicy", options.noQuorumPolicy(), absent.noQuorumPolicy())
        .text("clusterDelay", options.clusterDelay(), absent.clusterDelay())
        .number("historyLimit", options.historyLimit(), absent.historyLimit())
        .number("batchLimit", options.transition().batchLimit(), absent.transition().batchLimit())
        .number(
            "nodeActionLimit",
            options.transition().nodeActionLimit(),
            absent.transition().nodeActionLimit())
        .flag(
            "shutdownLock", options.transition().shutdownLock(), absent.transition().shutdownLock())
        .text(
            "shutdownLockLimit",
            options.transition().shutdownLockLimit(),
            absent.transition().shutdownLockLimit());
  }

  private static ClusterOptions options(Fields fields) {
    ClusterOptions absent = ClusterOptions.DEFAULTS;
    return new ClusterOptions(
        fields.flag("symmetricCluster", absent.symmetricCluster()),
        fields.flag("maintenanceMode", absent.maintenanceMode()),
        fields.flag("stopAllResources", absent.stopAllResources()),
        fields.flag("startFailureIsFatal", absent.startFailureIsFatal()),
        fields.duration("maxLease", absent.maxLease()),
        fencing(fields, absent.fencing()),
        fields.word("noQuorumPolicy", NoQuorumPolicy.class, absent.noQuorumPolicy()),
        fields.duration("clusterDelay", absent.clusterDelay()),
        fields.integer("historyLimit", absent.historyLimit()),
        transition(fields, absent.transition()),
        PlacementFormats.options(fields));
  }

  private static TransitionOptions transition(Fields fields, TransitionOptions absent) {
    return new TransitionOptions(
        fields.integer("batchLimit", absent.batchLimit()),
        fields.integer("nodeActionLimit", absent.nodeActionLimit()),
        fields.flag("shutdownLock", absent.shutdownLock()),
        fields.duration("shutdownLockLimit", absent.shutdownLockLimit()));
  }

  private static FencingOptions fencing(Fields fields, FencingOptions absent) {
    return new FencingOptions(
        fields.word("stonithAction", FencingAction.class, absent.action()),
        fields.duration("stonithTimeout", absent.timeout()),
        fields.integer("stonithMaxAttempts", absent.maxAttempts()),
        fields.flag("concurrentFencing", absent.concurrent()),
        fields.duration("priorityFencingDelay", absent.priorityDelay()),
        fields.flag("startupFencing", absent.startup()),
        fields.word("fencing", Means.class, absent.weakest()));
  }

  private static void application(Draft draft, Application application) {
    draft
        .number("version", application.version())
        .objects("resources", application.resources(), ConfigFormat::resource)
        .objectUnlessEmpty("fencing", FencingFormats.definition(application.fencing()));
  }

  private static Application application(Fields fields) {
    return new Application(
        fields.number("version"),
        fields.objects("resources", ConfigFormat::resource),
        FencingFormats.definition(fields.objectOrNull("fencing")));
  }

  private static void resource(Draft draft, ResourceDefinition resource) {
    ResourceDefinition absent = ResourceDefinition.ofDefaults(resource.id());
    draft
        .number("priority", resource.priority(), absent.priority())
        .number("stickiness", resource.stickiness(), absent.stickiness())
        .word("targetRole", LaterWords.known(resource.targetRole()), absent.targetRole())
        .word("role", LaterWords.role(resource.targetRole()), Role.STARTED)
        .flag("managed", resource.managed(), absent.managed())
        .flag("maintenance", resource.maintenance(), absent.maintenance())
        .word("requires", resource.requires(), absent.requires())
        .number("migrationThreshold", resource.migrationThreshold(), absent.migrationThreshold())
        .text("failureTimeout", resource.failureTimeout(), absent.failureTimeout())
        .objectUnlessEmpty("start", operation(resource.start(), absent.start()))
        .objectUnlessEmpty("stop", operation(resource.stop(), absent.stop()))
        .array("monitors", resource.monitors(), ConfigFormat::monitor)
        .array("locations", resource.locations(), ConfigFormat::location);
    CompositionFormats.write(draft, resource);
    PlacementFormats.write(draft, resource);
  }

  private static ResourceDefinition resource(String id, Fields fields) {
    ResourceDefinition absent = ResourceDefinition.ofDefaults(id);
    Fields group = fields.objectOrNull("group");
    return new ResourceDefinition(
        id,
        fields.integer("priority", absent.priority()),
        fields.integer("stickiness", absent.stickiness()),
        LaterWords.targetRole(fields, absent.targetRole()),
        fields.flag("managed", absent.managed()),
        fields.flag("maintenance", absent.maintenance()),
        fields.word("requires", Requires.class, absent.requires()),
        fields.integer("migrationThreshold", absent.migrationThreshold()),
        fields.duration("failureTimeout", absent.failureTimeout()),
        operation(fields.objectOrNull("start"), absent.start()),
        operation(fields.objectOrNull("stop"), absent.stop()),
        fields.array("monitors", ConfigFormat::monitor),
        fields.array("locations", ConfigFormat::location),
        CompositionFormats.group(group),
        CompositionFormats.clone(group == null ? fields : group),
        CompositionFormats.constraints(fields),
        PlacementFormats.needs(fields));
  }

  static Draft operation(OperationDefinition operation, OperationDefinition absent) {
    return Draft.empty()
        .text("timeout", operation.timeout(), absent.timeout())
        .word("onFail", LaterWords.known(operation.onFail()), absent.onFail())
        .flag(LaterWords.DEMOTES, operation.onFail() == OnFail.DEMOTE, false);
  }

  static OperationDefinition operation(@Nullable Fields fields, OperationDefinition absent) {
    return fields == null
        ? absent
        : new OperationDefinition(
            fields.duration("timeout", absent.timeout()),
            LaterWords.onFail(fields, absent.onFail()));
  }

  private static void monitor(Draft draft, MonitorDefinition monitor) {
    draft
        .text("interval", monitor.interval())
        .text("timeout", monitor.timeout())
        .word("onFail", LaterWords.known(monitor.onFail()))
        .flag(LaterWords.DEMOTES, monitor.onFail() == OnFail.DEMOTE, false)
        .word("role", monitor.role(), Role.STARTED);
  }

  private static MonitorDefinition monitor(Fields fields) {
    return new MonitorDefinition(
        fields.duration("interval"),
        fields.duration("timeout"),
        LaterWords.onFail(fields, null),
        fields.word("role", Role.class, Role.STARTED));
  }

  static void location(Draft draft, LocationConstraint location) {
    draft.text("node", location.node());
    Rule rule = location.rule();
    if (rule != null) {
      draft.object(
          "rule",
          Draft.empty()
              .word("join", rule.join())
              .array("expressions", rule.expressions(), ConfigFormat::expression));
    }
    draft.number("score", location.score()).word("role", location.role(), Role.STARTED);
  }

  static LocationConstraint location(Fields fields) {
    Fields rule = fields.objectOrNull("rule");
    return new LocationConstraint(
        fields.textOrNull("node"),
        rule == null
            ? null
            : new Rule(
                rule.word("join", Rule.Join.class),
                rule.array("expressions", ConfigFormat::expression)),
        fields.integer("score"),
        fields.word("role", Role.class, Role.STARTED));
  }

  private static void expression(Draft draft, Rule.Expression expression) {
    draft
        .text("attribute", expression.attribute())
        .word("operator", expression.operator())
        .text("value", expression.value());
  }

  private static Rule.Expression expression(Fields fields) {
    return new Rule.Expression(
        fields.text("attribute"),
        fields.word("operator", Rule.Operator.class),
        fields.textOrNull("value"));
  }

  private static SortedMap<String, SortedMap<String, String>> overrides(@Nullable Fields fields) {
    SortedMap<String, SortedMap<String, String>> overrides = new TreeMap<>();
    if (fields != null) {
      for (String resource : fields.names()) {
        overrides.put(resource, fields.texts(resource));
      }
    }
    return overrides;
  }
}
