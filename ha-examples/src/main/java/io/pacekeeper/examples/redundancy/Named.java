package io.pacekeeper.examples.redundancy;

import io.pacekeeper.api.Resource;

/** A service that only says when it starts and stops: what matters here is where it runs. */
final class Named {
  private Named() {}

  static Resource.Builder service(String name) {
    return Resource.whileOpen(
        name,
        activation -> {
          System.out.println(name + " starts");
          return () -> System.out.println(name + " stops");
        });
  }
}
