package io.pacekeeper.runtime;

import io.pacekeeper.api.ClonePolicy;
import io.pacekeeper.api.ColocationConstraint;
import io.pacekeeper.api.OnFail;
import io.pacekeeper.api.OperationDefinition;
import io.pacekeeper.api.OrderConstraint;
import io.pacekeeper.api.OrderKind;
import io.pacekeeper.api.PromotionPolicy;
import io.pacekeeper.api.ResourceConstraints;
import io.pacekeeper.api.ResourceNeeds;
import io.pacekeeper.api.annotation.Clone;
import io.pacekeeper.api.annotation.Colocate;
import io.pacekeeper.api.annotation.Demote;
import io.pacekeeper.api.annotation.Promotable;
import io.pacekeeper.api.annotation.Promote;
import io.pacekeeper.api.annotation.StartAfter;
import io.pacekeeper.api.annotation.Utilization;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the annotations of a class say of its instances and of other resources: clones, promotions,
 * colocations and orders.
 */
record AnnotatedComposition(Class<?> type, AnnotatedMethods methods) {

  /** Returns how the resource is cloned, or null if it is not. */
  @Nullable ClonePolicy cloning() {
    Clone clone = type.getAnnotation(Clone.class);
    PromotionPolicy promotion = promotion();
    if (clone == null) {
      ClonePolicy usual = ClonePolicy.DEFAULTS;
      return promotion == null
          ? null
          : new ClonePolicy(
              usual.max(),
              usual.nodeMax(),
              usual.min(),
              usual.interleave(),
              usual.ordered(),
              usual.globallyUnique(),
              promotion);
    }
    if (clone.globallyUnique()) {
      methods.requireInstances();
    }
    return AnnotatedResource.at(
        type.getName() + ": @Clone",
        () ->
            new ClonePolicy(
                clone.max(),
                clone.nodeMax(),
                clone.min(),
                clone.interleave(),
                clone.ordered(),
                clone.globallyUnique(),
                promotion));
  }

  private @Nullable PromotionPolicy promotion() {
    Promotable promotable = type.getAnnotation(Promotable.class);
    Method promote = methods.promote();
    Method demote = methods.demote();
    if (promotable == null || promote == null || demote == null) {
      return null;
    }
    Promote up = promote.getAnnotation(Promote.class);
    Demote down = demote.getAnnotation(Demote.class);
    OperationDefinition promotes = operation(promote, "@Promote", up.timeout(), up.onFail());
    OperationDefinition demotes = operation(demote, "@Demote", down.timeout(), down.onFail());
    return AnnotatedResource.at(
        type.getName() + ": @Promotable",
        () -> new PromotionPolicy(promotable.max(), promotable.nodeMax(), promotes, demotes));
  }

  private static OperationDefinition operation(
      Method method, String annotation, String timeout, OnFail onFail) {
    return AnnotatedResource.at(
        AnnotatedMethods.name(method) + ": " + annotation,
        () -> new OperationDefinition(Durations.parse(timeout), onFail));
  }

  /** Returns what ties the resource to others. */
  ResourceConstraints constraints() {
    List<ColocationConstraint> colocations = new ArrayList<>();
    for (Colocate one : type.getAnnotationsByType(Colocate.class)) {
      colocations.add(
          AnnotatedResource.at(
              type.getName() + ": @Colocate",
              () -> new ColocationConstraint(one.with(), one.score(), one.role(), one.withRole())));
    }
    List<OrderConstraint> orders = new ArrayList<>();
    for (StartAfter one : type.getAnnotationsByType(StartAfter.class)) {
      boolean symmetrical = one.symmetrical() && one.kind() != OrderKind.SERIALIZE;
      orders.add(
          AnnotatedResource.at(
              type.getName() + ": @StartAfter",
              () -> new OrderConstraint(one.value(), one.kind(), symmetrical, one.role())));
    }
    return new ResourceConstraints(colocations, orders);
  }

  /** Returns what the resource needs of a node. */
  ResourceNeeds needs(boolean allowUnhealthyNodes) {
    TreeMap<String, Integer> utilization = new TreeMap<>();
    for (Utilization one : type.getAnnotationsByType(Utilization.class)) {
      int amount =
          AnnotatedResource.at(
              type.getName() + ": @Utilization",
              () -> ResourceNeeds.requireAmount(one.name(), one.value()));
      if (utilization.put(one.name(), amount) != null) {
        throw new IllegalArgumentException(
            "%s: @Utilization: %s is named twice: say once how much it takes"
                .formatted(type.getName(), one.name()));
      }
    }
    return new ResourceNeeds(utilization, allowUnhealthyNodes);
  }
}
