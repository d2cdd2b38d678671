package io.pacekeeper.api.annotation;

import io.pacekeeper.api.OrderKind;
import io.pacekeeper.api.Role;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Has a resource start after another one, or a group, and stop before it. */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(StartAfter.List.class)
public @interface StartAfter {
  /** Returns the other resource, or a group. */
  String value();

  /** Returns how much it binds. */
  OrderKind kind() default OrderKind.MANDATORY;

  /** Returns whether they stop in the reverse order; without effect where nothing is reversed. */
  boolean symmetrical() default true;

  /** Returns {@link Role#PROMOTED} to wait until the other one is promoted. */
  Role role() default Role.STARTED;

  /** Several {@link StartAfter}s. */
  @Documented
  @Inherited
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  @interface List {
    /** Returns them. */
    StartAfter[] value();
  }
}
