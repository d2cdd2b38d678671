package io.pacekeeper.runtime;

import io.pacekeeper.api.Activation;
import io.pacekeeper.api.annotation.Demote;
import io.pacekeeper.api.annotation.Monitor;
import io.pacekeeper.api.annotation.Promotable;
import io.pacekeeper.api.annotation.Promote;
import io.pacekeeper.api.annotation.Start;
import io.pacekeeper.api.annotation.Stop;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The methods of a class that have the annotations of a resource, found in the class and its
 * superclasses, and checked: each can be called as it stands.
 */
record AnnotatedMethods(
    Method start,
    Method stop,
    @Nullable Method promote,
    @Nullable Method demote,
    @Nullable Method monitor) {

  /**
   * Finds the methods of a class.
   *
   * @throws IllegalArgumentException naming the class and the method, if one is missing or wrong
   */
  static AnnotatedMethods of(Class<?> type) {
    if (!Modifier.isPublic(type.getModifiers())) {
      throw new IllegalArgumentException(
          type.getName() + " is not public, so its methods cannot be called: make it public");
    }
    Method start = required(type, Start.class, "active");
    requireParameters(start, Start.class, Activation.class);
    requireReturns(start, Start.class, void.class);
    Method stop = required(type, Stop.class, "inactive");
    requireParameters(stop, Stop.class, Activation.class);
    requireReturns(stop, Stop.class, void.class);
    Method promote = optional(type, Promote.class);
    Method demote = optional(type, Demote.class);
    requirePromotable(type, promote, demote);
    Method monitor = find(type, Monitor.class);
    if (monitor != null) {
      requireParameters(monitor, Monitor.class, Activation.class);
      requireReturns(monitor, Monitor.class, boolean.class, void.class);
    }
    return new AnnotatedMethods(start, stop, promote, demote, monitor);
  }

  private static @Nullable Method optional(Class<?> type, Class<? extends Annotation> annotation) {
    Method method = find(type, annotation);
    if (method != null) {
      requireParameters(method, annotation, Activation.class);
      requireReturns(method, annotation, void.class);
    }
    return method;
  }

  private static void requirePromotable(
      Class<?> type, @Nullable Method promote, @Nullable Method demote) {
    boolean promotable = type.isAnnotationPresent(Promotable.class);
    if (promotable && (promote == null || demote == null)) {
      throw new IllegalArgumentException(
          type.getName()
              + " has @Promotable, but no method with "
              + (promote == null ? "@Promote" : "@Demote")
              + ": put it on the public method that "
              + (promote == null ? "promotes" : "demotes")
              + " the resource");
    }
    Method one = promote == null ? demote : promote;
    if (!promotable && one != null) {
      throw new IllegalArgumentException(
          name(one)
              + " has @"
              + (promote == null ? "Demote" : "Promote")
              + ", but "
              + type.getName()
              + " has no @Promotable: add it to the class");
    }
  }

  /**
   * Requires that the methods take the activation, which tells which instance is meant.
   *
   * @throws IllegalArgumentException naming the method that does not
   */
  void requireInstances() {
    for (Method method : Arrays.asList(start, stop, promote, demote, monitor)) {
      if (method != null && method.getParameterCount() == 0) {
        throw new IllegalArgumentException(
            name(method)
                + " takes nothing, but a globally unique clone may have several instances on one"
                + " object: let it take the Activation, which tells them apart");
      }
    }
  }

  /** Returns a method as messages name it. */
  static String name(Method method) {
    return method.getDeclaringClass().getName()
        + "."
        + method.getName()
        + Arrays.stream(method.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(", ", "(", ")"));
  }

  private static Method required(
      Class<?> type, Class<? extends Annotation> annotation, String makes) {
    Method method = find(type, annotation);
    if (method == null) {
      throw new IllegalArgumentException(
          type.getName()
              + " has no method with @"
              + annotation.getSimpleName()
              + ": put it on the public method that makes the resource "
              + makes);
    }
    return method;
  }

  private static @Nullable Method find(Class<?> type, Class<? extends Annotation> annotation) {
    List<Method> found = new ArrayList<>();
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      for (Method method : at.getDeclaredMethods()) {
        if (method.getAnnotationsByType(annotation).length > 0
            && !method.isBridge()
            && found.stream().noneMatch(below -> overrides(below, method))) {
          found.add(method);
        }
      }
    }
    if (found.size() > 1) {
      throw new IllegalArgumentException(
          found.stream().map(AnnotatedMethods::name).sorted().collect(Collectors.joining(" and "))
              + " both have @"
              + annotation.getSimpleName()
              + ": leave it on one"
              + (annotation == Monitor.class ? ", as often as there are intervals" : ""));
    }
    if (found.isEmpty()) {
      return null;
    }
    requireCallable(found.get(0), annotation);
    return found.get(0);
  }

  private static boolean overrides(Method below, Method above) {
    return below.getName().equals(above.getName())
        && Arrays.equals(below.getParameterTypes(), above.getParameterTypes())
        && !Modifier.isPrivate(above.getModifiers());
  }

  private static void requireCallable(Method method, Class<? extends Annotation> annotation) {
    String problem = null;
    if (Modifier.isStatic(method.getModifiers())) {
      problem = " but is static: make it a method of the object";
    } else if (!Modifier.isPublic(method.getModifiers())) {
      problem = " but cannot be called: make it public";
    } else if (!method.trySetAccessible()) {
      Class<?> owner = method.getDeclaringClass();
      problem =
          " but cannot be called: let module "
              + owner.getModule().getName()
              + " open "
              + owner.getPackageName()
              + " to io.pacekeeper.runtime";
    }
    if (problem != null) {
      throw new IllegalArgumentException(
          name(method) + " has @" + annotation.getSimpleName() + problem);
    }
  }

  private static void requireParameters(
      Method method, Class<? extends Annotation> annotation, @Nullable Class<?> optional) {
    Class<?>[] types = method.getParameterTypes();
    if (types.length == 0 || (types.length == 1 && types[0] == optional)) {
      return;
    }
    throw new IllegalArgumentException(
        name(method)
            + " has @"
            + annotation.getSimpleName()
            + " and so takes nothing"
            + (optional == null ? "" : " or one " + optional.getSimpleName())
            + ": change its parameters");
  }

  private static void requireReturns(
      Method method, Class<? extends Annotation> annotation, Class<?>... allowed) {
    if (Arrays.asList(allowed).contains(method.getReturnType())) {
      return;
    }
    throw new IllegalArgumentException(
        name(method)
            + " has @"
            + annotation.getSimpleName()
            + " and so returns "
            + Arrays.stream(allowed).map(Class::getName).collect(Collectors.joining(" or "))
            + ", but it returns "
            + method.getReturnType().getName()
            + (annotation == Monitor.class
                ? ": change its type"
                : ": throw if it fails, and return when it is done"));
  }
}
