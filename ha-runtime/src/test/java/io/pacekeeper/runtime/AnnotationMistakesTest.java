package io.pacekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.pacekeeper.api.Activation;
import io.pacekeeper.api.Resource;
import io.pacekeeper.api.annotation.HaResource;
import io.pacekeeper.api.annotation.Location;
import io.pacekeeper.api.annotation.Monitor;
import io.pacekeeper.api.annotation.Start;
import io.pacekeeper.api.annotation.Stop;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mistake in an annotation, and the sentence that names it. */
class AnnotationMistakesTest {

  /** What is right, for the others to differ from in one thing. */
  public static class Right {
    @Start
    public void begin() {}

    @Stop
    public void end() {}
  }

  public static class NoAnnotation {}

  @HaResource("a b")
  public static class BadName extends Right {}

  @HaResource("r")
  public static class NoStart {
    @Stop
    public void end() {}
  }

  @HaResource("r")
  public static class NoStop {
    @Start
    public void begin() {}
  }

  @HaResource("r")
  public static class TwoStarts extends Right {
    @Start
    public void beginAgain(Activation activation) {}
  }

  @HaResource("r")
  public static class TwoMonitors extends Right {
    @Monitor(interval = "1s")
    public void one() {}

    @Monitor(interval = "1s")
    @Monitor(interval = "2s")
    public void two() {}
  }

  @HaResource("r")
  public static class WrongStartParameter {
    @Start
    public void begin(String name) {}

    @Stop
    public void end() {}
  }

  @HaResource("r")
  public static class WrongStopParameter {
    @Start
    public void begin() {}

    @Stop
    public void end(String why) {}
  }

  @HaResource("r")
  public static class WrongMonitorParameter extends Right {
    @Monitor(interval = "1s")
    public boolean well(int depth, String name) {
      return true;
    }
  }

  @HaResource("r")
  public static class WrongMonitorType extends Right {
    @Monitor(interval = "1s")
    public String well() {
      return "well";
    }
  }

  @HaResource("r")
  public static class StartReturns {
    @Start
    public boolean begin() {
      return true;
    }

    @Stop
    public void end() {}
  }

  @HaResource("r")
  public static class PrivateStart {
    @Start
    @SuppressWarnings("UnusedMethod")
    private void begin() {}

    @Stop
    public void end() {}
  }

  @HaResource("r")
  public static class PackagePrivateStop {
    @Start
    public void begin() {}

    @Stop
    void end() {}
  }

  @HaResource("r")
  public static class StaticMonitor extends Right {
    @Monitor(interval = "1s")
    public static boolean well() {
      return true;
    }
  }

  @HaResource("r")
  static class NotPublic extends Right {}

  @HaResource("r")
  public static class GarbledTimeout {
    @Start(timeout = "soon")
    public void begin() {}

    @Stop
    public void end() {}
  }

  @HaResource("r")
  public static class NegativeTimeout {
    @Start
    public void begin() {}

    @Stop(timeout = "-2s")
    public void end() {}
  }

  @HaResource("r")
  public static class ZeroTimeout {
    @Start(timeout = "0s")
    public void begin() {}

    @Stop
    public void end() {}
  }

  @HaResource("r")
  public static class ZeroInterval extends Right {
    @Monitor(interval = "0ms")
    public void well() {}
  }

  @HaResource(value = "r", failureTimeout = "1 day")
  public static class GarbledFailureTimeout extends Right {}

  @HaResource(value = "r", migrationThreshold = -1)
  public static class NegativeThreshold extends Right {}

  @HaResource("r")
  @Location(node = "node1", rule = "zone eq west", score = 1)
  public static class LocationWithBoth extends Right {}

  @HaResource("r")
  @Location(score = 1)
  public static class LocationWithNeither extends Right {}

  @HaResource("r")
  @Location(rule = "zone is west", score = 1)
  public static class UnknownOperator extends Right {}

  @HaResource("r")
  @Location(node = "node1", score = 1)
  @Location(node = "no/node", score = 1)
  public static class BadNodeName extends Right {}

