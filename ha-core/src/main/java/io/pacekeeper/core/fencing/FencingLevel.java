package io.pacekeeper.core.fencing;

import io.pacekeeper.api.fencing.FencingAction;
import io.pacekeeper.api.fencing.FencingDeviceDefinition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One level of a topology, for one node.
 *
 * @param number from 1
 * @param ids the ids of its devices
 * @param devices their definitions; empty if the level cannot be used
 * @param problem why it cannot be used, or null
 */
record FencingLevel(
    int number, List<String> ids, List<FencingDeviceDefinition> devices, @Nullable String problem) {
  /** One thing that is asked of one device. */
  record Task(FencingDeviceDefinition device, FencingAction action) {}

  FencingLevel {
    ids = List.copyOf(ids);
    devices = List.copyOf(devices);
  }

  /**
   * Returns what is to be done, in order. A host that several devices have to switch off is
   * rebooted by switching it off at all of them before any of them switches it on, or else it would
   * never be without power.
   */
  List<Task> tasks(FencingAction action) {
    boolean together = action == FencingAction.REBOOT && devices.size() > 1;
    List<Task> tasks = new ArrayList<>();
    for (FencingDeviceDefinition device : devices) {
      tasks.add(new Task(device, together ? FencingAction.OFF : action));
    }
    if (together) {
      devices.forEach(device -> tasks.add(new Task(device, FencingAction.ON)));
    }
    return tasks;
  }
}
