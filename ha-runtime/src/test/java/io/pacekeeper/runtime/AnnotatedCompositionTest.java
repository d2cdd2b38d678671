package io.pacekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pacekeeper.api.Activation;
import io.pacekeeper.api.ClonePolicy;
import io.pacekeeper.api.ColocationConstraint;
import io.pacekeeper.api.GroupMembership;
import io.pacekeeper.api.LocationConstraint;
import io.pacekeeper.api.MonitorDefinition;
import io.pacekeeper.api.OnFail;
import io.pacekeeper.api.OperationDefinition;
import io.pacekeeper.api.OrderConstraint;
import io.pacekeeper.api.OrderKind;
import io.pacekeeper.api.PromotionPolicy;
import io.pacekeeper.api.ResourceAgent;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.Role;
import io.pacekeeper.api.Score;
import io.pacekeeper.api.annotation.Clone;
import io.pacekeeper.api.annotation.Colocate;
import io.pacekeeper.api.annotation.Demote;
import io.pacekeeper.api.annotation.HaResource;
import io.pacekeeper.api.annotation.Location;
import io.pacekeeper.api.annotation.Monitor;
import io.pacekeeper.api.annotation.Promotable;
import io.pacekeeper.api.annotation.Promote;
import io.pacekeeper.api.annotation.Start;
import io.pacekeeper.api.annotation.StartAfter;
import io.pacekeeper.api.annotation.Stop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What annotations say of instances and of other resources. */
class AnnotatedCompositionTest {

  @HaResource("db")
  @Clone(max = 3, interleave = true)
  @Promotable(max = 2)
  @Location(node = "node1", score = 7, role = Role.PROMOTED)
  @Colocate(with = "cache", score = -5, role = Role.PROMOTED, withRole = Role.STARTED)
  @Colocate(with = "disk")
  @StartAfter("disk")
  @StartAfter(value = "cache", kind = OrderKind.SERIALIZE)
  public static class Database {
    final List<String> calls = new ArrayList<>();

    @Start
    public void start() {
      calls.add("start");
    }

    @Stop
    public void stop(Activation activation) {
      calls.add("stop " + activation);
    }

    @Promote(timeout = "3s", onFail = OnFail.BLOCK)
    public void promote(Activation activation) {
      calls.add("promote " + activation);
    }

    @Demote(timeout = "4s")
    public void demote() {
      calls.add("demote");
    }

    @Monitor(interval = "2s", role = Role.PROMOTED)
    public boolean healthy() {
      return true;
    }
  }

  @Test
  void everythingThatIsSaidIsInTheDefinition() {
    ResourceDefinition definition = AnnotatedResource.of(new Database()).definition();

    assertThat(definition.cloning())
        .isEqualTo(
            new ClonePolicy(
                3,
                1,
                0,
                true,
                false,
                false,
                new PromotionPolicy(
                    2,
                    1,
                    new OperationDefinition(Duration.ofSeconds(3), OnFail.BLOCK),
                    new OperationDefinition(Duration.ofSeconds(4), OnFail.RESTART))));
    assertThat(definition.constraints().colocations())
        .containsExactly(
            new ColocationConstraint("cache", -5, Role.PROMOTED, Role.STARTED),
            new ColocationConstraint("disk", Score.INFINITY));
    assertThat(definition.constraints().orders())
        .containsExactly(
            new OrderConstraint("disk"),
            new OrderConstraint("cache", OrderKind.SERIALIZE, false, Role.STARTED));
    assertThat(definition.locations())
        .containsExactly(new LocationConstraint("node1", null, 7, Role.PROMOTED));
    assertThat(definition.monitors())
        .containsExactly(
            new MonitorDefinition(
                Duration.ofSeconds(2), Duration.ofSeconds(20), OnFail.RESTART, Role.PROMOTED));
  }

  @Test
  void theMethodsAreCalledWithTheActivationIfTheyTakeIt() throws Exception {
    Database database = new Database();
    ResourceAgent agent = AnnotatedResource.of(database).newAgent();

    agent.start(null);
    agent.promote(null);
    agent.demote();
    agent.stop();

    assertThat(database.calls).containsExactly("start", "promote null", "demote", "stop null");
  }

