package io.pacekeeper.api.fencing;

/** What a fencing device is asked to do. */
public enum FencingAction {
  /** Switch the host off, and leave it off. */
  OFF,
  /** Switch the host off, and on again. */
  REBOOT,
  /** Switch the host on again, after it was switched off. */
  ON,
  /** Say whether the host has power. */
  STATUS,
  /** Say whether the device itself can be reached. */
  MONITOR;

  /** Returns whether a host for which this has succeeded was off, so that nothing ran on it. */
  public boolean isolates() {
    return this == OFF || this == REBOOT;
  }
}
