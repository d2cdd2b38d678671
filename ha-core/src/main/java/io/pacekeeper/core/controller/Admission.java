package io.pacekeeper.core.controller;

import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.Participation;
import io.pacekeeper.core.document.Stored;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether a JVM may take part, as far as that is for the configuration to say. What was read last
 * holds where it cannot be read; a JVM that never could read it waits.
 *
 * @param verdict whether it may
 * @param waitsFor what it waits for, as a part of a sentence that begins with its node's name;
 *     empty if it may take part
 * @param reason the same as a sentence of its own, with the mend; empty if it may take part
 */
record Admission(Verdict verdict, String waitsFor, String reason) {
  /** What may be said. */
  enum Verdict {
    /** It may take part. */
    GRANTED,
    /** It waits until an administrator wants it to take part. */
    WAITS,
    /** It can or may not take part in this cluster. */
    REFUSED
  }

  static final Admission GRANTED = new Admission(Verdict.GRANTED, "", "");

  boolean isGranted() {
    return verdict == Verdict.GRANTED;
  }

  /**
   * Returns what holds for this JVM now.
   *
   * @param self whose process it is
   */
  static Admission of(Self self) {
    Stored stored = self.documents.get(DocumentKey.CONFIG);
    ConfigDocument config = self.config();
    if (stored == null && !self.takesPart()) {
      if (config != null && self.phase == Self.Phase.WAITING) {
        return waits(
            "waits for the cluster to be set up again",
            "the cluster's configuration is gone: pk cluster setup makes another");
      }
      if (config == null && self.options.joining().awaitsSetup()) {
        return waits(
            "waits for the cluster to be set up",
            "the cluster is not set up yet: pk cluster setup does that");
      }
    }
    if (config == null) {
      return stored == null || self.takesPart()
          ? GRANTED
          : waits(
              "waits for a configuration that can be read",
              "the cluster's configuration cannot be read, so that nobody knows whether it may join: "
                  + stored.problem());
    }
    Admission fits = features(self, config);
    if (!fits.isGranted()) {
      return fits;
    }
    String node = self.node();
    SortedMap<String, Integer> nodes = config.nodes();
    if (nodes != null && !nodes.containsKey(node)) {
      return new Admission(
          Verdict.REFUSED,
          "is not one of the cluster's nodes",
          "it is not one of the cluster's nodes (%s): pk cluster node add %s makes it one"
              .formatted(String.join(", ", nodes.keySet()), node));
    }
    return participation(config.participation(node), self.process, node);
  }

  private static Admission participation(Participation said, String process, String node) {
    if (said.isWanted(process)) {
      return GRANTED;
    }
    Participation.Wish wish = said.wish();
    if (wish != null && wish.process().equals(process)) {
      return waits(
          "was stopped by " + wish.by(),
          "%s has stopped it: pk cluster start %s has it take part".formatted(wish.by(), node));
    }
    return waits(
        "is disabled", "it is disabled: pk cluster start %s has it take part".formatted(node));
  }

  private static Admission features(Self self, ConfigDocument config) {
    JoinOptions knows = self.options.joining();
    int works = config.featureSet();
    String version = self.options.version();
    if (works > knows.newestFeatureSet()) {
      return new Admission(
          Verdict.REFUSED,
          "is too old for the cluster, which works at feature set " + works,
          "its version of Pacekeeper (%s) is too old: it knows feature sets up to %d, and the cluster works at %d: run a version that knows that%s"
              .formatted(version, knows.newestFeatureSet(), works, example(self, works)));
    }
    if (works < knows.oldestFeatureSet()) {
      return new Admission(
          Verdict.REFUSED,
          "is too new for the cluster, which works at feature set " + works,
          "its version of Pacekeeper (%s) is too new: it knows feature sets from %d on, and the cluster works at %d: run a version that knows that%s, or upgrade the other nodes to one that knows both first"
              .formatted(version, knows.oldestFeatureSet(), works, example(self, works)));
    }
    return GRANTED;
  }

  /** Names a version that takes part. */
  private static String example(Self self, int featureSet) {
    for (Stored stored : self.documents.all(Kind.MEMBER)) {
      MemberDocument member = stored.as(MemberDocument.class);
      if (member != null && member.featureSet() >= featureSet) {
        return ", such as %s, which %s runs".formatted(member.version(), stored.key().node());
      }
    }
    return "";
  }

  private static Admission waits(String waitsFor, String reason) {
    return new Admission(Verdict.WAITS, waitsFor, reason);
  }

  /** Returns whether a member is one that the cluster wants to run things on. */
  static boolean isWanted(@Nullable ConfigDocument config, String node, MemberDocument member) {
    return config == null || config.wants(node, member);
  }
}
