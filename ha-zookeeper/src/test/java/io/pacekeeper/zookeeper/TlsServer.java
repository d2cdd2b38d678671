package io.pacekeeper.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A ZooKeeper server with TLS, in a JVM of its own: its settings are system properties, which a
 * client in the same JVM would take for its own.
 */
final class TlsServer implements AutoCloseable {
  private static final String PASSWORD = "changeit";
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);

  private final Process process;
  private final Path directory;
  private final int port;

  private TlsServer(Process process, Path directory, int port) {
    this.process = process;
    this.directory = directory;
    this.port = port;
  }

  static TlsServer start(Path directory) throws Exception {
    for (String who : List.of("server", "client")) {
      keytool(
          "-genkeypair",
          "-alias",
          who,
          "-keyalg",
          "RSA",
          "-keysize",
          "2048",
          "-validity",
          "2",
          "-dname",
          "CN=" + who,
          "-ext",
          "SAN=ip:127.0.0.1,dns:localhost",
          "-storetype",
          "PKCS12",
          "-keystore",
          directory.resolve(who + ".p12").toString());
      keytool(
          "-exportcert",
          "-alias",
          who,
          "-file",
          directory.resolve(who + ".crt").toString(),
          "-keystore",
          directory.resolve(who + ".p12").toString());
    }
    trust(directory, "server", "client");
    trust(directory, "client", "server");
    int port = freePort();
    Path configuration = directory.resolve("zoo.cfg");
    Files.write(
        configuration,
        List.of(
            "dataDir=" + directory.resolve("data"),
            "tickTime=500",
            "secureClientPort=" + port,
            "secureClientPortAddress=127.0.0.1",
            "serverCnxnFactory=org.apache.zookeeper.server.NettyServerCnxnFactory",
            "admin.enableServer=false",
            "ssl.keyStore.location=" + directory.resolve("server.p12"),
            "ssl.keyStore.password=" + PASSWORD,
            "ssl.trustStore.location=" + directory.resolve("server-trust.p12"),
            "ssl.trustStore.password=" + PASSWORD,
            "ssl.clientAuth=need"));
    Process process =
        new ProcessBuilder(
                java("java"),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                "org.apache.zookeeper.server.ZooKeeperServerMain",
                configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("server.log").toFile())
            .start();
    await().atMost(STARTS_WITHIN).until(() -> listens(port));
    return new TlsServer(process, directory, port);
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  String connectString() {
    return "127.0.0.1:" + port;
  }

  /** Returns what a client needs to be let in. */
  Map<String, String> clientProperties() {
    return Map.of(
        "zookeeper.client.secure",
        "true",
        "zookeeper.clientCnxnSocket",
        "org.apache.zookeeper.ClientCnxnSocketNetty",
        "zookeeper.ssl.keyStore.location",
        directory.resolve("client.p12").toString(),
        "zookeeper.ssl.keyStore.password",
        PASSWORD,
        "zookeeper.ssl.trustStore.location",
        directory.resolve("client-trust.p12").toString(),
        "zookeeper.ssl.trustStore.password",
        PASSWORD);
  }

  @Override
  public void close() throws Exception {
    process.destroyForcibly();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
  }

  private static void trust(Path directory, String who, String whom) throws Exception {
    keytool(
        "-importcert",
        "-noprompt",
        "-alias",
        whom,
        "-storetype",
        "PKCS12",
        "-file",
        directory.resolve(whom + ".crt").toString(),
        "-keystore",
        directory.resolve(who + "-trust.p12").toString());
  }

  private static void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(java("keytool"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private static String java(String program) {
    return System.getProperty("java.home") + File.separator + "bin" + File.separator + program;
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
