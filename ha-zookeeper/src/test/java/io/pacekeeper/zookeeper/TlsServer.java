package io.pacekeeper.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A ZooKeeper server that takes TLS, and clients with a certificate that it trusts alone. */
final class TlsServer implements AutoCloseable {
  private static final String PASSWORD = "changeit";

  private final ServerProcess process;
  private final Path directory;

  private TlsServer(ServerProcess process, Path directory) {
    this.process = process;
    this.directory = directory;
  }

  /** Starts one that trusts the certificate {@code CN=client}. */
  static TlsServer start(Path directory) throws Exception {
    return start(directory, List.of("client"), List.of());
  }

  /**
   * Starts one.
   *
   * @param trusted the names in the certificates that it trusts
   * @param strangers the names in certificates that are made and not trusted
   */
  static TlsServer start(Path directory, List<String> trusted, List<String> strangers)
      throws Exception {
    makeCertificate(directory, "server");
    for (List<String> clients : List.of(trusted, strangers)) {
      for (String client : clients) {
        makeCertificate(directory, client);
        trust(directory, client, "server");
      }
    }
    for (String client : trusted) {
      trust(directory, "server", client);
    }
    ServerProcess process =
        ServerProcess.startSecure(
            directory,
            List.of(
                "ssl.keyStore.location=" + directory.resolve("server.p12"),
                "ssl.keyStore.password=" + PASSWORD,
                "ssl.trustStore.location=" + directory.resolve("server-trust.p12"),
                "ssl.trustStore.password=" + PASSWORD,
                "ssl.clientAuth=need"));
    return new TlsServer(process, directory);
  }

  String connectString() {
    return process.connectString();
  }

  /** Returns what a client needs to be let in. */
  Map<String, String> clientProperties() {
    return clientProperties("client");
  }

  /** Returns what a client with this name in its certificate uses. */
  Map<String, String> clientProperties(String client) {
    return Map.of(
        "zookeeper.client.secure",
        "true",
        "zookeeper.clientCnxnSocket",
        "org.apache.zookeeper.ClientCnxnSocketNetty",
        "zookeeper.ssl.keyStore.location",
        directory.resolve(client + ".p12").toString(),
        "zookeeper.ssl.keyStore.password",
        PASSWORD,
        "zookeeper.ssl.trustStore.location",
        directory.resolve(client + "-trust.p12").toString(),
        "zookeeper.ssl.trustStore.password",
        PASSWORD);
  }

  @Override
  public void close() throws Exception {
    process.close();
  }

  private static void makeCertificate(Path directory, String who) throws Exception {
    keytool(
        "-genkeypair",
        "-alias",
        who,
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
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
    command.add(ServerProcess.java("keytool"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
