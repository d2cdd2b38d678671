package io.pacekeeper.core.policy.resource;

import io.pacekeeper.core.policy.model.CloneDefinition;
import io.pacekeeper.core.policy.model.GroupDefinition;
import io.pacekeeper.core.policy.model.PrimitiveDefinition;
import io.pacekeeper.core.policy.model.ResourceDefinition;
import io.pacekeeper.core.policy.rule.Words;
import io.pacekeeper.core.policy.working.AllowedNodes;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingGroup;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The ResourceFactory makes working resources of definitions, and adds them to a working set. */
public final class ResourceFactory {
  /** The standards whose agents may be told which instance they are. */
  private static final Set<String> UNIQUE_CAPABLE = Set.of("ocf", "stonith");

  private final WorkingSet working;
  private final MetaAttributes metaAttributes;
  private final PrimitiveSettings settings;
  private final AllowedNodes initial;

  /** Makes a factory for a working set that has its nodes. */
  public ResourceFactory(WorkingSet working) {
    this.working = working;
    this.metaAttributes = new MetaAttributes(working);
    this.settings = new PrimitiveSettings(working);
    this.initial = new AllowedNodes(working.nodes().size());
    takeScoresOfNodes();
  }

  /** What is made once the status is known has the scores that nodes have since then. */
  private void takeScoresOfNodes() {
    if (working.options().symmetric()) {
      for (WorkingNode node : working.nodes()) {
        initial.put(node.index(), node.baseScore());
      }
    }
  }

  /** Makes all resources that are configured, and sorts them by priority. */
  public void createAll() {
    working.setUnfencingInUse(Unfencing.asked(working.input()));
    for (ResourceDefinition definition : working.input().resources()) {
      if (cannotBePromoted(definition)) {
        settings.noteDevice(((CloneDefinition) definition).child());
      } else {
        working.resources().add(create(definition, null, ""));
      }
    }
    working.resources().sort(Comparator.comparingInt(WorkingResource::priority).reversed());
    for (WorkingResource resource : working.everyResource()) {
      if (resource instanceof WorkingPrimitive primitive) {
        linkContainer(primitive);
      }
    }
  }

  /** Returns whether a resource does not count: it says that it is promotable, its agent is not. */
  private boolean cannotBePromoted(ResourceDefinition definition) {
    return definition instanceof CloneDefinition clone
        && clone.child() instanceof PrimitiveDefinition child
        && !promotionCapable(child)
        && promotable(clone, metaAttributes.of(clone, null));
  }

  private static boolean promotionCapable(PrimitiveDefinition definition) {
    return definition.standard().equals("ocf");
  }

  private static boolean promotable(CloneDefinition definition, Map<String, String> meta) {
    return definition.master() || Words.isTrue(meta.get("promotable"));
  }

  private void linkContainer(WorkingPrimitive primitive) {
    String id = primitive.meta("container");
    if (id != null
        && !id.equals(primitive.id())
        && working.resourceById(id) instanceof WorkingPrimitive container) {
      primitive.setContainer(container);
      container.set(ResourceFlag.CONTAINER);
      container.fillers().add(primitive);
    }
  }

  private WorkingResource create(
      ResourceDefinition definition, @Nullable WorkingResource parent, String suffix) {
    if (definition instanceof CloneDefinition clone) {
      return clone(clone);
    }
    return definition instanceof GroupDefinition group
        ? group(group, parent, suffix)
        : primitive((PrimitiveDefinition) definition, parent, suffix);
  }

  private WorkingPrimitive primitive(
      PrimitiveDefinition definition, @Nullable WorkingResource parent, String suffix) {
    WorkingPrimitive primitive =
        new WorkingPrimitive(
            working.nextResourceIndex(),
            definition.id() + suffix,
            definition,
            parent,
            metaAttributes.of(definition, parent),
            initial.copy());
    working.register(primitive);
    CommonSettings.apply(working, primitive);
    settings.apply(primitive);
    return primitive;
  }

