package io.pacekeeper.core.policy.model;

/** A TicketState says whether the cluster holds a ticket. */
public record TicketState(String id, boolean granted, boolean standby) {}
