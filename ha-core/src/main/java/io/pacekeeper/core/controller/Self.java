package io.pacekeeper.core.controller;

import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.cib.EffectiveResources;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DirectivesDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.TermDocument;
import io.pacekeeper.core.lease.HeldLease;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the parts of a controller share: what the node knows of itself and of its connection. */
final class Self {
  /** Where a node is on its way in and out. */
  enum Phase {
    /** Wants to take part, and does not yet. */
    JOINING,
    /** Is there, and takes no part until an administrator wants it to. */
    WAITING,
    /** Takes part. */
    JOINED,
    /** Asks to be drained, and stops. */
    LEAVING,
    /** Its lease is lost; it stops what it runs, and then joins as a new incarnation. */
    LOST,
    /** Takes part no more. */
    FINISHED
  }

  private static final DirectivesDocument LEFT_ALONE =
      DirectivesDocument.EMPTY.withMaintenance(
          List.of(NodeDocument.unnamed()), new ChangeNote("nobody", "unreadable", Instant.EPOCH));

  final ControllerOptions options;
  final Outbox out;
  final Documents documents;
  final DocumentKey leaseKey;
  final DocumentKey memberKey;
  final DocumentKey ordersKey;
  final DocumentKey reportKey;

  /** The resources for which there is code, as it declares them. */
  final SortedMap<String, ResourceDefinition> declared = new TreeMap<>();

  /** Counts the changes of that, so that nobody has to compare it again and again. */
  long declarations;

  /** The incarnations of this JVM whose time is over, and of which nothing is active any more. */
  final Set<String> lived = new HashSet<>();

  Phase phase = Phase.JOINING;
  String incarnation;
  @Nullable HeldLease lease;

  /** When this incarnation joined. */
  long joinedNanos;

  boolean connected;
  long session;

  /** Whether everything of the interest was read since the connection was made. */
  boolean read;

  /** Whether it was read after a write of this node was committed in this connection. */
  boolean fresh;

  boolean committedSinceConnected;

  /** Whether everything of the interest is to be read (again) as soon as possible. */
  boolean readWanted;

  /** Whether it wants to hear of every document, as the DC and those who observe it do. */
  boolean observes;

  /** Why the node is to leave, or null if it is to take part. */
  @Nullable String leaveReason;

  /** Why nothing can run here, or null if it can. */
  @Nullable String obstacle;

  /** Why each fencing device that there is code for cannot be used; empty if it can. */
  final SortedMap<String, String> devices = new TreeMap<>();

  /** What this node says of itself. */
  final OwnAttributes attributes;

  /** Whether the lease's release is on its way or done: from then on nothing is begun. */
  boolean releasing;

  /** Why the companion does not guard this node; empty if it does, null if nobody says so. */
  @Nullable String unguarded;

  /** What is wrong with what this node declares, or null. */
  @Nullable String notice;

  /** This JVM's stay, by an id that is as random as those of its incarnations. */
  final String process;

  /** The wall clock of the newest step. */
  Instant wall = Instant.EPOCH;

  private @Nullable ConfigDocument config;
  private long configModified = -1;
  private @Nullable DirectivesDocument directives;
  private long directivesModified = -1;
  private @Nullable EffectiveResources effective;
  private Instant effectiveSince = Instant.MIN;

  Self(ControllerOptions options, Outbox out, Documents documents) {
    this.options = options;
    this.out = out;
    this.documents = documents;
    this.incarnation = options.incarnations().get();
    this.process = incarnation;
    this.leaseKey = DocumentKey.lease(options.node());
    this.memberKey = DocumentKey.member(options.node());
    this.ordersKey = DocumentKey.orders(options.node());
    this.reportKey = DocumentKey.report(options.node());
    this.attributes = new OwnAttributes(options.attributes());
    options.resources().forEach(definition -> declared.put(definition.id(), definition));
    options.fencing().devices().keySet().forEach(device -> devices.put(device, ""));
  }

