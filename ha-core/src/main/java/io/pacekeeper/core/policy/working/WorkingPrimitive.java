package io.pacekeeper.core.policy.working;

import io.pacekeeper.core.policy.model.PrimitiveDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A WorkingPrimitive is a primitive, or an instance or member that is one, during a decision. */
public final class WorkingPrimitive extends WorkingResource {
  private final PrimitiveDefinition definition;
  private final List<WorkingNode> danglingMigrations = new ArrayList<>(0);
  private final List<WorkingPrimitive> fillers = new ArrayList<>(0);
  private Map<String, Integer> utilization = Map.of();
  private @Nullable String historyName;
  private Requires requires = Requires.NOTHING;
  private MultipleActive multipleActive = MultipleActive.STOP_START;
  private int stickiness;
  private int migrationThreshold;
  private long failureTimeout;
  private boolean restartTypeRestart;
  private @Nullable WorkingPrimitive container;
  private @Nullable WorkingNode partialMigrationSource;
  private @Nullable WorkingNode partialMigrationTarget;
  private @Nullable WorkingNode lockNode;
  private long lockTime;
  private @Nullable String pendingTask;
  private @Nullable WorkingNode pendingNode;

  /** Makes a primitive that nothing is known of yet. */
  public WorkingPrimitive(
      int index,
      String id,
      PrimitiveDefinition definition,
      @Nullable WorkingResource parent,
      Map<String, String> meta,
      AllowedNodes allowed) {
    super(index, id, definition, parent, meta, allowed);
    this.definition = definition;
  }

  @Override
  public @Nullable WorkingNode place() {
    return assigned();
  }

  @Override
  public PrimitiveDefinition definition() {
    return definition;
  }

  @Override
  public List<WorkingResource> children() {
    return List.of();
  }

  /** Returns what it needs of a node's capacity, by name. */
  public Map<String, Integer> utilization() {
    return utilization;
  }

  public void setUtilization(Map<String, Integer> value) {
    utilization = value;
  }

  /**
   * Returns the name under which the history of a node has it, where that is not its id: the
   * instances of anonymous clones have no numbers there. Null: no history was matched to it.
   */
  public @Nullable String historyName() {
    return historyName;
  }

  public void setHistoryName(@Nullable String name) {
    historyName = name;
  }

  public Requires requires() {
    return requires;
  }

  public void setRequires(Requires value) {
    requires = value;
  }

  /** Returns whether lost nodes have to be fenced before it may start elsewhere. */
  public boolean needsFencing() {
    return requires.fencing();
  }

  public MultipleActive multipleActive() {
    return multipleActive;
  }

  public void setMultipleActive(MultipleActive value) {
    multipleActive = value;
  }

  public int stickiness() {
    return stickiness;
  }

  public void setStickiness(int value) {
    stickiness = value;
  }

  /** Returns how many failures ban it from a node; 0: none do. */
  public int migrationThreshold() {
    return migrationThreshold;
  }

  public void setMigrationThreshold(int value) {
    migrationThreshold = value;
  }

  /** Returns after how many seconds a failure is forgotten; 0: never. */
  public long failureTimeout() {
    return failureTimeout;
  }

  public void setFailureTimeout(long seconds) {
    failureTimeout = seconds;
  }

  /** Returns whether even an optional ordering restarts it (restart-type=restart). */
  public boolean restartTypeRestart() {
    return restartTypeRestart;
  }

  public void setRestartTypeRestart(boolean value) {
    restartTypeRestart = value;
  }

  /** Returns the nodes where a live migration left it behind: it has to be stopped there. */
  public List<WorkingNode> danglingMigrations() {
    return danglingMigrations;
  }

  /** Returns the resource inside of which it runs, if any. */
  public @Nullable WorkingPrimitive container() {
    return container;
  }

  public void setContainer(@Nullable WorkingPrimitive resource) {
    container = resource;
  }

  /** Returns the resources that run inside of it. */
  public List<WorkingPrimitive> fillers() {
    return fillers;
  }

  public @Nullable WorkingNode partialMigrationSource() {
    return partialMigrationSource;
  }

  public @Nullable WorkingNode partialMigrationTarget() {
    return partialMigrationTarget;
  }

  /** Remembers a live migration of which only the first half was done; null: there is none. */
  public void setPartialMigration(@Nullable WorkingNode source, @Nullable WorkingNode target) {
    partialMigrationSource = source;
    partialMigrationTarget = target;
  }

  /** Returns the node to which it is locked while that is down. */
  public @Nullable WorkingNode lockNode() {
    return lockNode;
  }

  public long lockTime() {
    return lockTime;
  }

  public void setLock(@Nullable WorkingNode node, long time) {
    lockNode = node;
    lockTime = time;
  }

  /** Returns the first operation of it that is under way, for display. */
  public @Nullable String pendingTask() {
    return pendingTask;
  }

  public @Nullable WorkingNode pendingNode() {
    return pendingNode;
  }

  public void setPending(@Nullable String task, @Nullable WorkingNode node) {
    pendingTask = task;
    pendingNode = node;
  }
}