  private WorkingGroup group(
      GroupDefinition definition, @Nullable WorkingResource parent, String suffix) {
    WorkingGroup group =
        new WorkingGroup(
            working.nextResourceIndex(),
            definition.id() + suffix,
            definition,
            parent,
            metaAttributes.of(definition, parent),
            initial.copy());
    working.register(group);
    CommonSettings.apply(working, group);
    group.setOrdered(Words.truth(group.meta("ordered"), true));
    group.setColocated(Words.truth(group.meta("collocated"), true));
    boolean promoted = parent instanceof WorkingClone clone && clone.promotable();
    for (PrimitiveDefinition member : definition.members()) {
      if (!promoted || promotionCapable(member)) {
        group.children().add(primitive(member, group, suffix));
      } else {
        settings.noteDevice(member);
      }
    }
    return group;
  }

  private WorkingClone clone(CloneDefinition definition) {
    Map<String, String> meta = metaAttributes.of(definition, null);
    boolean promotable = promotable(definition, meta);
    WorkingClone clone =
        new WorkingClone(
            working.nextResourceIndex(),
            definition.id(),
            definition,
            promotable,
            meta,
            initial.copy());
    working.register(clone);
    meta.putIfAbsent("resource-stickiness", "1");
    boolean unique = Words.isTrue(meta.get("globally-unique"));
    meta.putIfAbsent("globally-unique", Boolean.toString(unique));
    meta.put("promotable", Boolean.toString(promotable));
    CommonSettings.apply(working, clone);
    sizes(clone, unique);
    boolean stays = unique && uniqueCapable(definition.child());
    if (unique && !stays) {
      clone.setCloneMax(Math.min(clone.cloneMax(), working.nodes().size()));
      meta.put("globally-unique", "false");
      clone.clear(ResourceFlag.UNIQUE);
      clone.setCloneNodeMax(1);
    }
    clone.setInterleave(Words.isTrue(meta.get("interleave")));
    clone.setOrdered(Words.isTrue(meta.get("ordered")));
    int count = Math.max(1, clone.cloneMax());
    for (int i = 0; i < count; i++) {
      addInstance(clone);
    }
    return clone;
  }

  private void sizes(WorkingClone clone, boolean unique) {
    int nodes = Math.max(1, working.nodes().size());
    clone.setCloneMax(count(clone.meta("clone-max"), nodes));
    int each = count(clone.meta("clone-node-max"), 1);
    clone.setCloneNodeMax(unique ? each : Math.min(1, each));
    if (clone.promotable()) {
      clone.setPromotedMax(count(either(clone, "promoted-max", "master-max"), 1));
      clone.setPromotedNodeMax(count(either(clone, "promoted-node-max", "master-node-max"), 1));
    }
  }

  private static @Nullable String either(WorkingClone clone, String name, String oldName) {
    String value = clone.meta(name);
    return value == null ? clone.meta(oldName) : value;
  }

  private static int count(@Nullable String text, int otherwise) {
    return text == null ? otherwise : Math.max(0, Words.integer(text, 0));
  }

  private static boolean uniqueCapable(ResourceDefinition definition) {
    if (definition instanceof GroupDefinition group) {
      return group.members().stream().allMatch(ResourceFactory::uniqueCapable);
    }
    return definition instanceof PrimitiveDefinition primitive
        && UNIQUE_CAPABLE.contains(primitive.standard());
  }

  /** Makes one more instance of a clone; what is beyond the configured number is an orphan. */
  public WorkingResource addInstance(WorkingClone clone) {
    int number = clone.children().size();
    takeScoresOfNodes();
    WorkingResource instance = create(clone.definition().child(), clone, ":" + number);
    clone.children().add(instance);
    if (!uniqueCapable(clone.definition().child())) {
      instance.clear(ResourceFlag.UNIQUE);
      instance.children().forEach(member -> member.clear(ResourceFlag.UNIQUE));
    }
    if (number >= clone.cloneMax()) {
      instance.set(ResourceFlag.ORPHAN);
      instance.children().forEach(member -> member.set(ResourceFlag.ORPHAN));
    }
    return instance;
  }

  /** Makes a resource that is not configured; null: too little is known of it. */
  public @Nullable WorkingPrimitive orphan(
      String id, @Nullable String standard, @Nullable String provider, @Nullable String type) {
    if (standard == null || type == null) {
      return null;
    }
    PrimitiveDefinition definition =
        new PrimitiveDefinition(
            id,
            standard,
            provider,
            type,
            Map.of("id", id, "class", standard, "type", type),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    takeScoresOfNodes();
    WorkingPrimitive orphan = primitive(definition, null, "");
    orphan.set(ResourceFlag.ORPHAN);
    working.resources().add(orphan);
    return orphan;
  }
}