  static Stream<Arguments> mistakes() {
    return Stream.of(
        arguments(
            new NoAnnotation(), "NoAnnotation has no @HaResource: annotate it, or give a Resource"),
        arguments(
            NoAnnotation.class,
            "NoAnnotation is a class: give an object of it, such as new NoAnnotation()"),
        arguments(
            Resource.whileRunning("r", () -> {}),
            "a Resource.Builder is not a resource yet: call its build()"),
        arguments(
            new BadName(),
            "BadName: @HaResource: the name of a resource has 1 to 128 letters, digits, dots, dashes and underscores, and begins with a letter or a digit, but it is 'a b'"),
        arguments(
            new NoStart(),
            "NoStart has no method with @Start: put it on the public method that makes the resource active"),
        arguments(
            new NoStop(),
            "NoStop has no method with @Stop: put it on the public method that makes the resource inactive"),
        arguments(
            new TwoStarts(),
            "Right.begin() and TwoStarts.beginAgain(Activation) both have @Start: leave it on one"),
        arguments(
            new TwoMonitors(),
            "TwoMonitors.one() and TwoMonitors.two() both have @Monitor: leave it on one, as often as there are intervals"),
        arguments(
            new WrongStartParameter(),
            "WrongStartParameter.begin(String) has @Start and so takes nothing or one Activation: change its parameters"),
        arguments(
            new WrongStopParameter(),
            "WrongStopParameter.end(String) has @Stop and so takes nothing or one Activation: change its parameters"),
        arguments(
            new WrongMonitorParameter(),
            "WrongMonitorParameter.well(int, String) has @Monitor and so takes nothing or one Activation: change its parameters"),
        arguments(
            new WrongMonitorType(),
            "WrongMonitorType.well() has @Monitor and so returns boolean or void, but it returns java.lang.String: change its type"),
        arguments(
            new StartReturns(),
            "StartReturns.begin() has @Start and so returns void, but it returns boolean: throw if it fails, and return when it is done"),
        arguments(
            new PrivateStart(),
            "PrivateStart.begin() has @Start but cannot be called: make it public"),
        arguments(
            new PackagePrivateStop(),
            "PackagePrivateStop.end() has @Stop but cannot be called: make it public"),
        arguments(
            new StaticMonitor(),
            "StaticMonitor.well() has @Monitor but is static: make it a method of the object"),
        arguments(
            new NotPublic(),
            "NotPublic is not public, so its methods cannot be called: make it public"),
        arguments(
            new GarbledTimeout(),
            "GarbledTimeout.begin(): @Start: 'soon' is not a duration: write a number and ms, s, m or h, such as 20s"),
        arguments(
            new NegativeTimeout(),
            "NegativeTimeout.end(): @Stop: '-2s' is negative: write a duration of zero or longer"),
        arguments(
            new ZeroTimeout(),
            "ZeroTimeout.begin(): @Start: a timeout must be longer than zero, but it is PT0S"),
        arguments(
            new ZeroInterval(),
            "ZeroInterval.well(): @Monitor: a monitor's interval must be longer than zero, but it is PT0S"),
        arguments(
            new GarbledFailureTimeout(),
            "GarbledFailureTimeout: @HaResource: failureTimeout: '1 day' is not a duration: write a number and ms, s, m or h, such as 20s"),
        arguments(
            new NegativeThreshold(),
            "NegativeThreshold: @HaResource: resource r: migrationThreshold must be 0 (never) or more, but it is -1"),
        arguments(
            new LocationWithBoth(),
            "LocationWithBoth: @Location: a location names either a node or a rule, but it has both"),
        arguments(
            new LocationWithNeither(),
            "LocationWithNeither: @Location: a location names either a node or a rule, but it has neither"),
        arguments(
            new UnknownOperator(),
            "UnknownOperator: @Location: the rule 'zone is west' has the unknown operator 'is': use eq, ne, lt, lte, gt, gte, defined or not_defined"),
        arguments(
            new BadNodeName(),
            "BadNodeName: @Location: the name of a node has 1 to 128 letters, digits, dots, dashes and underscores, and begins with a letter or a digit, but it is 'no/node'"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsOneSentenceThatNamesTheClassAndTheMember(Object resource, String sentence) {
    assertThatThrownBy(() -> AnnotatedResource.of(resource))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .extracting(e -> e.getMessage().replace(AnnotationMistakesTest.class.getName() + "$", ""))
        .isEqualTo(sentence);
  }
}
