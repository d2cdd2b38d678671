package io.pacekeeper.api.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says how much of a node's capacity a resource takes, as in {@code @Utilization(name = "memory",
 * value = 512)}. Counts where the cluster's {@code placement-strategy} says so.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Utilization.List.class)
public @interface Utilization {
  /** Returns of what: {@code memory}, {@code cpu}, or whatever else nodes have. */
  String name();

  /** Returns how much, in the unit in which the nodes' capacity is given. */
  int value();

  /** Several {@link Utilization}s. */
  @Documented
  @Inherited
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  @interface List {
    /** Returns them. */
    Utilization[] value();
  }
}
