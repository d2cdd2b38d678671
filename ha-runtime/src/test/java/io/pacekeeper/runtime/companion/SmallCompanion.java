package io.pacekeeper.runtime.companion;

/** A companion that writes down nothing. */
final class SmallCompanion {
  private SmallCompanion() {}

  public static void main(String[] args) {
    CompanionProgram.run(
        settings ->
            new DeathRecord() {
              @Override
              public void open(Voice voice) {
                voice.say("it was told " + settings.get("told"));
              }

              @Override
              public String confirm(String incarnation, long giveUpAtNanos) {
                return "nothing";
              }

              @Override
              public void close() {}
            });
  }
}
