package io.pacekeeper.runtime;

import io.pacekeeper.api.Activation;
import io.pacekeeper.api.ResourceAgent;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Runs a resource by the annotated methods of an object of the application. */
record AnnotatedAgent(Object target, Method startMethod, Method stopMethod, @Nullable Method check)
    implements ResourceAgent {

  @Override
  public void start(Activation activation) throws Exception {
    if (startMethod.getParameterCount() == 0) {
      invoke(startMethod);
    } else {
      invoke(startMethod, activation);
    }
  }

  @Override
  public void stop() throws Exception {
    invoke(stopMethod);
  }

  @Override
  public boolean monitor() throws Exception {
    return check == null || !Boolean.FALSE.equals(invoke(check));
  }

  private @Nullable Object invoke(Method method, Object... arguments) throws Exception {
    try {
      return method.invoke(target, arguments);
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
