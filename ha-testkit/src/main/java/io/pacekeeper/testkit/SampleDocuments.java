package io.pacekeeper.testkit;

import io.pacekeeper.api.ClonePolicy;
import io.pacekeeper.api.ColocationConstraint;
import io.pacekeeper.api.GroupMembership;
import io.pacekeeper.api.LocationConstraint;
import io.pacekeeper.api.MonitorDefinition;
import io.pacekeeper.api.OnFail;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.OperationDefinition;
import io.pacekeeper.api.OrderConstraint;
import io.pacekeeper.api.OrderKind;
import io.pacekeeper.api.PromotionPolicy;
import io.pacekeeper.api.Requires;
import io.pacekeeper.api.ResourceConstraints;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.ResourceNeeds;
import io.pacekeeper.api.Role;
import io.pacekeeper.api.Rule;
import io.pacekeeper.api.TargetRole;
import io.pacekeeper.api.fencing.FencingAction;
import io.pacekeeper.api.fencing.FencingDefinition;
import io.pacekeeper.api.fencing.FencingDeviceDefinition;
import io.pacekeeper.api.fencing.FencingResult;
import io.pacekeeper.api.fencing.FencingTopology;
import io.pacekeeper.core.document.AccessDocument;
import io.pacekeeper.core.document.AnswersDocument;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.Claim;
import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DirectivesDocument;
import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.ElectedDocument;
import io.pacekeeper.core.document.Failure;
import io.pacekeeper.core.document.FencingDocument;
import io.pacekeeper.core.document.FencingOptions;
import io.pacekeeper.core.document.HealthOptions;
import io.pacekeeper.core.document.HealthStrategy;
import io.pacekeeper.core.document.HistoryDocument;
import io.pacekeeper.core.document.HostDocument;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.NoQuorumPolicy;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.NodeRequest;
import io.pacekeeper.core.document.OrderNumber;
import io.pacekeeper.core.document.OrderedAction;
import io.pacekeeper.core.document.OrdersDocument;
import io.pacekeeper.core.document.Participation;
import io.pacekeeper.core.document.PlacementOptions;
import io.pacekeeper.core.document.PlacementStrategy;
import io.pacekeeper.core.document.PromotionState;
import io.pacekeeper.core.document.ReportDocument;
import io.pacekeeper.core.document.RequestsDocument;
import io.pacekeeper.core.document.ResourceLocation;
import io.pacekeeper.core.document.ResourceState;
import io.pacekeeper.core.document.TermDocument;
import io.pacekeeper.core.document.TransitionOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** One document of each kind, with a value in every field that tells it from its default. */
public final class SampleDocuments {
  private static final Instant WHEN = Instant.parse("2026-03-04T05:06:07.890123456Z");
  private static final ChangeNote NOTE =
      new ChangeNote("ann <ann@example.org>", "pk", WHEN, "host1", "what was to be changed");
  private static final Claim CLAIM =
      new Claim("ann", "new disks", WHEN, WHEN.plus(Duration.ofHours(2)));

  private SampleDocuments() {}

  /** Returns a document for each kind of key. */
  public static Map<DocumentKey, Document> oneOfEachKind() {
    SortedMap<DocumentKey, Document> samples = new TreeMap<>();
    samples.put(DocumentKey.CONFIG, config());
    samples.put(DocumentKey.TERM, new TermDocument(TermDocument.MAX_TERM, "node1", "i-\u00e9"));
    samples.put(DocumentKey.elected("node1"), new ElectedDocument(TermDocument.MAX_TERM, "i2"));
    samples.put(
        DocumentKey.node("node1"),
        new NodeDocument(
            List.of(CLAIM, NodeDocument.unnamed()),
            List.of(CLAIM),
            sorted("zone", "west"),
            List.of(new ChangeNote("bob", "pk", WHEN), NOTE),
            amounts("memory", 4096)));
    samples.put(DocumentKey.member("node1"), member());
    samples.put(DocumentKey.lease("node1"), lease());
    samples.put(DocumentKey.orders("node1"), orders());
    samples.put(DocumentKey.report("node1"), report());
    samples.put(DocumentKey.fencing("node1"), fencing());
    samples.put(DocumentKey.ACCESS, access());
    samples.put(DocumentKey.DIRECTIVES, directives());
    samples.put(DocumentKey.HISTORY, history());
    samples.put(
        DocumentKey.host("node1"),
        new HostDocument("p1", "host1", 4_294_967_296L, "0.1.0", 3, WHEN, "is stopped"));
    samples.put(
        DocumentKey.requests("node1"),
        new RequestsDocument(
            List.of(
                new NodeRequest("r1", NodeRequest.Kind.CLEANUP, "ledger", "", "ann", WHEN),
                new NodeRequest("r2", NodeRequest.Kind.PROVE, null, "challenge", "bob", WHEN))));
    samples.put(
        DocumentKey.answers("node1"),
        new AnswersDocument(
            "p1", List.of(new AnswersDocument.Answer("r1", true, "1 failure", WHEN))));
    return samples;
  }

