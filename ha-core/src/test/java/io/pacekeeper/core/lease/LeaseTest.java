package io.pacekeeper.core.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.LeaseDocument.State;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.Stored;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A lease as its holder and as an observer see it, one step at a time. */
class LeaseTest {
  private static final LeaseDocument OURS =
      new LeaseDocument(State.HELD, "life", Duration.ofNanos(100), Duration.ofNanos(10));
  private static final Duration MAX_LEASE = Duration.ofNanos(600);

  private static Stored stored(int version, Document document) {
    return stored(version, 1, document);
  }

  private static Stored stored(int version, long created, Document document) {
    return new Stored(DocumentKey.lease("n"), version, 9, 0, created, document, null);
  }

  @Test
  void aRightCountsFromWhenItsRenewalWasSent() {
    HeldLease lease = HeldLease.taken(OURS, 3, 1000).renewing(1020);
    assertThat(lease.untilNanos()).isEqualTo(1100);
    assertThat(lease.renewed(4)).isEqualTo(new HeldLease(OURS, 4, 1120, null, false, false));
  }

  @Test
  void aRightEndsByTheClockAlone() {
    HeldLease lease = HeldLease.taken(OURS, 3, 1000);
    assertThat(lease.isValidAt(1099)).isTrue();
    assertThat(lease.isValidAt(1100)).isFalse();
  }

  @Test
  void aRightGoesOnOverTheEndOfTheClocksRange() {
    HeldLease lease = HeldLease.taken(OURS, 3, Long.MAX_VALUE - 10);
    assertThat(lease.isValidAt(Long.MAX_VALUE)).isTrue();
    assertThat(lease.isValidAt(Long.MIN_VALUE + 50)).isTrue();
    assertThat(lease.isValidAt(Long.MIN_VALUE + 90)).isFalse();
  }

  @Test
  void aRenewalWithoutAClearAnswerExtendsNothingAndHasToBeReadAbout() {
    HeldLease lease = HeldLease.taken(OURS, 3, 1000).renewing(1020).unanswered();
    assertThat(lease).isEqualTo(new HeldLease(OURS, 3, 1100, null, true, false));
    assertThat(lease.canRenew()).isFalse();
    HeldLease read = lease.observed(stored(4, OURS));
    assertThat(read).isEqualTo(new HeldLease(OURS, 4, 1100, null, false, false));
    assertThat(read.canRenew()).isTrue();
  }

