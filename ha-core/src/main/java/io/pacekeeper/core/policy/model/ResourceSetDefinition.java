package io.pacekeeper.core.policy.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A ResourceSetDefinition is a list of resources inside a constraint. */
public record ResourceSetDefinition(
    String id,
    @Nullable Boolean sequential,
    @Nullable Boolean requireAll,
    @Nullable String ordering,
    @Nullable String action,
    @Nullable String role,
    @Nullable String score,
    @Nullable String kind,
    @Nullable Boolean symmetrical,
    List<String> members) {
  public ResourceSetDefinition {
    members = List.copyOf(members);
  }
}
