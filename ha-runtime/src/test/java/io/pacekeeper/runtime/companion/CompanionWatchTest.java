package io.pacekeeper.runtime.companion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a companion does, by what it is told and when; a tick stands where the clock put it. */
class CompanionWatchTest {
  private static final long PATIENCE = 1_000_000_000L;

  private final List<String> deeds = new ArrayList<>();
  private final List<String> answers = new ArrayList<>();
  private long nanos = 1_000;
  private long goneAt = Long.MAX_VALUE;
  private boolean diesWhenKilled = true;

  /** How long after it was killed the process is gone. */
  private long dyingNanos = 3_000_000;

  private final CompanionWatch.Target target =
      new CompanionWatch.Target() {
        @Override
        public boolean isGone() {
          return nanos >= goneAt;
        }

        @Override
        public void kill() {
          deeds.add("killed");
          goneAt = diesWhenKilled ? nanos + dyingNanos : Long.MAX_VALUE;
        }

        @Override
        public String toString() {
          return "process 7";
        }
      };

  private final DeathRecord record =
      new DeathRecord() {
        @Override
        public void open(Voice voice) {}

        @Override
        public String confirm(String incarnation, long giveUpAtNanos) {
          assertThat(target.isGone()).as("the process is gone when that is confirmed").isTrue();
          deeds.add("confirmed " + incarnation);
          return "done";
        }

        @Override
        public void close() {}
      };

  /** Runs it on these lines; the pipe ends after the last. */
  private void watch(String... lines) throws Exception {
    CompanionWatch.Time time =
        new CompanionWatch.Time() {
          @Override
          public long nanos() {
            return nanos;
          }

          @Override
          public void pause(long pause) {
            nanos += pause;
          }
        };
    DeathRecord.Voice voice =
        new DeathRecord.Voice() {
          @Override
          public void say(String sentence) {}

          @Override
          public void warn(String sentence) {}
        };
    ArrayDeque<String> feed = new ArrayDeque<>(List.of(lines));
    CompanionWatch.Feed polling =
        new CompanionWatch.Feed() {
          @Override
          public @Nullable String next(long tickAtNanos) {
            return feed.poll();
          }
        };
    new CompanionWatch(target, record, time, answers::add, voice, PATIENCE).watch(polling);
  }

  private static String armed(int number, long killAt) {
    return "watch " + number + " " + killAt + " armed +i1 -";
  }

  private static String idle(int number, long killAt) {
    return "watch " + number + " " + killAt + " idle +i1 -";
  }

  @Test
  void whenThePipeEndsItConfirmsAsSoonAsTheProcessIsGone() throws Exception {
    goneAt = nanos + 20_000_000;
    watch(armed(1, 50_000_000_000L));
    assertThat(deeds).containsExactly("confirmed i1");
    assertThat(nanos - goneAt).isLessThanOrEqualTo(1_000_000);
    assertThat(answers).containsExactly("ack 1");
  }

  @Test
  void itConfirmsTheIncarnationThatItWasToldOfLast() throws Exception {
    goneAt = nanos;
    watch(armed(1, 100), "watch 2 100 idle - -", "watch 3 50000 armed +i2 -");
    assertThat(deeds).containsExactly("confirmed i2");
  }

  @Test
  void whereNoLeaseIsHeldNothingIsConfirmed() throws Exception {
    goneAt = nanos;
    watch(armed(1, 50_000), "watch 2 50000 idle - -");
    assertThat(deeds).isEmpty();
  }

  @Test
  void aLineThatWasOvertakenCountsNothing() throws Exception {
    goneAt = nanos;
    watch("watch 2 90000 armed +i2 -", armed(1, 100));
    assertThat(deeds).containsExactly("confirmed i2");
  }

  @Test
  void itKillsWhatIsArmedPastItsTimeMakesSureAndConfirms() throws Exception {
    watch(armed(1, 5_000), "tick 5000");
    assertThat(deeds).containsExactly("killed", "confirmed i1");
    assertThat(nanos).isGreaterThanOrEqualTo(goneAt);
  }

  @Test
  void aTickBeforeTheTimeKillsNothing() throws Exception {
    watch(armed(1, 5_000), "tick 4999", "quit");
    assertThat(deeds).isEmpty();
  }

  @Test
  void itKillsNothingThatIsNotArmed() throws Exception {
    watch(armed(1, 5_000), idle(2, 5_000), "tick 900000", "quit");
    assertThat(deeds).isEmpty();
  }

  /** It was held up itself, and finds the whole past in its pipe. */
  @Test
  void whatItFindsInItsPipeAfterAPauseIsJudgedByTheLastOfIt() throws Exception {
    nanos = 90_000;
    watch(armed(1, 5_000), armed(2, 25_000), armed(3, 110_000), "tick 90000", "quit");
    assertThat(deeds).isEmpty();
  }

  @Test
  void aTickThatWaitedInThePipeIsJudgedByWhenItWasWritten() throws Exception {
    nanos = 90_000;
    watch(armed(1, 80_000), "tick 70000", armed(2, 200_000), "quit");
    assertThat(deeds).isEmpty();
  }

  @Test
  void aProcessThatLivesOnWithoutItsPipeIsJudgedByItsLease() throws Exception {
    watch(armed(1, 40_000_000));
    assertThat(deeds).containsExactly("killed", "confirmed i1");
    assertThat(nanos).isGreaterThanOrEqualTo(40_000_000);
  }

  @Test
  void aProcessThatLivesOnWithoutItsPipeAndIsNotArmedIsLeftAlone() throws Exception {
    goneAt = nanos + 60_000_000_000L;
    watch(idle(1, 40_000_000));
    assertThat(deeds).containsExactly("confirmed i1");
    assertThat(nanos).isGreaterThanOrEqualTo(goneAt);
  }

  @Test
  void whatWasKilledAndIsNotGoneIsNotConfirmed() throws Exception {
    diesWhenKilled = false;
    watch(armed(1, 5_000), "tick 5000");
    assertThat(deeds).containsExactly("killed");
  }

  @Test
  void aPoliteEndConfirmsNothing() throws Exception {
    goneAt = nanos;
    watch(armed(1, 50_000), idle(2, 50_000), "quit");
    assertThat(deeds).isEmpty();
  }

  @Test
  void whatALaterVersionSaysIsPassedOver() throws Exception {
    watch("whisper 3", armed(1, 5_000), "quit");
    assertThat(answers).containsExactly("ack 1");
  }
}
