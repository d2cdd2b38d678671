package io.pacekeeper.core.policy.operation;

import io.pacekeeper.core.policy.model.AttributeSets;
import io.pacekeeper.core.policy.model.OperationRecord;
import io.pacekeeper.core.policy.model.RecordedDigests;
import io.pacekeeper.core.policy.rule.RuleContext;
import io.pacekeeper.core.policy.working.Requires;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The Digests tell whether the parameters of an operation are still what they were when it was run.
 * What was computed for an operation on a node is kept: it is what the first record of it that was
 * looked at asked for.
 */
public final class Digests {
  private static final Set<String> NOT_PARAMETERS =
      Set.of("id", "crm_feature_set", "op-digest", "on_node", "on_node_uuid", "pcmk_external_ip");

  /** What is private where no operation says what is. */
  private static final Set<String> PRIVATE = Set.of("passwd", "password", "user");

  private static final String OLDEST_WITH_EXTRAS = "3.16.0";
  private static final String META = "CRM_meta_";
  private static final String META_TIMEOUT = "CRM_meta_timeout";

  private final WorkingSet working;
  private final Parameters parameters;
  private final Operations operations;
  private final Map<String, Computed> computed = new HashMap<>();

  /** The digests of an operation on a node as they would be now; null: nothing asked for it. */
  private record Computed(
      String all, @Nullable String restart, @Nullable String secure, boolean extras) {}

  /** Makes the digests of a working set's operations. */
  public Digests(WorkingSet working, Parameters parameters, Operations operations) {
    this.working = working;
    this.parameters = parameters;
    this.operations = operations;
  }

  /** Compares a record with what is configured, private parameters included. */
  public DigestComparison compareAll(
      WorkingPrimitive primitive, WorkingNode node, OperationRecord record) {
    String restart = record.digests().restart();
    return compare(computed(primitive, node, record, restart), record, restart);
  }

  /**
   * Compares a record with what is configured; a change of private parameters alone is none.
   *
   * @param restart the restart digest to compare with, which may not be the recorded one
   */
  public DigestComparison compare(
      WorkingPrimitive primitive,
      WorkingNode node,
      OperationRecord record,
      @Nullable String restart) {
    Computed now = computed(primitive, node, record, restart);
    DigestComparison result = compare(now, record, restart);
    String secure = record.digests().secure();
    return secure != null && secure.equals(now.secure) ? DigestComparison.MATCH : result;
  }

  private static DigestComparison compare(
      Computed now, OperationRecord record, @Nullable String restart) {
    String all = record.digests().all();
    if (restart != null && now.restart != null && !now.restart.equals(restart)) {
      return DigestComparison.RESTART;
    }
    if (all == null) {
      return DigestComparison.UNKNOWN;
    }
    if (all.equals(now.all)) {
      return DigestComparison.MATCH;
    }
    return record.interval() == 0 && now.extras ? DigestComparison.RESTART : DigestComparison.ALL;
  }

  private Computed computed(
      WorkingPrimitive primitive,
      WorkingNode node,
      OperationRecord record,
      @Nullable String restart) {
    String key = node.index() + " " + Task.key(primitive.id(), record.task(), record.interval());
    Computed known = computed.get(key);
    if (known == null) {
      known = compute(primitive, node, record, restart != null);
      computed.put(key, known);
    }
    return known;
  }

  private Computed compute(
      WorkingPrimitive primitive, WorkingNode node, OperationRecord record, boolean restart) {
    String key = Task.key(primitive.id(), record.task(), record.interval());
    ConfiguredOperation configured = operations.find(primitive, key);
    Map<String, String> own = parameters.of(primitive, node);
    Map<String, String> extras = extras(configured, node);
    NavigableMap<String, String> all = new TreeMap<>(own);
    extras.forEach(all::putIfAbsent);
    all.keySet().removeIf(name -> name.startsWith(META) || NOT_PARAMETERS.contains(name));
    String timeout = null;
    if (record.interval() > 0) {
      timeout =
          operations
              .meta(primitive, configured, record.task(), record.interval(), node)
              .get("timeout");
      all.put(META_TIMEOUT, timeout);
    }
    return new Computed(
        ParameterDigest.of(all),
        restart ? restart(all, record.digests()) : null,
        secure(primitive, own, all, record),
        !extras.isEmpty());
  }

