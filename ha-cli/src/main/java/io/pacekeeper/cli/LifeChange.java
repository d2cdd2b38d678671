package io.pacekeeper.cli;

import io.pacekeeper.api.HaException;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.Participation;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What an administrator says of which JVMs are to take part, written in one change. */
final class LifeChange {
  private final SortedMap<String, Participation> said;
  private final ChangeNote note;

  private LifeChange(SortedMap<String, Participation> said, ChangeNote note) {
    this.said = said;
    this.note = note;
  }

  /** Begins with what is said already. */
  static LifeChange of(ConfigDocument config, ChangeNote note) {
    return new LifeChange(new TreeMap<>(config.participation()), note);
  }

  /**
   * Wants the JVM of a node that is there to take part or not; says nothing where none is, or where
   * that follows from what is said already.
   */
  LifeChange want(NodeLife life, boolean started) {
    String process = life.process();
    if (process != null && !process.isEmpty() && before(life.name()).isWanted(process) != started) {
      Participation.Wish wish = new Participation.Wish(started, process, note.by(), note.at());
      said.put(life.name(), before(life.name()).withWish(wish));
    }
    return this;
  }

  /** Has JVMs of a node take part when they start, or not; one that is there goes on as it is. */
  LifeChange enable(NodeLife life, boolean enabled) {
    boolean wanted = life.isWanted();
    said.put(life.name(), before(life.name()).withEnabled(enabled));
    return want(life, wanted);
  }

  /** Forgets a node. */
  LifeChange forget(String node) {
    said.remove(node);
    return this;
  }

  private Participation before(String node) {
    return said.getOrDefault(node, Participation.ENABLED);
  }

  /** Returns a configuration with what is said. */
  ConfigDocument in(ConfigDocument config) {
    return said.equals(config.participation()) ? config : config.withParticipation(said).with(note);
  }

  /** Has the JVMs of these nodes take part or not, all in one change. */
  static void want(
      ZooKeeperClusterClient client, Collection<NodeLife> lives, boolean started, ChangeNote note) {
    change(
        client,
        config -> {
          LifeChange change = of(config, note);
          lives.forEach(life -> change.want(life, started));
          return change.in(config);
        });
  }

  /**
   * Changes the configuration of a cluster that is set up.
   *
   * @return whether anything was written
   */
  @SuppressWarnings("ReferenceEquality") // Any other that says the same was read.
  static boolean change(ZooKeeperClusterClient client, UnaryOperator<ConfigDocument> change) {
    ConfigDocument absent = ConfigDocument.EMPTY.withNodes(null);
    return client.change(
        DocumentKey.CONFIG,
        absent,
        config -> {
          if (config == absent) {
            throw new HaException(
                "the cluster %s is not set up: pk cluster setup %s NODE... does that"
                    .formatted(client.cluster(), client.cluster()));
          }
          return change.apply(config);
        });
  }
}
