package io.pacekeeper.api.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a resource a clone of which some instances are promoted; see {@link Promote} and {@link
 * Demote}. How the instances are spread is said by {@link Clone}, which may be left out.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Promotable {
  /** Returns how many instances are promoted in the cluster. */
  int max() default 1;

  /** Returns how many instances are promoted on one node. */
  int nodeMax() default 1;
}
