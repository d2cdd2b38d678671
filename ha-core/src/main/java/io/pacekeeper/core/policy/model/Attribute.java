package io.pacekeeper.core.policy.model;

/** An Attribute is a name and a value ({@code nvpair}). */
public record Attribute(String name, String value) {}
