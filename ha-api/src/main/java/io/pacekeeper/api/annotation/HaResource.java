package io.pacekeeper.api.annotation;

import io.pacekeeper.api.Requires;
import io.pacekeeper.api.TargetRole;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a class whose object is a resource: the cluster keeps it active on one node. The class and
 * the methods that it marks with {@link Start}, {@link Stop} and {@link Monitor} are public.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface HaResource {
  /** Returns the name of the resource, unique in the cluster. */
  String value();

  /** Returns its priority: resources of higher priority are assigned first. */
  int priority() default 0;

  /** Returns how much it prefers to stay where it is. */
  int stickiness() default 1;

  /** Returns whether it is to be active at all. */
  TargetRole targetRole() default TargetRole.STARTED;

  /** Returns whether the cluster may start and stop it. */
  boolean managed() default true;

  /** Returns what must be true before it may start. */
  Requires requires() default Requires.FENCING;

  /** Returns after how many failures it must leave a node; 0 means never. */
  int migrationThreshold() default 0;

  /** Returns how long after the last one failures are forgotten, such as {@code 10m}; 0s: never. */
  String failureTimeout() default "0s";

  /**
   * Returns the name of the group that it is in; empty for none. The members of a group are active
   * on one node; with {@link Clone} on each of them the whole group is on several.
   */
  String group() default "";

  /** Returns where in the group it is: members start by their position, and stop in reverse. */
  int groupPosition() default 0;

  /** Returns whether it may run on a node whose health speaks against it. */
  boolean allowUnhealthyNodes() default false;
}
