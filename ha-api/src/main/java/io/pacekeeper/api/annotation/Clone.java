package io.pacekeeper.api.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Has a resource active on several nodes at once, an instance on each; see {@link
 * io.pacekeeper.api.ClonePolicy}. The one object runs all instances of its JVM: of a globally
 * unique clone those can be several, and its methods take the {@link io.pacekeeper.api.Activation}
 * that tells which one is meant.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Clone {
  /** Returns how many instances there are; 0 for one on every node. */
  int max() default 0;

  /** Returns how many instances one node may have. */
  int nodeMax() default 1;

  /** Returns how many have to be active before what is ordered after the clone begins. */
  int min() default 0;

  /** Returns whether clones that are ordered after it wait for their own node's instance alone. */
  boolean interleave() default false;

  /** Returns whether the instances start one after the other. */
  boolean ordered() default false;

  /** Returns whether the instances are told apart, each active once. */
  boolean globallyUnique() default false;
}