  static MemberDocument member() {
    return new MemberDocument(
        "i1",
        "host.example.org",
        4_294_967_296L,
        "0.1.0",
        WHEN,
        new TreeSet<>(List.of("ledger", "mail")),
        sorted("disk", "ssd"),
        "without its companion",
        sorted("ipmi", "it is off"),
        "p1",
        3,
        "it has ended",
        "this node is behind",
        amounts("cpu", 8));
  }

  private static SortedMap<String, Integer> amounts(String name, int amount) {
    SortedMap<String, Integer> amounts = new TreeMap<>();
    amounts.put(name, amount);
    return amounts;
  }

  private static AccessDocument access() {
    SortedMap<AccessDocument.Role, SortedSet<String>> identities = new TreeMap<>();
    identities.put(
        AccessDocument.Role.OPERATOR,
        new TreeSet<>(List.of("digest:ann:aGFzaA==", "x509:CN=bob,O=example")));
    return new AccessDocument(identities);
  }

  private static DirectivesDocument directives() {
    SortedMap<String, List<Claim>> maintained = new TreeMap<>();
    maintained.put("ledger", List.of(CLAIM));
    SortedMap<String, List<Claim>> stopped = new TreeMap<>();
    stopped.put("mail", List.of(CLAIM));
    return new DirectivesDocument(
        List.of(CLAIM),
        maintained,
        stopped,
        List.of(constraint("cli-ban-mail-node1")),
        List.of(NOTE));
  }

  private static ResourceLocation constraint(String id) {
    return new ResourceLocation(
        id, "mail", LocationConstraint.onNode("node1", -1_000_000), WHEN.plusSeconds(60));
  }

  private static HistoryDocument history() {
    return new HistoryDocument(
        List.of(
            new HistoryDocument.Entry(
                7, WHEN, HistoryDocument.Kind.MOVE, "node1", "node2", "mail", 9, "mail moved")));
  }

  static LeaseDocument lease() {
    return new LeaseDocument(
        LeaseDocument.State.ENDING, "i1", Duration.ofMillis(20_001), Duration.ofNanos(7));
  }

  private static ConfigDocument config() {
    SortedMap<String, ResourceDefinition> resources = new TreeMap<>();
    resources.put("ledger", ledger());
    resources.put("mail", mail());
    SortedMap<String, ConfigDocument.Application> applications = new TreeMap<>();
    applications.put(
        "default", new ConfigDocument.Application(3_000_000_000L, resources, devices()));
    SortedMap<String, SortedMap<String, String>> overrides = new TreeMap<>();
    overrides.put("mail", sorted("target-role", "Stopped"));
    SortedMap<String, Integer> nodes = new TreeMap<>();
    nodes.put("node1", 1);
    SortedMap<String, Participation> participation = new TreeMap<>();
    participation.put(
        "node1", new Participation(false, new Participation.Wish(true, "p1", "ann", WHEN)));
    return new ConfigDocument(
        3,
        new ClusterOptions(
            false,
            true,
            true,
            false,
            Duration.ofSeconds(90),
            new FencingOptions(
                FencingAction.OFF,
                Duration.ofSeconds(70),
                3,
                false,
                Duration.ofSeconds(15),
                false,
                FencingDocument.Means.COMPANION),
            NoQuorumPolicy.SUICIDE,
            Duration.ofSeconds(40),
            17,
            new TransitionOptions(8, 2, true, Duration.ofHours(1)),
            new PlacementOptions(
                PlacementStrategy.BALANCED,
                new HealthOptions(
                    HealthStrategy.PROGRESSIVE,
                    1,
                    2,
                    -3,
                    -4,
                    new HealthOptions.Thresholds(80, 95),
                    new HealthOptions.Thresholds(0, 200),
                    Duration.ofSeconds(7)))),
        nodes,
        participation,
        applications,
        overrides,
        List.of(constraint("location-mail-node1")),
        List.of(NOTE));
  }

  private static ResourceDefinition ledger() {
    return new ResourceDefinition(
        "ledger",
        10,
        -5,
        TargetRole.STOPPED,
        false,
        true,
        Requires.QUORUM,
        3,
        Duration.ofMinutes(5),
        new OperationDefinition(Duration.ofMillis(1500), OnFail.STOP),
        new OperationDefinition(Duration.ofSeconds(9), OnFail.BLOCK),
        List.of(
            new MonitorDefinition(
                Duration.ofSeconds(2), Duration.ofMillis(1), OnFail.DEMOTE, Role.PROMOTED)),
        List.of(
            new LocationConstraint("node1", null, 1_000_000, Role.PROMOTED),
            LocationConstraint.byRule(
                Rule.parse("zone eq west or not_defined disk or cpus gte 8"), -1_000_000)),
        null,
        new ClonePolicy(
            5,
            2,
            3,
            true,
            true,
            true,
            new PromotionPolicy(
                4,
                2,
                new OperationDefinition(Duration.ofSeconds(3), OnFail.BLOCK),
                new OperationDefinition(Duration.ofSeconds(4), OnFail.FENCE))),
        new ResourceConstraints(
            List.of(new ColocationConstraint("mail", -5, Role.PROMOTED, Role.UNPROMOTED)),
            List.of(new OrderConstraint("mail", OrderKind.OPTIONAL, false, Role.PROMOTED))),
        new ResourceNeeds(amounts("memory", 512), true));
  }

