package io.pacekeeper.core.document;

import java.time.Instant;

/**
 * Who changed something.
 *
 * @param by who
 * @param via through what
 * @param at when, by the changer's wall clock
 */
public record ChangeNote(String by, String via, Instant at) {}