  private Map<String, String> extras(@Nullable ConfiguredOperation configured, WorkingNode node) {
    if (configured == null || configured.definition().parameters().isEmpty()) {
      return Map.of();
    }
    Map<String, String> extras = new HashMap<>();
    AttributeSets.merge(
        configured.definition().parameters(),
        null,
        RuleContext.timeOnly(working.time(), working::recheckBy).withNode(node.attributes()),
        false,
        extras);
    return extras;
  }

  private static String restart(NavigableMap<String, String> all, RecordedDigests recorded) {
    if (recorded.forceRestart() == null) {
      return ParameterDigest.of(all);
    }
    NavigableMap<String, String> kept = new TreeMap<>(all);
    String named = recorded.forceRestart();
    kept.keySet().removeIf(name -> !names(named, name));
    return ParameterDigest.of(kept);
  }

  /** Returns whether a fence device would unfence a node otherwise than it did. */
  boolean deviceChanged(WorkingPrimitive device, WorkingNode node) {
    String all = node.attribute("#digests-all");
    if (all == null) {
      return false;
    }
    NavigableMap<String, String> now = new TreeMap<>(parameters.of(device, node));
    now.keySet().removeIf(name -> name.startsWith(META) || NOT_PARAMETERS.contains(name));
    String name = device.id() + ':' + device.definition().type() + ':';
    if (all.contains(name + ParameterDigest.of(now))) {
      return false;
    }
    now.keySet().removeAll(PRIVATE);
    if (beforeExtras(null)) {
      now.keySet().removeIf(Digests::isFenceDeviceParameter);
    }
    String secure = node.attribute("#digests-secure");
    return secure == null || !secure.contains(name + ParameterDigest.of(now));
  }

  /** Returns whether any fence device that unfences would unfence a node otherwise than it did. */
  public boolean devicesChanged(WorkingNode node) {
    boolean changed = false;
    for (WorkingResource resource : working.everyResource()) {
      if (resource instanceof WorkingPrimitive device
          && device.has(ResourceFlag.FENCE_DEVICE)
          && (device.requires() == Requires.UNFENCING
              || "unfencing".equalsIgnoreCase(device.meta("provides")))) {
        changed |= deviceChanged(device, node);
      }
    }
    return changed;
  }

  /** Returns whether a record is of a version whose private digests left more out than today's. */
  private boolean beforeExtras(@Nullable String version) {
    String known = version == null ? working.input().header().featureSet() : version;
    return known != null && FeatureSets.compare(known, OLDEST_WITH_EXTRAS) < 0;
  }

  private @Nullable String secure(
      WorkingPrimitive primitive,
      Map<String, String> own,
      NavigableMap<String, String> all,
      OperationRecord record) {
    RecordedDigests recorded = record.digests();
    if (recorded.secure() == null) {
      return null;
    }
    boolean old = beforeExtras(record.featureSet());
    NavigableMap<String, String> kept = new TreeMap<>(old ? own : all);
    kept.keySet().removeIf(name -> name.startsWith(META) || NOT_PARAMETERS.contains(name));
    if (old && primitive.definition().standard().equals("stonith")) {
      kept.keySet().removeIf(Digests::isFenceDeviceParameter);
    }
    String hidden = recorded.secureParameters();
    if (hidden != null) {
      kept.keySet().removeIf(name -> names(hidden, name));
    }
    return ParameterDigest.of(kept);
  }

  private static boolean isFenceDeviceParameter(String name) {
    return name.startsWith("pcmk_") || name.equals("provides") || name.equals("stonith-timeout");
  }

  /** Returns whether a list names a parameter: what has no blank on each side is not found. */
  private static boolean names(String list, String parameter) {
    return list.contains(' ' + parameter + ' ');
  }
}
