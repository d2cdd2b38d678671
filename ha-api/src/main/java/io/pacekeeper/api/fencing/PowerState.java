package io.pacekeeper.api.fencing;

/** Whether a host has power, as a fencing device says. */
public enum PowerState {
  /** It has power. */
  ON,
  /** It has none, so nothing runs on it. */
  OFF,
  /** The device cannot tell. */
  UNKNOWN
}
