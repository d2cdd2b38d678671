package io.pacekeeper.core.whatif;

import io.pacekeeper.api.Operation;
import io.pacekeeper.core.cib.Cib;
import io.pacekeeper.core.cib.NodeState;
import io.pacekeeper.core.cib.NodeState.Membership;
import io.pacekeeper.core.document.Failure;
import io.pacekeeper.core.document.PromotionState;
import io.pacekeeper.core.document.PromotionState.Stage;
import io.pacekeeper.core.document.ResourceState;
import io.pacekeeper.core.document.ResourceState.Phase;
import io.pacekeeper.core.scheduler.Transition;
import io.pacekeeper.core.scheduler.Transition.Action;
import io.pacekeeper.core.scheduler.Transition.ResourceAction;
import io.pacekeeper.core.whatif.Places.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An information base after a transition was played through: what is under way already succeeds,
 * and so does every action, at once.
 *
 * @param cib how it is then
 * @param lines what was done, a line each
 */
record PlayedCib(Cib cib, List<String> lines) {
  private static final int WIDTH = 32;

  PlayedCib {
    lines = List.copyOf(lines);
  }

  /**
   * Plays a transition through.
   *
   * @param transition what is decided about that
   * @param now when it is carried out
   */
  static PlayedCib of(Cib cib, Transition transition, Instant now) {
    Player player = new Player(cib, now);
    player.finishWhatIsUnderWay(transition);
    transition.actions().forEach(player::play);
    return new PlayedCib(
        new Cib(cib.options(), cib.resources(), player.nodes()), List.copyOf(player.lines));
  }

  private static final class Player {
    private final SortedMap<String, NodeState> before;
    private final Map<String, SortedMap<String, ResourceState>> states = new TreeMap<>();
    private final Map<String, Membership> memberships = new TreeMap<>();
    private final List<String> lines = new ArrayList<>();
    private final Places places;
    private final Instant now;

    Player(Cib cib, Instant now) {
      this.places = new Places(cib);
      this.now = now;
      before = cib.nodes();
      before.forEach(
          (name, node) -> {
            states.put(name, new TreeMap<>(node.resources()));
            memberships.put(name, node.membership());
          });
    }

    SortedMap<String, NodeState> nodes() {
      SortedMap<String, NodeState> nodes = new TreeMap<>();
      before.forEach(
          (name, node) ->
              nodes.put(
                  name,
                  node.with(
                      memberships.getOrDefault(name, node.membership()),
                      states.getOrDefault(name, node.resources()))));
      return nodes;
    }

    /**
     * What was ordered before is done before: whatever is decided now waits for it. A stop that is
     * under way is decided again until it is done, so that it is not said twice.
     */
    void finishWhatIsUnderWay(Transition transition) {
      Set<List<String>> stops = new HashSet<>();
      for (Action action : transition.actions()) {
        if (action instanceof ResourceAction it && it.operation() == Operation.STOP) {
          stops.add(List.of(it.resource(), it.node()));
        }
      }
      states.forEach(
          (node, resources) -> {
            if (memberships.get(node) == Membership.ONLINE) {
              resources.replaceAll(
                  (name, state) ->
                      stops.contains(List.of(name, node)) && state.phase() == Phase.STOPPING
                          ? state
                          : finished(name, node, state));
            }
          });
    }

    private ResourceState finished(String name, String node, ResourceState state) {
      Stage stage = state.promotion().stage();
      if (state.phase() == Phase.STARTING || isAskedToStart(name, state)) {
        note("start", name, node);
        return finished(name, node, in(state, Phase.STARTED, stage));
      }
      if (state.phase() == Phase.STOPPING) {
        note("stop", name, node);
        return after(state, Operation.STOP);
      }
      if (state.phase() == Phase.STARTED
          && (stage == Stage.PROMOTING || isAskedToPromote(name, stage))) {
        note("promotion", name, node);
        return after(state, Operation.PROMOTE);
      }
      if (state.phase() == Phase.STARTED && stage == Stage.DEMOTING) {
        note("demotion", name, node);
        return after(state, Operation.DEMOTE);
      }
      return state;
    }

    /** An order was given and is not answered: it is for the only place where it could be. */
    private boolean isAskedToStart(String name, ResourceState state) {
      return state.phase() == Phase.UNKNOWN
          && state.token() > 0
          && (places.isOneOfMany(name) || places.of(name).size() == 1);
    }

    private boolean isAskedToPromote(String name, Stage stage) {
      return stage == Stage.UNKNOWN && places.of(name).stream().noneMatch(Place::isPromoted);
    }

    private void note(String what, String name, String node) {
      lines.add("Under way:       the %s of %s on %s succeeds".formatted(what, name, node));
    }

    void play(Action action) {
      if (!(action instanceof ResourceAction it)) {
        lines.add("Fencing " + action.node() + " (it is confirmed dead)");
        memberships.put(action.node(), Membership.OFFLINE);
        states.put(action.node(), new TreeMap<>());
        return;
      }
      StringBuilder line = new StringBuilder("Resource action: ").append(it.resource());
      while (line.length() < WIDTH) {
        line.append(' ');
      }
      String operation = it.operation().name().toLowerCase(Locale.ROOT);
      lines.add(line.append(' ').append(operation).append(" on ").append(it.node()).toString());
      SortedMap<String, ResourceState> here = states.get(it.node());
      if (here != null) {
        ResourceState state = here.getOrDefault(it.resource(), ResourceState.STOPPED);
        ResourceState after = after(state, it.operation());
        here.put(it.resource(), it.locks() ? after.lockedAt(now) : after);
      }
    }

    private static ResourceState after(ResourceState state, Operation operation) {
      return switch (operation) {
        case START -> in(state, Phase.STARTED, Stage.UNPROMOTED);
        case STOP -> in(state, Phase.STOPPED, Stage.UNPROMOTED);
        case PROMOTE -> in(state, state.phase(), Stage.PROMOTED);
        case DEMOTE -> in(state, demoted(state), Stage.UNPROMOTED);
        case MONITOR -> state;
      };
    }

    private static Phase demoted(ResourceState state) {
      Failure failure = state.failure();
      boolean mended =
          state.phase() == Phase.FAILED && failure != null && failure.isMendedByDemotion();
      return mended ? Phase.STARTED : state.phase();
    }

    private static ResourceState in(ResourceState state, Phase phase, Stage stage) {
      PromotionState promotion = state.promotion().with(stage);
      return new ResourceState(phase, 0, state.failcount(), state.failure(), null, promotion);
    }
  }
}
