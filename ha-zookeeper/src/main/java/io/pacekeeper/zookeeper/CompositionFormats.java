package io.pacekeeper.zookeeper;

import io.pacekeeper.api.ClonePolicy;
import io.pacekeeper.api.ColocationConstraint;
import io.pacekeeper.api.GroupMembership;
import io.pacekeeper.api.OrderConstraint;
import io.pacekeeper.api.OrderKind;
import io.pacekeeper.api.PromotionPolicy;
import io.pacekeeper.api.ResourceConstraints;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.Role;
import org.jspecify.annotations.Nullable;

/** How is written what a resource has to do with others, and with instances of its own. */
final class CompositionFormats {
  private CompositionFormats() {}

  static void write(Draft draft, ResourceDefinition resource) {
    GroupMembership group = resource.group();
    ClonePolicy clone = resource.cloning();
    if (group != null) {
      Draft membership =
          Draft.empty().text("name", group.name()).number("position", group.position(), 0);
      // Here, where older nodes overlook it: to them a group is never cloned.
      draft.object("group", clone == null ? membership : membership.object("clone", clone(clone)));
    } else if (clone != null) {
      draft.object("clone", clone(clone));
    }
    draft
        .array("colocations", resource.constraints().colocations(), CompositionFormats::colocation)
        .array("orders", resource.constraints().orders(), CompositionFormats::order);
  }

  static @Nullable GroupMembership group(@Nullable Fields fields) {
    return fields == null
        ? null
        : new GroupMembership(fields.text("name"), fields.integer("position", 0));
  }

  private static Draft clone(ClonePolicy clone) {
    ClonePolicy absent = ClonePolicy.DEFAULTS;
    Draft draft =
        Draft.empty()
            .number("max", clone.max(), absent.max())
            .number("nodeMax", clone.nodeMax(), absent.nodeMax())
            .number("min", clone.min(), absent.min())
            .flag("interleave", clone.interleave(), absent.interleave())
            .flag("ordered", clone.ordered(), absent.ordered())
            .flag("globallyUnique", clone.globallyUnique(), absent.globallyUnique());
    PromotionPolicy promotion = clone.promotion();
    if (promotion != null) {
      PromotionPolicy usual = PromotionPolicy.DEFAULTS;
      draft.object(
          "promotion",
          Draft.empty()
              .number("max", promotion.max(), usual.max())
              .number("nodeMax", promotion.nodeMax(), usual.nodeMax())
              .objectUnlessEmpty(
                  "promote", ConfigFormat.operation(promotion.promote(), usual.promote()))
              .objectUnlessEmpty(
                  "demote", ConfigFormat.operation(promotion.demote(), usual.demote())));
    }
    return draft;
  }

  /**
   * Reads how a resource is cloned.
   *
   * @param resourceOrGroup those of its place in a group if it is in one, or its own
   */
  static @Nullable ClonePolicy clone(Fields resourceOrGroup) {
    Fields fields = resourceOrGroup.objectOrNull("clone");
    ClonePolicy absent = ClonePolicy.DEFAULTS;
    return fields == null
        ? null
        : new ClonePolicy(
            fields.integer("max", absent.max()),
            fields.integer("nodeMax", absent.nodeMax()),
            fields.integer("min", absent.min()),
            fields.flag("interleave", absent.interleave()),
            fields.flag("ordered", absent.ordered()),
            fields.flag("globallyUnique", absent.globallyUnique()),
            promotion(fields.objectOrNull("promotion")));
  }

  private static @Nullable PromotionPolicy promotion(@Nullable Fields fields) {
    PromotionPolicy usual = PromotionPolicy.DEFAULTS;
    return fields == null
        ? null
        : new PromotionPolicy(
            fields.integer("max", usual.max()),
            fields.integer("nodeMax", usual.nodeMax()),
            ConfigFormat.operation(fields.objectOrNull("promote"), usual.promote()),
            ConfigFormat.operation(fields.objectOrNull("demote"), usual.demote()));
  }

  static ResourceConstraints constraints(Fields resource) {
    return new ResourceConstraints(
        resource.array("colocations", CompositionFormats::colocation),
        resource.array("orders", CompositionFormats::order));
  }

  private static void colocation(Draft draft, ColocationConstraint colocation) {
    draft
        .text("with", colocation.with())
        .number("score", colocation.score())
        .word("role", colocation.role(), Role.STARTED)
        .word("withRole", colocation.withRole(), Role.STARTED);
  }

  private static ColocationConstraint colocation(Fields fields) {
    return new ColocationConstraint(
        fields.text("with"),
        fields.integer("score"),
        fields.word("role", Role.class, Role.STARTED),
        fields.word("withRole", Role.class, Role.STARTED));
  }

  private static void order(Draft draft, OrderConstraint order) {
    draft
        .text("first", order.first())
        .word("kind", order.kind(), OrderKind.MANDATORY)
        .flag("symmetrical", order.symmetrical(), true)
        .word("firstRole", order.firstRole(), Role.STARTED);
  }

  private static OrderConstraint order(Fields fields) {
    return new OrderConstraint(
        fields.text("first"),
        fields.word("kind", OrderKind.class, OrderKind.MANDATORY),
        fields.flag("symmetrical", true),
        fields.word("firstRole", Role.class, Role.STARTED));
  }
}
