package io.pacekeeper.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.JavaTypeVariable;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks at everything an application can name: the supertypes and type parameters of public types,
 * and the public and protected fields, methods and constructors of theirs, type arguments included.
 */
final class KeepForeignTypesOutOfSignatures extends ArchCondition<JavaClass> {
  private final DescribedPredicate<JavaClass> foreign;

  KeepForeignTypesOutOfSignatures(String... packages) {
    super("keep types of " + String.join(", ", packages) + " out of public signatures");
    foreign = JavaClass.Predicates.resideInAnyPackage(packages);
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    if (!visible(type)) {
      return;
    }
    report(type, type.getDescription(), typesNamedBy(type), events);
    for (JavaMember member : type.getMembers()) {
      if (visible(member)) {
        report(type, member.getDescription(), typesNamedBy(member), events);
      }
    }
  }

  private void report(
      JavaClass owner, String place, List<? extends JavaType> types, ConditionEvents events) {
    types.stream()
        .flatMap(type -> type.getAllInvolvedRawTypes().stream())
        .map(JavaClass::getBaseComponentType)
        .filter(foreign)
        .distinct()
        .map(named -> place + " names " + named.getName())
        .forEach(message -> events.add(SimpleConditionEvent.violated(owner, message)));
  }

  private static List<JavaType> typesNamedBy(JavaClass type) {
    List<JavaType> types = new ArrayList<>(type.getInterfaces());
    type.getSuperclass().ifPresent(types::add);
    addBounds(type.getTypeParameters(), types);
    return types;
  }

  private static List<JavaType> typesNamedBy(JavaMember member) {
    List<JavaType> types = new ArrayList<>();
    if (member instanceof JavaField field) {
      types.add(field.getType());
    } else if (member instanceof JavaCodeUnit unit) {
      types.add(unit.getReturnType());
      types.addAll(unit.getParameterTypes());
      types.addAll(unit.getExceptionTypes());
      addBounds(unit.getTypeParameters(), types);
    }
    return types;
  }

  private static void addBounds(
      List<? extends JavaTypeVariable<?>> variables, List<JavaType> types) {
    variables.forEach(variable -> types.addAll(variable.getUpperBounds()));
  }

  /** A type is visible if it and all types around it are. */
  private static boolean visible(JavaClass type) {
    Optional<JavaClass> around = type.getEnclosingClass();
    return visible(type.getModifiers())
        && (around.isEmpty() || visible(around.get()))
        && !type.isAnonymousClass();
  }

  private static boolean visible(JavaMember member) {
    return visible(member.getModifiers())
        && !member.getModifiers().contains(JavaModifier.SYNTHETIC);
  }

  private static boolean visible(java.util.Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }
}