  private static ResourceDefinition mail() {
    ResourceDefinition usual = ResourceDefinition.ofDefaults("mail");
    return new ResourceDefinition(
        usual.id(),
        usual.priority(),
        usual.stickiness(),
        usual.targetRole(),
        usual.managed(),
        usual.maintenance(),
        usual.requires(),
        usual.migrationThreshold(),
        usual.failureTimeout(),
        usual.start(),
        usual.stop(),
        usual.monitors(),
        usual.locations(),
        new GroupMembership("office", 7),
        new ClonePolicy(2, 1, 1, true, true, false, null),
        ResourceConstraints.NONE,
        usual.needs());
  }

  private static FencingDefinition devices() {
    FencingDeviceDefinition ipmi =
        FencingDeviceDefinition.builder("ipmi")
            .hosts("node1", "node2")
            .host("node3", "plug 3")
            .delayBase(Duration.ofMillis(1_500))
            .delayBase("node1", Duration.ofSeconds(3))
            .delayMax(Duration.ofSeconds(4))
            .timeout(Duration.ofSeconds(30))
            .attempts(3)
            .actionLimit(0)
            .monitorInterval(Duration.ZERO)
            .build();
    return FencingDefinition.of(
        List.of(ipmi, FencingDeviceDefinition.builder("pdu").build()),
        List.of(
            FencingTopology.forNode("node1").level("ipmi").level("ipmi", "pdu"),
            FencingTopology.forNodesLike("node[2-9]").level("pdu")));
  }

  static FencingDocument fencing() {
    return new FencingDocument(
        new FencingDocument.Request(
            "i3",
            FencingDocument.Scope.HOST,
            FencingAction.REBOOT,
            "it is not heard of",
            "ann",
            WHEN,
            TermDocument.MAX_TERM),
        List.of(
            new FencingDocument.Attempt(
                "i3",
                "ipmi",
                2,
                FencingAction.OFF,
                FencingResult.Outcome.UNKNOWN,
                "it timed out",
                "node2",
                WHEN),
            new FencingDocument.Attempt(
                "i3",
                "pdu",
                1,
                FencingAction.REBOOT,
                FencingResult.Outcome.FAILED,
                "",
                "node2",
                Instant.EPOCH)),
        List.of(
            new FencingDocument.Confirmation(
                "i1", FencingDocument.Means.DEVICE, "node2", WHEN, "the device ipmi"),
            new FencingDocument.Confirmation(
                "i2", FencingDocument.Means.HAND, "ann", Instant.EPOCH)));
  }

  private static OrdersDocument orders() {
    long token = new OrderNumber(TermDocument.MAX_TERM, 0xFFFF_FFFFL).token();
    return new OrdersDocument(
        "i1",
        new OrderNumber(7, 4_000_000_000L),
        List.of(
            new OrderedAction(token, Operation.START, "ledger", List.of(), "it \"must\" run\n"),
            new OrderedAction(
                9,
                Operation.PROMOTE,
                "shard:2",
                List.of(new OrderedAction.After(Operation.DEMOTE, "shard:1")),
                "one has to be"),
            new OrderedAction(
                8,
                Operation.STOP,
                "mail",
                List.of(new OrderedAction.After(Operation.START, "ledger")),
                "moved",
                true)),
        new TreeSet<>(List.of("cache")),
        new TreeSet<>(List.of("shard:2")),
        true);
  }

  private static ReportDocument report() {
    SortedMap<String, ResourceState> resources = new TreeMap<>();
    for (ResourceState.Phase phase : ResourceState.Phase.values()) {
      resources.put(phase.name(), new ResourceState(phase, Long.MAX_VALUE, 1_000_000, null, WHEN));
    }
    resources.put(
        "ledger",
        new ResourceState(
            ResourceState.Phase.FAILED,
            5,
            2,
            new Failure(Operation.MONITOR, OnFail.RESTART, true, "no answer", WHEN)));
    resources.put(
        "db",
        new ResourceState(
            ResourceState.Phase.STOPPED,
            6,
            1,
            new Failure(Operation.PROMOTE, OnFail.DEMOTE, false, "not now", WHEN),
            null,
            PromotionState.NONE,
            WHEN));
    for (PromotionState.Stage stage : PromotionState.Stage.values()) {
      resources.put(
          "shard:" + resources.size(),
          ResourceState.STOPPED.with(new PromotionState(stage, Long.MAX_VALUE, -7)));
    }
    return new ReportDocument("i1", new OrderNumber(7, 1), true, resources);
  }

  private static SortedMap<String, String> sorted(String key, String value) {
    SortedMap<String, String> map = new TreeMap<>();
    map.put(key, value);
    return map;
  }
}
