package io.pacekeeper.core.cib;

import io.pacekeeper.api.fencing.FencingAction;
import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.FencingDocument.Means;
import io.pacekeeper.core.document.FencingOptions;
import io.pacekeeper.core.document.NoQuorumPolicy;
import io.pacekeeper.core.document.TransitionOptions;
import java.time.Duration;

/** A cluster's options that are being changed, one by one. */
final class EditedOptions {
  boolean symmetricCluster;
  boolean maintenanceMode;
  boolean stopAllResources;
  boolean startFailureIsFatal;
  Duration maxLease;
  FencingAction fencingAction;
  Duration fencingTimeout;
  int fencingAttempts;
  boolean concurrentFencing;
  Duration priorityFencingDelay;
  boolean startupFencing;
  Means weakest;
  NoQuorumPolicy noQuorumPolicy;
  Duration clusterDelay;
  int historyLimit;
  TransitionOptions transition;
  final EditedPlacement placement;

  EditedOptions(ClusterOptions from) {
    symmetricCluster = from.symmetricCluster();
    maintenanceMode = from.maintenanceMode();
    stopAllResources = from.stopAllResources();
    startFailureIsFatal = from.startFailureIsFatal();
    maxLease = from.maxLease();
    fencingAction = from.fencing().action();
    fencingTimeout = from.fencing().timeout();
    fencingAttempts = from.fencing().maxAttempts();
    concurrentFencing = from.fencing().concurrent();
    priorityFencingDelay = from.fencing().priorityDelay();
    startupFencing = from.fencing().startup();
    weakest = from.fencing().weakest();
    noQuorumPolicy = from.noQuorumPolicy();
    clusterDelay = from.clusterDelay();
    historyLimit = from.historyLimit();
    transition = from.transition();
    placement = new EditedPlacement(from.placement());
  }

  ClusterOptions build() {
    return new ClusterOptions(
        symmetricCluster,
        maintenanceMode,
        stopAllResources,
        startFailureIsFatal,
        maxLease,
        new FencingOptions(
            fencingAction,
            fencingTimeout,
            fencingAttempts,
            concurrentFencing,
            priorityFencingDelay,
            startupFencing,
            weakest),
        noQuorumPolicy,
        clusterDelay,
        historyLimit,
        transition,
        placement.build());
  }
}
