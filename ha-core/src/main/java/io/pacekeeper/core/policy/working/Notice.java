package io.pacekeeper.core.policy.working;

/**
 * A Notice is what a notification tells the instances of a clone: that something is about to be
 * done, or was done.
 *
 * @param type {@code pre} or {@code post}
 * @param operation what is or was done
 * @param keyType how the notification's key says the type: {@code confirmed-pre} for the moment at
 *     which everybody has been told
 * @param keyOperation how the notification's key says the operation
 */
public record Notice(String type, String operation, String keyType, String keyOperation) {
  /** Returns the key of a notification of a resource. */
  public static String key(String resource, String type, String operation) {
    return resource + '_' + type + "_notify_" + operation + "_0";
  }
}
