package io.pacekeeper.api.annotation;

import io.pacekeeper.api.OnFail;
import io.pacekeeper.api.Role;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the method that tells whether an active resource is well: it takes nothing, and fails by
 * returning false or by throwing. May be there several times, on one method, with different
 * intervals; see {@link io.pacekeeper.api.ResourceAgent#monitor}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(Monitor.List.class)
public @interface Monitor {
  /**
   * Returns the time from the end of one monitor to the beginning of the next, such as {@code 2s}.
   */
  String interval();

  /** Returns how long it may take, such as {@code 500ms}, {@code 20s} or {@code 1m}. */
  String timeout() default "20s";

  /** Returns what follows when it fails or takes longer. */
  OnFail onFail() default OnFail.RESTART;

  /**
   * Returns the role in which the instance is monitored by this; {@link Role#STARTED} is every role
   * but {@link Role#PROMOTED}.
   */
  Role role() default Role.STARTED;

  /** Several {@link Monitor}s. */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @interface List {
    /** Returns them. */
    Monitor[] value();
  }
}
