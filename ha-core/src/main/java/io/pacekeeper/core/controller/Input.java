package io.pacekeeper.core.controller;

import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.fencing.FencingResult;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.fencing.FencingCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the controller is told. */
public sealed interface Input {

  /** What the cluster layer tells: about the session, and in answer to effects. */
  sealed interface FromLayer extends Input {}

  /**
   * The layer is connected, with this session. Told again after every interruption, with the same
   * session or another one; nothing read before counts as fresh then.
   */
  record Connected(long session) implements FromLayer {}

  /** The layer is not connected; its session may live or not. */
  record Disconnected() implements FromLayer {}

  /**
   * The store is there and lets nobody in who is not known to it, and this node is not. The layer
   * goes on trying.
   *
   * @param reason what is wrong, and what mends it
   */
  record NotAdmitted(String reason) implements FromLayer {}

  /**
   * The answer to {@link Effect.Read}: every document of the interest that is there, read in one
   * session, after a sync.
   */
  record ReadDone(long request, List<Stored> documents) implements FromLayer {}

  /** The read could not be done, or not within one session. */
  record ReadFailed(long request, String reason) implements FromLayer {}

  /** A document within the interest was written: this is how it reads now. A hint. */
  record Changed(Stored stored) implements FromLayer {}

  /** A document within the interest is not there any more. A hint. */
  record Removed(DocumentKey key) implements FromLayer {}

  /**
   * The answer to {@link Effect.Commit}: everything was written.
   *
   * @param written for each {@code Set} and {@code Create} of the transaction, in order, how the
   *     document reads now
   */
  record Committed(long request, List<Stored> written) implements FromLayer {}

  /** Nothing was written: a step did not hold. */
  record Conflicted(long request, DocumentKey key) implements FromLayer {}

  /** Nothing was written, and the same will fail again: it is too large, or not allowed. */
  record Refused(long request, String reason) implements FromLayer {}

  /** Whether anything was written is not known. It may still be, later. */
  record Uncertain(long request) implements FromLayer {}

  /**
   * An operation returned.
   *
   * @param id the operation's id
   * @param failure null if it succeeded, else what it said
   */
  record OperationReturned(long id, @Nullable String failure) implements Input {}

  /** An operation was not begun, because the lease does not allow it any more. */
  record OperationRefused(long id) implements Input {}

  /** The answer to {@link Effect.AskThreads}. */
  record ThreadsAnswered(long question) implements Input {}

  /** The answer to {@link Effect.Fence}. Only a success says anything about the node. */
  record Fenced(FencingCall call, FencingResult result) implements Input {}

  /**
   * The answer to {@link Effect.Prove}.
   *
   * @param request the id of the request
   * @param done whether there is a proof
   * @param text the proof, or why there is none
   */
  record Proved(String request, boolean done, String text) implements Input {}

  /**
   * A fencing device of this node works no more, or does again.
   *
   * @param problem why it cannot be used; empty if it can
   */
  record DeviceChanged(String device, String problem) implements Input {}

  /** A running service says that it has failed. */
  record ServiceFailed(String resource, long token, String reason) implements Input {}

  /** A running service says how much it is worth being promoted. */
  record PromotionScoreSet(String resource, long token, int score) implements Input {}

  /** The application has code for this resource from now on. */
  record ResourceAdded(ResourceDefinition definition) implements Input {}

  /** The application has no code for this resource any more; it is stopped here first. */
  record ResourceRemoved(String resource) implements Input {}

  /**
   * Whether the node can run anything at all has changed, for a reason of its own.
   *
   * @param obstacle why it cannot, as a part of a sentence that begins with the node's name and
   *     "is"; null if it can
   */
  record EligibilityChanged(@Nullable String obstacle) implements Input {}

  /**
   * Whether the node's companion guards it has changed.
   *
   * @param unguarded why it does not, as a sentence without its end; empty if it does
   */
  record GuardChanged(String unguarded) implements Input {}

  /** The node is to leave: drained first, then its lease is released. */
  record LeaveRequested(String reason) implements Input {}

  /**
   * The answer to {@link Effect.Measure}: percentages, each -1 if it is not known.
   *
   * @param heap how full the heap is
   * @param load the load, 100 being as much as the processors can do
   */
  record Measured(int heap, int load) implements Input {}

  /**
   * The application says something of its node, for as long as this JVM takes part.
   *
   * @param value null if it says so no more
   */
  record AttributeSet(String name, @Nullable String value) implements Input {}

  /** Time has passed. */
  record Tick() implements Input {}
}
