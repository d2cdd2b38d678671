package io.pacekeeper.api.annotation;

import io.pacekeeper.api.OnFail;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the method that makes a resource inactive. It takes nothing or the {@link
 * io.pacekeeper.api.Activation} that it was started with; see {@link
 * io.pacekeeper.api.ResourceAgent#stop}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Stop {
  /** Returns how long it may take, such as {@code 500ms}, {@code 20s} or {@code 1m}. */
  String timeout() default "20s";

  /** Returns what follows when it fails or takes longer. */
  OnFail onFail() default OnFail.FENCE;
}