  @HaResource(value = "web", group = "shop", groupPosition = 2)
  public static class Member {
    @Start
    public void start() {}

    @Stop
    public void stop() {}
  }

  @Test
  void aMemberOfAGroupHasItsPlace() {
    assertThat(AnnotatedResource.of(new Member()).definition().group())
        .isEqualTo(new GroupMembership("shop", 2));
  }

  @HaResource(value = "web", group = "shop")
  @Clone(max = 2)
  public static class ClonedMember extends Member {}

  @Test
  void aMemberMayBeClonedWithItsGroup() {
    ResourceDefinition definition = AnnotatedResource.of(new ClonedMember()).definition();
    assertThat(definition.group()).isEqualTo(new GroupMembership("shop", 0));
    assertThat(definition.cloning()).isNotNull().extracting(ClonePolicy::max).isEqualTo(2);
  }

  @HaResource(value = "web", group = "shop")
  @Clone(globallyUnique = true)
  public static class NumberedMember {
    @Start
    public void start(Activation activation) {}

    @Stop
    public void stop(Activation activation) {}
  }

  @HaResource(value = "web", group = "shop")
  @Promotable
  public static class PromotableMember extends Database {}

  @HaResource("web")
  @Clone(nodeMax = 2)
  public static class ManyAlike extends Member {}

  @HaResource("web")
  @Clone(globallyUnique = true)
  public static class Blind extends Member {}

  @HaResource("web")
  @Promotable
  public static class NeverPromoted extends Member {}

  @HaResource("web")
  @Promotable(max = 0)
  public static class NobodyPromoted extends Database {}

  @HaResource("web")
  public static class PromotedByMistake extends Member {
    @Promote
    public void lead() {}
  }

  @HaResource("web")
  @Colocate(with = "web")
  public static class WithItself extends Member {}

  @HaResource("web")
  @StartAfter(value = "db", role = Role.UNPROMOTED)
  public static class AfterNothing extends Member {}

  @HaResource("web")
  @Location(node = "node1", score = 1, role = Role.PROMOTED)
  public static class PromotedNowhere extends Member {}

  @Test
  void everyMistakeIsNamedWithItsMend() {
    String here = AnnotatedCompositionTest.class.getName() + "$";
    refuses(
        new NumberedMember(),
        here
            + "NumberedMember: @HaResource: resource web: it is in group shop and cloned, and what"
            + " is cloned with its group is all alike: do not make it globally unique");
    refuses(
        new PromotableMember(),
        here
            + "PromotableMember: @HaResource: resource web: it is in group shop and promotable: do"
            + " one or the other");
    refuses(
        new ManyAlike(),
        here
            + "ManyAlike: @Clone: clone-node-max is 2, but several instances on a node have to be"
            + " told apart: make the clone globally unique");
    refuses(
        new Blind(),
        here
            + "Member.start() takes nothing, but a globally unique clone may have several"
            + " instances on one object: let it take the Activation, which tells them apart");
    refuses(
        new NeverPromoted(),
        here
            + "NeverPromoted has @Promotable, but no method with @Promote: put it on the public"
            + " method that promotes the resource");
    refuses(
        new NobodyPromoted(),
        here
            + "NobodyPromoted: @Promotable: promoted-max and promoted-node-max must be 1 or more,"
            + " but they are 0 and 1");
    refuses(
        new PromotedByMistake(),
        here
            + "PromotedByMistake.lead() has @Promote, but "
            + here
            + "PromotedByMistake has no @Promotable: add it to the class");
    refuses(
        new WithItself(),
        here
            + "WithItself: @HaResource: resource web: a constraint ties it to itself: name another"
            + " resource");
    refuses(
        new AfterNothing(),
        here
            + "AfterNothing: @StartAfter: what starts after db waits until it is started or until"
            + " it is promoted, but not until it is unpromoted");
    refuses(
        new PromotedNowhere(),
        here
            + "PromotedNowhere: @HaResource: resource web: a monitor, location or colocation names"
            + " the role promoted or unpromoted, but it is not promotable");
  }

  private static void refuses(Object resource, String message) {
    assertThatThrownBy(() -> AnnotatedResource.of(resource))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
