package io.pacekeeper.runtime;

import io.pacekeeper.api.Activation;
import io.pacekeeper.api.ResourceAgent;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Runs an activation of a resource by the annotated methods of an object of the application. All
 * activations have the same object; those of its methods that want to know take the activation that
 * is meant.
 */
final class AnnotatedAgent implements ResourceAgent {
  private final Object target;
  private final AnnotatedMethods methods;

  /** The activation, once it has begun. Operations follow each other, on different threads. */
  private volatile @Nullable Activation current;

  AnnotatedAgent(Object target, AnnotatedMethods methods) {
    this.target = target;
    this.methods = methods;
  }

  @Override
  public void start(Activation activation) throws Exception {
    current = activation;
    invoke(methods.start(), activation);
  }

  @Override
  public void stop() throws Exception {
    invoke(methods.stop(), current);
  }

  @Override
  public void promote(Activation activation) throws Exception {
    Method promote = methods.promote();
    if (promote == null) {
      ResourceAgent.super.promote(activation);
    } else {
      invoke(promote, activation);
    }
  }

  @Override
  public void demote() throws Exception {
    Method demote = methods.demote();
    if (demote != null) {
      invoke(demote, current);
    }
  }

  @Override
  public boolean monitor() throws Exception {
    Method check = methods.monitor();
    return check == null || !Boolean.FALSE.equals(invoke(check, current));
  }

  private @Nullable Object invoke(Method method, @Nullable Activation activation) throws Exception {
    try {
      return method.getParameterCount() == 0
          ? method.invoke(target)
          : method.invoke(target, activation);
    } catch (InvocationTargetException e) {
      Throwable thrown = e.getCause();
      if (thrown instanceof Exception exception) {
        throw exception;
      }
      if (thrown instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }
}
