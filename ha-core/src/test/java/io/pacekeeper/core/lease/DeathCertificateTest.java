package io.pacekeeper.core.lease;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.pacekeeper.api.fencing.FencingAction;
import io.pacekeeper.api.fencing.FencingResult;
import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.FencingDocument;
import io.pacekeeper.core.document.FencingDocument.Attempt;
import io.pacekeeper.core.document.FencingDocument.Confirmation;
import io.pacekeeper.core.document.FencingDocument.Means;
import io.pacekeeper.core.document.FencingDocument.Request;
import io.pacekeeper.core.document.FencingDocument.Scope;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.LeaseDocument.State;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written of the incarnation i1 of n1, whose process is gone. */
class DeathCertificateTest {
  private static final DocumentKey LEASE = DocumentKey.lease("n1");
  private static final DocumentKey FENCING = DocumentKey.fencing("n1");
  private static final DocumentKey MEMBER = DocumentKey.member("n1");
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Confirmation EVIDENCE =
      new Confirmation("i1", Means.COMPANION, "the companion of n1", NOW);

  private final DeathCertificate certificate = new DeathCertificate("n1", "i1");

  private static Stored stored(DocumentKey key, int version, @Nullable Document document) {
    return new Stored(key, version, 7, 0, 1, document, document == null ? "garbage" : null);
  }

  private static LeaseDocument lease(State state, String incarnation) {
    return new LeaseDocument(state, incarnation, Duration.ofSeconds(20), Duration.ofSeconds(2));
  }

  private static Stored member(String incarnation) {
    MemberDocument document =
        new MemberDocument(
            incarnation, "h", 1, "v", NOW, ImmutableSortedSet.of(), ImmutableSortedMap.of());
    return stored(MEMBER, 0, document);
  }

  private static FencingDocument fencing(Confirmation... confirmations) {
    return new FencingDocument(List.of(confirmations));
  }

  @ParameterizedTest
  @EnumSource(names = {"HELD", "ENDING"})
  void theLeaseIsDeadTheEvidenceWrittenAndTheMemberNodeDeletedInOneTransaction(State state) {
    Confirmation earlier = new Confirmation("i0", Means.LEASE, "n2", Instant.EPOCH);
    assertThat(
            certificate.write(
                stored(LEASE, 5, lease(state, "i1")),
                stored(FENCING, 3, fencing(earlier)),
                member("i1"),
                NOW))
        .isEqualTo(
            Transaction.of(
                new Transaction.Set(LEASE, 5, lease(State.DEAD, "i1")),
                new Transaction.Set(FENCING, 3, fencing(earlier, EVIDENCE)),
                new Transaction.Delete(MEMBER, 0)));
  }

  @Test
  void whatWasTriedIsKeptAndWhatIsSettledIsNotAskedForAnyMore() {
    Attempt attempt =
        new Attempt(
            "i1", "pdu", 1, FencingAction.OFF, FencingResult.Outcome.FAILED, "no", "n2", NOW);
    FencingDocument asked =
        fencing()
            .with(List.of(attempt))
            .requesting(
                new Request("i1", Scope.PROCESS, FencingAction.OFF, "unclean", "n2", NOW, 3));
    assertThat(
            certificate.write(
                stored(LEASE, 5, lease(State.HELD, "i1")), stored(FENCING, 3, asked), null, NOW))
        .isEqualTo(
            Transaction.of(
                new Transaction.Set(LEASE, 5, lease(State.DEAD, "i1")),
                new Transaction.Set(
                    FENCING, 3, new FencingDocument(null, List.of(attempt), List.of(EVIDENCE)))));
  }

  @Test
  void whereNothingElseIsThereTheEvidenceIsCreated() {
    assertThat(certificate.write(stored(LEASE, 5, lease(State.HELD, "i1")), null, null, NOW))
        .isEqualTo(
            Transaction.of(
                new Transaction.Set(LEASE, 5, lease(State.DEAD, "i1")),
                new Transaction.Create(FENCING, fencing(EVIDENCE))));
  }

  @Test
  void whatIsAnotherIncarnationsIsLeftAlone() {
    assertThat(
            certificate.write(stored(LEASE, 5, lease(State.HELD, "i2")), null, member("i2"), NOW))
        .isEqualTo(
            Transaction.of(
                new Transaction.Check(LEASE, 5),
                new Transaction.Create(FENCING, fencing(EVIDENCE))));
  }

  @Test
  void aLeaseThatWasRevokedStaysSoAndTheEvidenceIsWritten() {
    assertThat(certificate.write(stored(LEASE, 6, lease(State.REVOKED, "i1")), null, null, NOW))
        .isEqualTo(
            Transaction.of(
                new Transaction.Check(LEASE, 6),
                new Transaction.Create(FENCING, fencing(EVIDENCE))));
  }

  @Test
  void aLeaseThatIsAbsentOrGarbageStaysSoAndTheEvidenceIsWritten() {
    Stored garbage = stored(FENCING, 2, null);
    assertThat(certificate.write(null, garbage, null, NOW))
        .isEqualTo(Transaction.of(new Transaction.Set(FENCING, 2, fencing(EVIDENCE))));
    assertThat(certificate.write(stored(LEASE, 4, null), garbage, null, NOW))
        .isEqualTo(
            Transaction.of(
                new Transaction.Check(LEASE, 4),
                new Transaction.Set(FENCING, 2, fencing(EVIDENCE))));
  }

  @Test
  void whatWasReleasedNeedsNoEvidence() {
    assertThat(certificate.write(stored(LEASE, 6, lease(State.RELEASED, "i1")), null, null, NOW))
        .isNull();
  }

  @Test
  void whatWasWrittenThoughNobodyHeardIsNotWrittenAgain() {
    assertThat(
            certificate.write(
                stored(LEASE, 6, lease(State.DEAD, "i1")),
                stored(FENCING, 1, fencing(EVIDENCE)),
                null,
                NOW))
        .isNull();
  }

  @Test
  void evidenceAloneDoesNotKeepTheLeaseFromBeingEnded() {
    assertThat(
            certificate.write(
                stored(LEASE, 6, lease(State.HELD, "i1")),
                stored(FENCING, 1, fencing(EVIDENCE)),
                null,
                NOW))
        .isEqualTo(Transaction.of(new Transaction.Set(LEASE, 6, lease(State.DEAD, "i1"))));
  }
}
