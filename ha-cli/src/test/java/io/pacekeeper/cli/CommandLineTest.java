package io.pacekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What needs no cluster: how a command is understood, and what is said if it is not. */
class CommandLineTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "statsu | pk: there is no command 'statsu': did you mean status?; see pk --help",
        "node stanby node1"
            + " | pk: there is no command 'stanby': did you mean standby or unstandby?;"
            + " see pk node --help",
        "resource why ledger | pk: there is no command 'why'; see pk resource --help",
        "status --jsno | pk: there is no option '--jsno': did you mean --json?; see pk status --help",
        "status all | pk: there is no command 'all'; see pk status --help",
        "node | pk: a command is missing: standby, unstandby, maintenance, unmaintenance, attribute or utilization;"
            + " see pk node --help",
        "node standby | pk: name the nodes, or say --all; see pk node standby --help",
        "resource debug begin ledger | pk: the operation is monitor or stop, not 'begin';"
            + " see pk resource debug --help",
        "resource update ledger start timeout=1m"
            + " | pk: missing required parameter: 'NAME=VALUE'; see pk resource update --help",
        "token rise | pk: there is no command 'rise': did you mean raise?; see pk token --help",
        "token raise --above last"
            + " | pk: a token is a number such as 4294967306, or its two parts such as 1.10, but it"
            + " is 'last'; see pk token raise --help",
        "token raise --above 99999999999.1"
            + " | pk: a token is a number such as 4294967306, or its two parts such as 1.10, but it"
            + " is '99999999999.1'; see pk token raise --help",
        "token raise 1.10 | pk: '1.10' is one word too many; see pk token raise --help",
        "demo --cluster shop"
            + " | pk: the demonstration has a ZooKeeper and a cluster of its own; see pk --help",
        "status --cluster"
            + " | pk: missing required parameter for option '--cluster' (NAME); see pk status --help",
      })
  void whatIsNotUnderstoodIsSaidInOneLine(String arguments, String complaint) {
    Run run = Run.pk(Map.of(), arguments.split(" "));

    assertThat(run.err()).isEqualTo(complaint + "\n");
    assertThat(run.status()).isEqualTo(Pk.NOT_UNDERSTOOD);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void withoutACommandOneIsAskedFor() {
    Run run = Run.pk(Map.of());

    assertThat(run.err())
        .startsWith("pk: a command is missing: demo, status, ")
        .contains(", config, ")
        .endsWith("; see pk --help\n");
    assertThat(run.status()).isEqualTo(Pk.NOT_UNDERSTOOD);
  }

  @Test
  void helpNamesTheCommandsAndTheOptions() {
    Run run = Run.pk(Map.of(), "--help");

    assertThat(run.out())
        .contains("demo", "status", "node", "resource", "token", "--zookeeper", "--timeout");
    assertThat(run.status()).isEqualTo(Pk.DONE);
    assertThat(Run.pk(Map.of(), "node", "standby", "--help").out()).contains("NODE", "--cluster");
  }

  @Test
  void anUnreadableTimeoutIsNamed() {
    Run run = Run.pk(Map.of(), "status", "--timeout", "soon");

    assertThat(run.err())
        .isEqualTo("pk: a timeout is written such as 500ms, 20s or 1m, but it is 'soon'\n");
    assertThat(run.status()).isEqualTo(Pk.FAILED);
  }

  @Test
  void aMissingCredentialsFileIsNamed() {
    Run run = Run.pk(Map.of("PACEKEEPER_CREDENTIALS_FILE", "/nowhere/login"), "status");

    assertThat(run.err())
        .isEqualTo("pk: the credentials file /nowhere/login cannot be read: it is not there\n");
    assertThat(run.status()).isEqualTo(Pk.FAILED);
  }

  @Test
  void serversThatCannotBeUnderstoodAreNamed() {
    Run run = Run.pk(Map.of(), "status", "--zookeeper", "here:there");

    assertThat(run.err())
        .startsWith("pk: the ZooKeeper servers")
        .contains("here:there")
        .hasLineCount(1);
    assertThat(run.status()).isEqualTo(Pk.FAILED);
  }
}
