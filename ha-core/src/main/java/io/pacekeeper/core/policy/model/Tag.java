package io.pacekeeper.core.policy.model;

import java.util.List;

/**
 * A Tag is a name that constraints may use for several resources: a tag, or a template.
 *
 * @param template whether it is a template; its members are the resources that are made from it
 */
public record Tag(String id, boolean template, List<String> members) {
  public Tag {
    members = List.copyOf(members);
  }
}
