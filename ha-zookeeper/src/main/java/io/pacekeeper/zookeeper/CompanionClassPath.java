package io.pacekeeper.zookeeper;

import io.pacekeeper.api.HaException;
import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which jars a companion needs, found by where this JVM has their classes from. */
final class CompanionClassPath {
  /** A class of each jar without which nothing works. */
  private static final List<String> NEEDED =
      List.of(
          "io.pacekeeper.zookeeper.CompanionMain",
          "io.pacekeeper.runtime.companion.CompanionProgram",
          "io.pacekeeper.core.document.LeaseDocument",
          "io.pacekeeper.api.Names",
          "org.apache.zookeeper.ZooKeeper",
          "org.apache.zookeeper.data.Stat",
          "com.fasterxml.jackson.databind.ObjectMapper",
          "com.fasterxml.jackson.core.JsonFactory",
          "com.fasterxml.jackson.annotation.JsonProperty",
          "com.google.common.collect.ImmutableSortedSet",
          "org.slf4j.Logger");

  /** A class of each jar that ZooKeeper's client loads, though it may not use it. */
  private static final List<String> USEFUL =
      List.of(
          "io.netty.handler.ssl.SslContext",
          "io.netty.buffer.ByteBuf",
          "io.netty.util.ReferenceCounted",
          "io.netty.channel.Channel",
          "io.netty.handler.codec.ByteToMessageDecoder",
          "io.netty.handler.codec.DecoderException",
          "io.netty.resolver.AddressResolver",
          "io.netty.channel.unix.UnixChannel",
          "io.netty.channel.epoll.Epoll");

  private CompanionClassPath() {}

  /**
   * Returns the files.
   *
   * @throws HaException if the classes are not in files of their own
   */
  static List<String> locate() {
    Set<String> files = new LinkedHashSet<>();
    for (String name : NEEDED) {
      String file = fileOf(name);
      if (file == null) {
        return wholeClassPath(name);
      }
      files.add(file);
    }
    for (String name : USEFUL) {
      String file = fileOf(name);
      if (file != null) {
        files.add(file);
      }
    }
    return List.copyOf(files);
  }

  /** Returns everything this JVM was given, if a class that is needed is found in that. */
  private static List<String> wholeClassPath(String missing) {
    List<String> files = new ArrayList<>();
    boolean found = false;
    for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator)) {
      if (!entry.isEmpty()) {
        files.add(Path.of(entry).toAbsolutePath().toString());
        found |= Files.exists(Path.of(entry).resolve(missing.replace('.', '/') + ".class"));
      }
    }
    if (!found) {
      throw new HaException(
          "the class "
              + missing
              + " is not in a jar or folder of its own (in a jar inside a jar, perhaps), so that no"
              + " other JVM can load it: unpack the application, or do without a companion");
    }
    return files;
  }

  private static @Nullable String fileOf(String name) {
    try {
      ClassLoader loader = CompanionClassPath.class.getClassLoader();
      CodeSource source = Class.forName(name, false, loader).getProtectionDomain().getCodeSource();
      URL location = source == null ? null : source.getLocation();
      if (location == null || !location.getProtocol().equals("file")) {
        return null;
      }
      URI uri = location.toURI();
      Path path = Path.of(uri);
      return Files.exists(path) ? path.toAbsolutePath().toString() : null;
    } catch (ClassNotFoundException
        | LinkageError
        | URISyntaxException
        | IllegalArgumentException e) {
      return null;
    }
  }
}
