package io.pacekeeper.runtime;

import io.pacekeeper.api.ClonePolicy;
import io.pacekeeper.api.GroupMembership;
import io.pacekeeper.api.LocationConstraint;
import io.pacekeeper.api.MonitorDefinition;
import io.pacekeeper.api.Names;
import io.pacekeeper.api.OperationDefinition;
import io.pacekeeper.api.Resource;
import io.pacekeeper.api.ResourceConstraints;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.ResourceNeeds;
import io.pacekeeper.api.Rule;
import io.pacekeeper.api.annotation.HaResource;
import io.pacekeeper.api.annotation.Location;
import io.pacekeeper.api.annotation.Monitor;
import io.pacekeeper.api.annotation.Start;
import io.pacekeeper.api.annotation.Stop;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns an object whose class has the annotations of a resource into a {@link Resource}. Every
 * mistake is an {@link IllegalArgumentException} of one sentence that names the class, the member
 * and the mend.
 */
final class AnnotatedResource {
  private final Class<?> type;
  private final HaResource annotation;

  private AnnotatedResource(Class<?> type, HaResource annotation) {
    this.type = type;
    this.annotation = annotation;
  }

  /** Returns the resource that something is: as it stands, or by its annotations. */
  static Resource of(Object resource) {
    if (resource instanceof Resource ready) {
      return ready;
    }
    if (resource instanceof Resource.Builder) {
      throw new IllegalArgumentException(
          "a Resource.Builder is not a resource yet: call its build()");
    }
    if (resource instanceof Class<?> type) {
      throw new IllegalArgumentException(
          type.getName()
              + " is a class: give an object of it, such as new "
              + type.getSimpleName()
              + "()");
    }
    Class<?> type = resource.getClass();
    HaResource annotation = type.getAnnotation(HaResource.class);
    if (annotation == null) {
      throw new IllegalArgumentException(
          type.getName() + " has no @HaResource: annotate it, or give a Resource");
    }
    return new AnnotatedResource(type, annotation).read(resource);
  }

  private Resource read(Object target) {
    AnnotatedMethods methods = AnnotatedMethods.of(type);
    return Resource.of(definition(methods), () -> new AnnotatedAgent(target, methods));
  }

  private ResourceDefinition definition(AnnotatedMethods methods) {
    OperationDefinition start = start(methods.start());
    OperationDefinition stop = stop(methods.stop());
    List<MonitorDefinition> monitors = monitors(methods.monitor());
    List<LocationConstraint> locations = locations();
    AnnotatedComposition composition = new AnnotatedComposition(type, methods);
    ClonePolicy cloning = composition.cloning();
    ResourceConstraints constraints = composition.constraints();
    ResourceNeeds needs = composition.needs(annotation.allowUnhealthyNodes());
    return at(
        type.getName() + ": @HaResource",
        () ->
            new ResourceDefinition(
                annotation.value(),
                annotation.priority(),
                annotation.stickiness(),
                annotation.targetRole(),
                annotation.managed(),
                false,
                annotation.requires(),
                annotation.migrationThreshold(),
                at("failureTimeout", () -> Durations.parse(annotation.failureTimeout())),
                start,
                stop,
                monitors,
                locations,
                group(),
                cloning,
                constraints,
                needs));
  }

  private @Nullable GroupMembership group() {
    return annotation.group().isEmpty()
        ? null
        : new GroupMembership(annotation.group(), annotation.groupPosition());
  }

  private static OperationDefinition start(Method method) {
    Start start = method.getAnnotation(Start.class);
    return at(
        AnnotatedMethods.name(method) + ": @Start",
        () -> new OperationDefinition(Durations.parse(start.timeout()), start.onFail()));
  }

  private static OperationDefinition stop(Method method) {
    Stop stop = method.getAnnotation(Stop.class);
    return at(
        AnnotatedMethods.name(method) + ": @Stop",
        () -> new OperationDefinition(Durations.parse(stop.timeout()), stop.onFail()));
  }

  private static List<MonitorDefinition> monitors(@Nullable Method method) {
    List<MonitorDefinition> monitors = new ArrayList<>();
    if (method != null) {
      for (Monitor monitor : method.getAnnotationsByType(Monitor.class)) {
        monitors.add(
            at(
                AnnotatedMethods.name(method) + ": @Monitor",
                () ->
                    new MonitorDefinition(
                        Durations.parse(monitor.interval()),
                        Durations.parse(monitor.timeout()),
                        monitor.onFail(),
                        monitor.role())));
      }
    }
    return monitors;
  }

  private List<LocationConstraint> locations() {
    List<LocationConstraint> locations = new ArrayList<>();
    for (Location location : type.getAnnotationsByType(Location.class)) {
      locations.add(at(type.getName() + ": @Location", () -> location(location)));
    }
    return locations;
  }

  private static LocationConstraint location(Location location) {
    String node = location.node().isEmpty() ? null : Names.requireValid("node", location.node());
    Rule rule = location.rule().isEmpty() ? null : Rule.parse(location.rule());
    return new LocationConstraint(node, rule, location.score(), location.role());
  }

  static <T> T at(String place, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
    }
  }
}
