package io.pacekeeper.core.document;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.time.Instant;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * An incarnation of a node that takes part.
 *
 * @param incarnation its random id, drawn at join
 * @param host where it runs
 * @param pid its process id there
 * @param version the version of Pacekeeper that it runs
 * @param joined when it joined, by its wall clock
 * @param agents the resources for which it has code
 * @param attributes the node attributes that it declares
 * @param obstacle why nothing can run on it, as a part of a sentence that begins with its name and
 *     "is"; null if it can
 * @param devices the fencing devices that it has code for, by id: why each cannot be used, or an
 *     empty text if it can
 * @param process the JVM's stay, by a random id that outlives the incarnation; empty if it does not
 *     say
 * @param featureSet the newest feature set that it knows
 * @param unguarded why its companion does not guard it, as a part of a sentence; empty if it does,
 *     null if it does not say
 * @param notice what is wrong with what it declares, as a sentence without its end that begins with
 *     "this node"; null if nothing is
 * @param capacity how much it has of what resources take, as it declares it
 */
public record MemberDocument(
    String incarnation,
    String host,
    long pid,
    String version,
    Instant joined,
    SortedSet<String> agents,
    SortedMap<String, String> attributes,
    @Nullable String obstacle,
    SortedMap<String, String> devices,
    String process,
    int featureSet,
    @Nullable String unguarded,
    @Nullable String notice,
    SortedMap<String, Integer> capacity)
    implements Document {
  public MemberDocument {
    agents = ImmutableSortedSet.copyOfSorted(agents);
    attributes = ImmutableSortedMap.copyOfSorted(attributes);
    devices = ImmutableSortedMap.copyOfSorted(devices);
    capacity = ImmutableSortedMap.copyOfSorted(capacity);
  }

  /**
   * Makes one of an incarnation that declares no capacity, and with nothing wrong in what it does.
   */
  public MemberDocument(
      String incarnation,
      String host,
      long pid,
      String version,
      Instant joined,
      SortedSet<String> agents,
      SortedMap<String, String> attributes,
      @Nullable String obstacle,
      SortedMap<String, String> devices,
      String process,
      int featureSet,
      @Nullable String unguarded) {
    this(
        incarnation,
        host,
        pid,
        version,
        joined,
        agents,
        attributes,
        obstacle,
        devices,
        process,
        featureSet,
        unguarded,
        null,
        ImmutableSortedMap.of());
  }

  /**
   * Makes one of an incarnation on which everything can run that it has code for, fencing devices
   * not among it.
   */
  public MemberDocument(
      String incarnation,
      String host,
      long pid,
      String version,
      Instant joined,
      SortedSet<String> agents,
      SortedMap<String, String> attributes) {
    this(
        incarnation,
        host,
        pid,
        version,
        joined,
        agents,
        attributes,
        null,
        ImmutableSortedMap.of(),
        "",
        FeatureSet.NEWEST,
        null);
  }

  /** Returns the same without what is said of fencing devices. */
  public MemberDocument withoutDevices() {
    return new MemberDocument(
        incarnation,
        host,
        pid,
        version,
        joined,
        agents,
        attributes,
        obstacle,
        ImmutableSortedMap.of(),
        process,
        featureSet,
        unguarded,
        notice,
        capacity);
  }
}
