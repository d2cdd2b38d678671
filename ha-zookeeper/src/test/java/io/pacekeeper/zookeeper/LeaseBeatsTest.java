package io.pacekeeper.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.LeaseDocument.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which writes of leases have to be read by who follows a cluster. */
class LeaseBeatsTest {
  private static final LeaseDocument HELD =
      new LeaseDocument(State.HELD, "i1", Duration.ofSeconds(8), Duration.ofSeconds(1));

  private final LeaseBeats beats = new LeaseBeats();
  private long nanos = 1_000_000_000L;

  private boolean writtenAfter(long millis) {
    nanos += Duration.ofMillis(millis).toNanos();
    return beats.written("node1", nanos);
  }

  private void read(LeaseDocument lease) {
    beats.read("node1", lease, nanos);
  }

  @Test
  void whatWasNeverReadIsRead() {
    assertThat(writtenAfter(0)).isTrue();
  }

  @Test
  void whatIsWrittenOnTheBeatIsNotRead() {
    read(HELD);
    assertThat(writtenAfter(1000)).isFalse();
    assertThat(writtenAfter(1100)).isFalse();
    assertThat(writtenAfter(900)).isFalse();
  }

  @Test
  void whatIsWrittenOffTheBeatIsRead() {
    read(HELD);
    assertThat(writtenAfter(1000)).isFalse();
    assertThat(writtenAfter(300)).isTrue();
    assertThat(writtenAfter(1600)).isTrue();
  }

  @Test
  void whatIsNotHeldIsAlwaysRead() {
    read(HELD.with(State.REVOKED));
    assertThat(writtenAfter(1000)).isTrue();
  }

  @Test
  void whatFallsSilentIsReadOnce() {
    read(HELD);
    nanos += Duration.ofMillis(1900).toNanos();
    assertThat(beats.fallenSilent(nanos)).isEmpty();
    nanos += Duration.ofMillis(200).toNanos();
    assertThat(beats.fallenSilent(nanos)).containsExactly("node1");
    read(HELD);
    assertThat(beats.fallenSilent(nanos)).isEmpty();
    assertThat(beats.warnings(nanos)).isEmpty();
    assertThat(writtenAfter(100)).as("after a silence").isTrue();
    nanos += Duration.ofMillis(2100).toNanos();
    assertThat(beats.fallenSilent(nanos)).containsExactly("node1");
  }

  @Test
  void whatIsSilentForHalfItsLengthIsAWarningUntilItIsWritten() {
    read(HELD);
    nanos += Duration.ofMillis(4100).toNanos();
    assertThat(beats.warnings(nanos)).containsOnlyKeys("node1");
    writtenAfter(10);
    assertThat(beats.warnings(nanos)).isEmpty();
  }

  @Test
  void itIsKnownWhenSomethingIsDueByTimeAlone() {
    assertThat(beats.nextNanos(nanos)).isEqualTo(Long.MAX_VALUE);
    read(HELD);
    assertThat(beats.nextNanos(nanos)).isEqualTo(Duration.ofSeconds(2).toNanos());
    nanos += Duration.ofSeconds(2).toNanos();
    beats.fallenSilent(nanos);
    assertThat(beats.nextNanos(nanos)).isEqualTo(Duration.ofSeconds(2).toNanos());
    beats.clear();
    assertThat(beats.nextNanos(nanos)).isEqualTo(Long.MAX_VALUE);
  }
}
