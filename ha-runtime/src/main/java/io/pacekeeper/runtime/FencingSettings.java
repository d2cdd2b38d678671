package io.pacekeeper.runtime;

import io.pacekeeper.api.fencing.FencingDefinition;
import io.pacekeeper.api.fencing.FencingDevice;
import java.util.Map;

/**
 * What a node has to fence others with.
 *
 * @param definition what it declares
 * @param devices the code of devices, by id
 * @param threads how many devices are called at once
 */
record FencingSettings(
    FencingDefinition definition, Map<String, FencingDevice> devices, int threads) {
  /** How many devices are called at once unless told otherwise: 16. */
  static final int DEFAULT_THREADS = 16;

  FencingSettings {
    devices = Map.copyOf(devices);
  }
}
