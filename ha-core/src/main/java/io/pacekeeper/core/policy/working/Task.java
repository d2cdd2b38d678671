package io.pacekeeper.core.policy.working;

/** The names of tasks: what an action does. */
public final class Task {
  public static final String START = "start";
  public static final String RUNNING = "running";
  public static final String STOP = "stop";
  public static final String STOPPED = "stopped";
  public static final String PROMOTE = "promote";
  public static final String PROMOTED = "promoted";
  public static final String DEMOTE = "demote";
  public static final String DEMOTED = "demoted";
  public static final String MONITOR = "monitor";
  public static final String MIGRATE_TO = "migrate_to";
  public static final String MIGRATE_FROM = "migrate_from";
  public static final String NOTIFY = "notify";
  public static final String NOTIFIED = "notified";
  public static final String DELETE = "delete";
  public static final String LRM_DELETE = "lrm_delete";
  public static final String CLEAR_FAILCOUNT = "clear_failcount";
  public static final String RELOAD_AGENT = "reload-agent";
  public static final String CANCEL = "cancel";
  public static final String STONITH = "stonith";
  public static final String SHUTDOWN = "do_shutdown";
  public static final String META_DATA = "meta-data";

  private Task() {}

  /** Returns the name of an operation: resource, task and interval in milliseconds. */
  public static String key(String resource, String task, long interval) {
    return resource + '_' + task + '_' + interval;
  }
}
