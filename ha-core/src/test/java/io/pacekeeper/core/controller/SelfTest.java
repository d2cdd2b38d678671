package io.pacekeeper.core.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.LocationConstraint;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DirectivesDocument;
import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.ResourceLocation;
import io.pacekeeper.core.document.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SelfTest {
  private static final Instant END = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void whatHasEndedHoldsAgainWhenTheClockIsSetBack() {
    Documents documents = new Documents();
    put(documents, DocumentKey.CONFIG, config());
    put(documents, DocumentKey.DIRECTIVES, banUntil(END));
    Self self = new Self(options(), new Outbox(), documents);

    self.wall = END.plusSeconds(1);
    assertThat(locations(self)).isEmpty();
    self.wall = END.minusSeconds(1);
    assertThat(locations(self)).hasSize(1);
    self.wall = END.plusSeconds(1);
    assertThat(locations(self)).isEmpty();
  }

  private static List<LocationConstraint> locations(Self self) {
    ResourceDefinition ledger = self.effective().definitions().get("ledger");
    return ledger == null ? List.of() : ledger.locations();
  }

  private static ConfigDocument config() {
    TreeMap<String, ResourceDefinition> resources = new TreeMap<>();
    resources.put("ledger", ResourceDefinition.ofDefaults("ledger"));
    TreeMap<String, ConfigDocument.Application> applications = new TreeMap<>();
    applications.put("default", new ConfigDocument.Application(1, resources));
    return ConfigDocument.EMPTY.withApplications(applications);
  }

  private static DirectivesDocument banUntil(Instant end) {
    LocationConstraint away = LocationConstraint.onNode("node1", -100);
    return DirectivesDocument.EMPTY.withLocations(
        List.of(new ResourceLocation("ban", "ledger", away, end)),
        new ChangeNote("ann", "a test", end));
  }

  private static void put(Documents documents, DocumentKey key, Document document) {
    documents.put(new Stored(key, 0, 1, 0, 1, document, null));
  }

  private static ControllerOptions options() {
    return new ControllerOptions(
        "node1",
        "host",
        1,
        "1",
        () -> "i1",
        LeaseOptions.ofLength(Duration.ofSeconds(20)),
        "default",
        1,
        List.of(),
        new TreeMap<>(),
        Duration.ZERO,
        1,
        Duration.ofMinutes(1));
  }
}
