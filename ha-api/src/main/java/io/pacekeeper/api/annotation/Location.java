package io.pacekeeper.api.annotation;

import io.pacekeeper.api.Role;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Has a resource prefer a node, or the nodes whose attributes match a rule. Exactly one of the two
 * is given.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Location.List.class)
public @interface Location {
  /** Returns the name of the node. */
  String node() default "";

  /** Returns the rule, such as {@code zone eq west}; see {@link io.pacekeeper.api.Rule#parse}. */
  String rule() default "";

  /**
   * Returns how much, from {@code -Score.INFINITY} (never there) to {@code Score.INFINITY} (only
   * there).
   */
  int score();

  /** Returns which instances it is about: {@link Role#PROMOTED} says where it is promoted. */
  Role role() default Role.STARTED;

  /** Several {@link Location}s. */
  @Documented
  @Inherited
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  @interface List {
    /** Returns them. */
    Location[] value();
  }
}
