package io.pacekeeper.api.annotation;

import io.pacekeeper.api.Role;
import io.pacekeeper.api.Score;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Has a resource prefer the nodes on which another one, or a group, is. */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Colocate.List.class)
public @interface Colocate {
  /** Returns the other resource, or a group. */
  String with();

  /**
   * Returns how much, from {@code -Score.INFINITY} (never together) to {@code Score.INFINITY} (only
   * together).
   */
  int score() default Score.INFINITY;

  /** Returns which instances of the resource this is about. */
  Role role() default Role.STARTED;

  /** Returns which instances of the other resource this is about. */
  Role withRole() default Role.STARTED;

  /** Several {@link Colocate}s. */
  @Documented
  @Inherited
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  @interface List {
    /** Returns them. */
    Colocate[] value();
  }
}