  /** Returns the configuration as it was when it could be read last, or null if it never could. */
  @Nullable ConfigDocument config() {
    Stored stored = documents.get(DocumentKey.CONFIG);
    ConfigDocument read = stored == null ? null : stored.as(ConfigDocument.class);
    if (stored != null && read != null && stored.modified() != configModified) {
      configModified = stored.modified();
      config = read;
      effective = null;
    }
    return config;
  }

  /**
   * Returns what operators want, as it could be read last. If it is there and never could be, every
   * resource is left alone: what cannot be read changes nothing.
   */
  DirectivesDocument directives() {
    Stored stored = documents.get(DocumentKey.DIRECTIVES);
    long modified = stored == null ? -1 : stored.modified();
    if (modified != directivesModified) {
      directivesModified = modified;
      DirectivesDocument read = stored == null ? null : stored.as(DirectivesDocument.class);
      directives = stored == null || read != null ? read : directives;
      effective = null;
    }
    DirectivesDocument known = directives;
    if (known != null) {
      return known;
    }
    return stored == null ? DirectivesDocument.EMPTY : LEFT_ALONE;
  }

  /**
   * Returns whether it is enough that this lease has ended to know its incarnation dead. It always
   * is where nobody knows whose it was: no other means could confirm that life. What a
   * configuration says that cannot be read could be that it is not.
   */
  boolean isEndEnough(@Nullable LeaseDocument ended) {
    if (ended == null || ended.isOfNobody()) {
      return true;
    }
    ConfigDocument read = config();
    return read == null
        ? documents.get(DocumentKey.CONFIG) == null
        : read.options().fencing().isLeaseEnough();
  }

  /**
   * Returns what that configuration has the cluster run. Depends on the documents and the time
   * alone, also where the clock was set back: what had ended holds again then.
   */
  EffectiveResources effective() {
    ConfigDocument read = config();
    DirectivesDocument wanted = directives();
    EffectiveResources known = effective;
    if (known == null
        || wall.isBefore(effectiveSince)
        || (known.nextEnd() != null && !wall.isBefore(known.nextEnd()))) {
      known = EffectiveResources.of(read == null ? ConfigDocument.EMPTY : read, wanted, wall);
      effective = known;
      effectiveSince = wall;
    }
    return known;
  }

  /** Returns what a resource is: as the cluster has it, or else as this node declares it. */
  ResourceDefinition definition(String id) {
    ResourceDefinition known = effective().definitions().get(id);
    if (known == null) {
      known = declared.get(id);
    }
    return known == null ? ResourceDefinition.ofDefaults(id) : known;
  }

  String node() {
    return options.node();
  }

  Effect.Interest interest() {
    return new Effect.Interest(options.node(), observes);
  }

  boolean takesPart() {
    return phase == Phase.JOINED || phase == Phase.LEAVING;
  }

  /** Returns whether the term names this incarnation. */
  boolean isDc() {
    TermDocument term = documents.get(DocumentKey.TERM, TermDocument.class);
    return term != null && term.incarnation().equals(incarnation);
  }

  /** Returns until when operations may begin: the lease's end minus what stopping may take. */
  long beginUntilNanos() {
    HeldLease held = lease;
    if (held == null) {
      throw new IllegalStateException("no lease is held");
    }
    LeaseOptions terms = options.lease();
    return held.untilNanos() - terms.stopBudget().toNanos() - terms.killBudget().toNanos();
  }

  /** Returns whether the lease allows to begin and to decide: its end is not near. */
  boolean hasLease(Moment now) {
    HeldLease held = lease;
    return held != null && !held.lost() && now.nanos() - beginUntilNanos() < 0;
  }

  /** Returns whether the node may act on what it has read: it takes part, and hears the cluster. */
  boolean mayAct(Moment now) {
    return takesPart() && connected && read && !releasing && hasLease(now);
  }

  /** Reads everything again; until then nothing is decided. */
  void reread() {
    readWanted = true;
    fresh = false;
  }
}
