package io.pacekeeper.core.document;

import java.time.Instant;

/**
 * A JVM that is there and does not take part: it waits to be told to. Gone with its session, and
 * while it takes part.
 *
 * @param process the JVM's stay, by a random id
 * @param host where it runs
 * @param pid its process id there
 * @param version the version of Pacekeeper that it runs
 * @param featureSet the newest feature set that it knows
 * @param since since when, by its wall clock
 * @param waitsFor what it waits for, as a part of a sentence that begins with its node's name
 */
public record HostDocument(
    String process,
    String host,
    long pid,
    String version,
    int featureSet,
    Instant since,
    String waitsFor)
    implements Document {}