  @Test
  void nothingFollowsFromAReadingWhileARenewalIsUnderWay() {
    HeldLease lease = HeldLease.taken(OURS, 3, 1000).renewing(1020);
    assertThat(lease.observed(stored(4, OURS.with(State.REVOKED)))).isEqualTo(lease);
    assertThat(lease.canRenew()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = "HELD", mode = EnumSource.Mode.EXCLUDE)
  void aLeaseThatSaysAnythingElseIsLostForGood(State state) {
    HeldLease lost = HeldLease.taken(OURS, 3, 1000).observed(stored(4, OURS.with(state)));
    assertThat(lost.lost()).isTrue();
    assertThat(lost.canRenew()).isFalse();
    assertThat(lost.observed(stored(5, OURS)).lost()).isTrue();
  }

  @Test
  void aLeaseOfAnotherLifeOrWithoutContentOrGoneBackOrAbsentIsLost() {
    HeldLease lease = HeldLease.taken(OURS, 3, 1000);
    LeaseDocument another = new LeaseDocument(State.HELD, "other", OURS.length(), OURS.margin());
    Stored garbage = new Stored(DocumentKey.lease("n"), 4, 9, 0, 1, null, "garbage");
    assertThat(lease.observed(stored(4, another)).lost()).isTrue();
    assertThat(lease.observed(stored(4, NodeDocument.EMPTY)).lost()).isTrue();
    assertThat(lease.observed(garbage).lost()).isTrue();
    assertThat(lease.observed(stored(2, OURS)).lost()).isTrue();
    assertThat(lease.observed(null).lost()).isTrue();
  }

  @Test
  void aLeaseThatWasFoundToBeTakenGivesNoRightBeforeItIsRenewed() {
    HeldLease lease = HeldLease.lapsed(OURS, 3, 1000);
    assertThat(lease.isValidAt(1000)).isFalse();
    assertThat(lease.renewing(1000).renewed(4).isValidAt(1099)).isTrue();
  }

  @Test
  void anAnswerWithoutARenewalIsAMistake() {
    HeldLease lease = HeldLease.taken(OURS, 3, 1000);
    assertThatThrownBy(() -> lease.renewed(4)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anObserverCountsFromTheFirstReplyThatShowedTheVersion() {
    LeaseObservation first = LeaseObservation.of(null, stored(3, OURS), MAX_LEASE, 1000);
    assertThat(first).isEqualTo(new LeaseObservation(1, 3, 1000, 110));
    assertThat(LeaseObservation.of(first, stored(3, OURS), MAX_LEASE, 1050)).isSameAs(first);
    assertThat(first.hasLapsed(1109)).isFalse();
    assertThat(first.hasLapsed(1110)).isTrue();
  }

  @Test
  void anObserverBeginsAnewWithEveryVersionAndWithALeaseThatWasCreatedAgain() {
    LeaseObservation first = LeaseObservation.of(null, stored(3, OURS), MAX_LEASE, 1000);
    assertThat(LeaseObservation.of(first, stored(4, OURS), MAX_LEASE, 1050).sinceNanos())
        .isEqualTo(1050);
    assertThat(LeaseObservation.of(first, stored(3, 2, OURS), MAX_LEASE, 1050).sinceNanos())
        .isEqualTo(1050);
    assertThat(first.afresh(1060)).isEqualTo(new LeaseObservation(1, 3, 1060, 110));
  }

  @Test
  void anUnreadableLeaseLastsTheLongestLeaseAndATenth() {
    Stored garbage = new Stored(DocumentKey.lease("n"), 4, 9, 0, 1, null, "garbage");
    LeaseObservation seen = LeaseObservation.of(null, garbage, MAX_LEASE, 1000);
    assertThat(seen.dueAtNanos()).isEqualTo(1660);
    assertThat(seen.hasLapsed(1659)).isFalse();
    assertThat(seen.hasLapsed(1660)).isTrue();
  }

  @Test
  void anAbsentLeaseNeverLapsesAndWhatIsPutInItsPlaceLastsAsLong() {
    LeaseObservation seen = LeaseObservation.of(null, null, MAX_LEASE, 1000);
    assertThat(seen.hasLapsed(Long.MAX_VALUE / 2)).isFalse();
    assertThat(seen.isVacant(1000 + 999_999_999L)).isFalse();
    assertThat(seen.isVacant(1000 + 1_000_000_000L)).isTrue();
    LeaseDocument nobodys = seen.substitute();
    assertThat(nobodys.isOfNobody()).isTrue();
    assertThat(nobodys.state()).isEqualTo(State.ENDING);
    LeaseObservation then = LeaseObservation.of(seen, stored(0, nobodys), MAX_LEASE, 5000);
    assertThat(then.dueAtNanos()).isEqualTo(5660);
    assertThat(then.hasLapsed(5660)).isTrue();
  }

  @Test
  void aLeaseThatBecomesUnreadableLastsNoShorterThanItSaid() {
    Stored garbage = new Stored(DocumentKey.lease("n"), 4, 9, 0, 1, null, "garbage");
    LeaseObservation first = LeaseObservation.of(null, stored(3, OURS), Duration.ofNanos(50), 0);
    LeaseObservation then = LeaseObservation.of(first, garbage, Duration.ofNanos(50), 20);
    assertThat(then).isEqualTo(new LeaseObservation(1, 4, 20, 110));
    assertThat(LeaseObservation.of(then, null, Duration.ofNanos(50), 30).waitNanos())
        .isEqualTo(110);
  }
}
