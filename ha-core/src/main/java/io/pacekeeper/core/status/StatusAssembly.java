package io.pacekeeper.core.status;

import io.pacekeeper.api.ClusterStatus;
import io.pacekeeper.api.ClusterStatus.Activity;
import io.pacekeeper.api.ClusterStatus.Change;
import io.pacekeeper.api.ClusterStatus.Dc;
import io.pacekeeper.api.ClusterStatus.FailedOperation;
import io.pacekeeper.api.ClusterStatus.FencingEvent;
import io.pacekeeper.api.ClusterStatus.NodeStatus;
import io.pacekeeper.api.ClusterStatus.ResourceStatus;
import io.pacekeeper.api.OnFail;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.Role;
import io.pacekeeper.api.TargetRole;
import io.pacekeeper.core.cib.Cib;
import io.pacekeeper.core.cib.EffectiveResources;
import io.pacekeeper.core.cib.FailureTimeout;
import io.pacekeeper.core.cib.NodeState;
import io.pacekeeper.core.cib.NodeState.Membership;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.Claim;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DirectivesDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.Failure;
import io.pacekeeper.core.document.FencingDocument;
import io.pacekeeper.core.document.HistoryDocument;
import io.pacekeeper.core.document.HostDocument;
import io.pacekeeper.core.document.InstanceName;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.PromotionState;
import io.pacekeeper.core.document.ResourceState;
import io.pacekeeper.core.document.ResourceState.Phase;
import io.pacekeeper.core.document.TermDocument;
import io.pacekeeper.core.scheduler.Scheduler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes the status of what was read, for people. */
record StatusAssembly(
    DocumentSet documents,
    ConfigDocument config,
    EffectiveResources effective,
    SortedMap<String, NodeReading> nodes,
    Cib cib,
    Instant now,
    DirectivesDocument directives,
    ActivationReasons reasons) {
  private static final Comparator<Activity> CONFIRMED_FIRST =
      Comparator.comparing(activity -> !activity.confirmed());

  StatusAssembly(
      DocumentSet documents,
      ConfigDocument config,
      EffectiveResources effective,
      SortedMap<String, NodeReading> nodes,
      Cib cib,
      Instant now) {
    this(
        documents,
        config,
        effective,
        nodes,
        cib,
        now,
        orEmpty(documents.get(DocumentKey.DIRECTIVES, DirectivesDocument.class)),
        ActivationReasons.of(documents.get(DocumentKey.HISTORY, HistoryDocument.class)));
  }

  private static DirectivesDocument orEmpty(@Nullable DirectivesDocument read) {
    return read == null ? DirectivesDocument.EMPTY : read;
  }

  ClusterStatus assemble() {
    return new ClusterStatus(
        "ZooKeeper",
        dc(),
        now,
        lastChange(),
        effective.definitions().size(),
        effective.options().maintenanceMode(),
        NodeAssembly.claims(directives.maintenance(), now),
        config.options().stopAllResources(),
        cib.nodes().values().stream().map(this::node).toList(),
        resources(),
        failures(),
        fencing(),
        warnings());
  }

  private @Nullable Dc dc() {
    TermDocument term = documents.get(DocumentKey.TERM, TermDocument.class);
    if (term == null) {
      return null;
    }
    MemberDocument member = documents.get(DocumentKey.member(term.node()), MemberDocument.class);
    boolean present = member != null && member.incarnation().equals(term.incarnation());
    return new Dc(
        term.node(),
        term.incarnation(),
        term.term(),
        member == null || !present ? null : member.version(),
        present);
  }

  /** Returns the latest change of the configuration, of what operators want, or of a node. */
  private @Nullable Change lastChange() {
    ChangeNote latest = later(config.change(), directives.change());
    for (DocumentKey key : documents.keys(DocumentKey.Kind.NODE)) {
      NodeDocument node = documents.get(key, NodeDocument.class);
      latest = later(latest, node == null ? null : node.change());
    }
    return latest == null
        ? null
        : new Change(latest.by(), latest.via(), latest.at(), latest.node(), latest.what());
  }

  private static @Nullable ChangeNote later(@Nullable ChangeNote one, @Nullable ChangeNote other) {
    return one == null || (other != null && other.at().isAfter(one.at())) ? other : one;
  }

  private NodeStatus node(NodeState state) {
    return new NodeAssembly(documents, config, effective, nodes.get(state.name()), now)
        .assemble(state, standbyBy(state));
  }

  private @Nullable String standbyBy(NodeState node) {
    for (Map.Entry<String, ResourceState> entry : node.resources().entrySet()) {
      Failure failure = failureThatCounts(entry.getKey(), entry.getValue());
      if (failure != null && failure.onFail() == OnFail.STANDBY) {
        return entry.getKey();
      }
    }
    return null;
  }

  private @Nullable Failure failureThatCounts(String resource, ResourceState state) {
    ResourceDefinition definition = definition(resource);
    return definition != null && FailureTimeout.isExpired(definition, state, now)
        ? null
        : state.failure();
  }

  private List<ResourceStatus> resources() {
    boolean readable = documents.get(DocumentKey.CONFIG, ConfigDocument.class) != null;
    Map<String, @Nullable String> applications = new TreeMap<>();
    config
        .applications()
        .forEach(
            (name, application) ->
                application.resources().keySet().forEach(id -> applications.putIfAbsent(id, name)));
    NavigableSet<String> ids = new TreeSet<>(effective.definitions().keySet());
    Map<String, List<Activity>> active = new TreeMap<>();
    Map<String, SortedMap<String, Integer>> failcounts = new TreeMap<>();
    for (NodeState node : cib.nodes().values()) {
      node.resources()
          .forEach(
              (id, state) -> {
                if (state.phase().isPossiblyActive()) {
                  ids.add(id);
                  active.computeIfAbsent(id, r -> new ArrayList<>()).add(activity(node, id, state));
                }
                ResourceDefinition definition = definition(id);
                if (state.failcount() > 0
                    && (definition == null || !FailureTimeout.isExpired(definition, state, now))) {
                  failcounts
                      .computeIfAbsent(id, r -> new TreeMap<>())
                      .put(node.name(), state.failcount());
                }
              });
    }
    active.values().forEach(places -> places.sort(CONFIRMED_FIRST));
    // Where instances have numbers, each has a line instead of their resource.
    active.keySet().stream()
        .filter(InstanceName::isNumbered)
        .map(InstanceName::resource)
        .filter(id -> !active.containsKey(id))
        .forEach(ids::remove);
    List<ResourceStatus> resources = new ArrayList<>();
    for (String id : ids) {
      ResourceDefinition definition = definition(id);
      resources.add(
          new ResourceStatus(
              id,
              applications.getOrDefault(InstanceName.resource(id), readable ? null : "unknown"),
              definition == null ? TargetRole.STARTED : definition.targetRole(),
              isManaged(definition),
              active.getOrDefault(id, List.of()),
              failcounts.getOrDefault(id, new TreeMap<>()),
              claims(directives.resourceMaintenance(), InstanceName.resource(id)),
              claims(directives.stopped(), InstanceName.resource(id))));
    }
    return resources;
  }

  private List<ClusterStatus.Claim> claims(SortedMap<String, List<Claim>> claims, String id) {
    return NodeAssembly.claims(DirectivesDocument.of(claims, id), now);
  }

  private boolean isManaged(@Nullable ResourceDefinition definition) {
    return !effective.options().maintenanceMode()
        && (definition == null || (definition.managed() && !definition.maintenance()));
  }

  private @Nullable ResourceDefinition definition(String name) {
    return effective.definitions().get(InstanceName.resource(name));
  }

  private Role role(String name, ResourceState state) {
    ResourceDefinition definition = definition(name);
    if (definition == null || !definition.isPromotable()) {
      return Role.STARTED;
    }
    return state.promotion().stage() == PromotionState.Stage.PROMOTED
        ? Role.PROMOTED
        : Role.UNPROMOTED;
  }

  /** Returns the fencing token of the right that it has there, or 0 if it needs none. */
  private long token(String name, ResourceState state) {
    ResourceDefinition definition = definition(name);
    if (state.promotion().stage().isPossiblyPromoted()) {
      return state.promotion().token();
    }
    return definition != null && definition.isAnonymousClone() ? 0 : state.token();
  }

  private Activity activity(NodeState node, String resource, ResourceState state) {
    NodeReading reading = nodes.get(node.name());
    boolean ordered = reading != null && reading.ordered().contains(resource);
    ClusterStatus.Phase phase =
        ordered ? ClusterStatus.Phase.STARTING : ClusterStatus.Phase.valueOf(state.phase().name());
    return new Activity(
        node.name(),
        phase,
        token(resource, state),
        node.membership() == Membership.ONLINE,
        phase == ClusterStatus.Phase.STARTING ? null : state.since(),
        reasons.of(resource, state.token()),
        role(resource, state));
  }

  private List<FailedOperation> failures() {
    List<FailedOperation> failures = new ArrayList<>();
    for (NodeState node : cib.nodes().values()) {
      node.resources()
          .forEach(
              (id, state) -> {
                Failure failure = failureThatCounts(id, state);
                if (failure != null) {
                  failures.add(
                      new FailedOperation(
                          id,
                          node.name(),
                          failure.operation(),
                          failure.reason(),
                          failure.at(),
                          state.failcount()));
                }
              });
    }
    failures.sort(Comparator.comparing(FailedOperation::resource));
    return failures;
  }

  private List<FencingEvent> fencing() {
    List<FencingEvent> events = new ArrayList<>();
    for (DocumentKey key : documents.keys(DocumentKey.Kind.FENCING)) {
      FencingDocument history = documents.get(key, FencingDocument.class);
      if (history != null) {
        for (FencingDocument.Confirmation confirmation : history.confirmations()) {
          events.add(
              new FencingEvent(
                  key.node(),
                  confirmation.incarnation(),
                  confirmation.means().name().toLowerCase(Locale.ROOT),
                  confirmation.by(),
                  confirmation.at()));
        }
      }
    }
    events.sort(Comparator.comparing(FencingEvent::at).reversed());
    return events;
  }

  /** Adds what is wrong with what nodes declare. */
  private void addNotices(List<String> warnings) {
    for (DocumentKey key : documents.keys(DocumentKey.Kind.MEMBER)) {
      MemberDocument member = documents.get(key, MemberDocument.class);
      if (member != null && member.notice() != null) {
        warnings.add(key.node() + ": " + member.notice());
      }
    }
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>(documents.problems());
    warnings.addAll(effective.warnings());
    warnings.addAll(new DeviceWarnings(documents, cib.nodes().values()).of(config));
    warnings.addAll(LeaseWarnings.of(documents, now));
    addNotices(warnings);
    for (String resource : Scheduler.lackingCapacity(cib, now)) {
      warnings.add(
          "%s runs nowhere, as no node has enough capacity left for it: see pk resource explain %s"
              .formatted(resource, resource));
    }
    for (DocumentKey key : documents.keys(DocumentKey.Kind.HOST)) {
      HostDocument host = documents.get(key, HostDocument.class);
      if (host != null && !cib.nodes().containsKey(key.node())) {
        warnings.add(
            "%s, which is no node, has a JVM (%s pid %d): it %s"
                .formatted(key.node(), host.host(), host.pid(), host.waitsFor()));
      }
    }
    for (DocumentKey key : documents.keys(DocumentKey.Kind.FENCING)) {
      FencingDocument history = documents.get(key, FencingDocument.class);
      FencingDocument.Request open = history == null ? null : history.request();
      if (open != null) {
        warnings.add(
            "%s is to be fenced (%s), which %s asks for: %s"
                .formatted(
                    key.node(),
                    open.action().name().toLowerCase(Locale.ROOT),
                    open.by(),
                    open.reason()));
      }
    }
    for (NodeState node : cib.nodes().values()) {
      if (node.membership() == Membership.UNCLEAN && !config.options().fencing().isLeaseEnough()) {
        warnings.add(
            "%s is unclean, and as fencing is companion its lease alone will not end that: its companion, a device or pk fence confirm has to confirm it dead"
                .formatted(node.name()));
      }
      node.resources()
          .forEach(
              (id, state) -> {
                if (isBlocked(state)) {
                  warnings.add(
                      "%s is blocked on %s, and is left alone until it is cleaned up"
                          .formatted(id, node.name()));
                }
              });
    }
    return warnings;
  }

  private static boolean isBlocked(ResourceState state) {
    Failure failure = state.failure();
    return state.phase() == Phase.BLOCKED
        || (state.phase() == Phase.FAILED && failure != null && failure.onFail() == OnFail.BLOCK);
  }
}
