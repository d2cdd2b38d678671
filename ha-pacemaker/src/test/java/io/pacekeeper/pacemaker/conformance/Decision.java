package io.pacekeeper.pacemaker.conformance;

/**
 * What was decided about one cluster, in the forms that {@code crm_simulate} writes.
 *
 * @param summary the text of {@code -S}
 * @param dot the graph of {@code -D}
 * @param scores the lines of {@code -s}
 */
public record Decision(String summary, String dot, String scores) {}
