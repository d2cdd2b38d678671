package io.pacekeeper.core.document;

import io.pacekeeper.api.LocationConstraint;
import io.pacekeeper.api.Names;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A location constraint that an administrator made.
 *
 * @param id its id, unique among those of the cluster
 * @param resource the resource that it is about
 * @param location where, and how much
 * @param until when it ends by itself, or null for never
 */
public record ResourceLocation(
    String id, String resource, LocationConstraint location, @Nullable Instant until) {
  public ResourceLocation {
    Names.requireValid("constraint", id);
    Names.requireValid("resource", resource);
  }

  /** Returns whether it holds at this time. */
  public boolean holds(Instant now) {
    return until == null || now.isBefore(until);
  }
}
