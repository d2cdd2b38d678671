package io.pacekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an administrator does day by day, and what the cluster makes of it. */
class DailyWorkTest {
  @TempDir static Path folder;
  private static DailyWork shop;

  @BeforeAll
  static void startCluster() {
    shop = new DailyWork(folder.resolve("zookeeper"));
  }

  @AfterAll
  static void stopCluster() {
    shop.close();
  }

  @AfterEach
  void nothingWasEverActiveTwice() {
    shop.failing.clear();
    assertThat(shop.twice).isEmpty();
  }

  @Test
  void aMoveLeavesNoConstraintBehind() {
    String home = shop.home("search");
    String there = home.equals("node2") ? "node3" : "node2";

    assertThat(shop.done("resource", "move", "search", there))
        .startsWith("search is to move to " + there + "\n")
        .endsWith("search is on " + there + "\n");
    assertThat(shop.active).containsEntry("search", there);
    assertThat(shop.done("constraint", "list")).doesNotContain("cli-");
    assertThat(shop.done("resource", "move", "search", there))
        .isEqualTo("search is on " + there + " already; nothing changed\n");
  }

  @Test
  void aMoveThatWouldNotLastIsRefusedUnlessItIsSticky() {
    assertThat(shop.refusedWithoutTrace("resource", "move", "ledger", "node2"))
        .isEqualTo(
            "ledger would not stay on node2 once the move is done, but go to node1 (location node1"
                + " 100); nothing changed: say --sticky to keep it there by a constraint");

    assertThat(shop.done("resource", "move", "ledger", "node2", "--sticky", "--wait"))
        .startsWith("ledger is to move to node2 and to stay there: cli-prefer-ledger\n")
        .endsWith("ledger is on node2\n");
    assertThat(shop.done("constraint", "list", "ledger"))
        .isEqualTo(
            """
            Location Constraints:
              resource 'ledger' prefers node 'node1' with score 100 (declared by its code)
              resource 'ledger' prefers node 'node2' with score INFINITY (id: cli-prefer-ledger)
            """);
    assertThat(shop.done("resource", "explain", "ledger"))
        .contains("  INFINITY    location node2 (cli-prefer-ledger)\n")
        .contains("to be here: pk resource clear ledger\n");
    assertThat(shop.done("resource", "clear", "ledger")).isEqualTo("removed cli-prefer-ledger\n");
    shop.awaitHome("ledger", "node1");
    assertThat(shop.done("resource", "clear", "ledger"))
        .isEqualTo("there is no move or ban of ledger to clear; nothing changed\n");
  }

  @Test
  void aMoveToWhereItCannotRunIsRefusedBeforehand() {
    shop.done("node", "standby", "node3", "--reason", "a new disk");
    assertThat(shop.refusedWithoutTrace("resource", "move", "ledger", "node3"))
        .isEqualTo(
            "ledger would not move to node3: node3 cannot run it: in standby; end the standby of node3; nothing"
                + " changed");
    assertThat(shop.done("node", "unstandby", "node3"))
        .isEqualTo("node3 is not in standby from now on\n");
  }

  @Test
  void aBanKeepsAResourceAwayAndEndsByItself() {
    shop.done("resource", "move", "search", "node3");
    assertThat(shop.done("resource", "ban", "search", "node3", "--for", "2s"))
        .startsWith("search is kept away from node3 until ")
        .endsWith(": cli-ban-search-on-node3\n");
    await().atMost(DailyWork.PATIENCE).until(() -> !shop.home("search").equals("node3"));
    await()
        .atMost(DailyWork.PATIENCE)
        .until(() -> !shop.done("constraint", "list").contains("cli-ban"));
  }

  @Test
  void aRestartStopsAndStartsIt() {
    assertThat(shop.done("resource", "restart", "search"))
        .contains("search: stopped\n", "search: started on node")
        .endsWith("search was restarted\n");
    assertThat(shop.status()).doesNotContain("disabled");
  }

  @Test
  void whatIsDisabledStaysStoppedForAsLongAsAnybodyWantsIt() {
    assertThat(shop.done("resource", "disable", "search", "--owner", "ann", "--wait"))
        .startsWith("search is disabled from now on\n")
        .endsWith("search is stopped\n");
    assertThat(shop.done("resource", "disable", "search", "--owner", "ann"))
        .isEqualTo("search is disabled already; nothing changed\n");
    assertThat(shop.done("resource", "disable", "search", "--owner", "bob", "--reason", "index"))
        .isEqualTo("search is disabled already; it is wanted now by ann, bob (index)\n");
    assertThat(shop.refused("resource", "restart", "search"))
        .isEqualTo("search is to be stopped: have it started by pk resource enable search first");

    assertThat(shop.done("resource", "enable", "search", "--owner", "ann"))
        .isEqualTo("search stays disabled: it is wanted by bob (index) still\n");
    assertThat(shop.refused("resource", "enable", "search", "--owner", "ann"))
        .isEqualTo(
            "search stays disabled: it is wanted by bob (index); say --owner to take back"
                + " somebody's wish, or --everybody");
    assertThat(shop.active).doesNotContainKey("search");
    assertThat(shop.done("resource", "enable", "search", "--everybody", "--wait"))
        .startsWith("search is not disabled from now on\n")
        .endsWith("search is started\n");
  }

  @Test
  void aFailedStartIsTriedAgainAfterACleanup() {
    shop.failing.add("start search");
    assertThat(shop.refused("resource", "restart", "search"))
        .isEqualTo("search was stopped, and can run nowhere now: see pk resource explain search");
    assertThat(shop.status()).contains("search start on node", "failcount INFINITY");
    shop.failing.clear();

    assertThat(shop.done("resource", "cleanup", "search"))
        .contains(
            "node1: forgot the failures of search (INFINITY)\n",
            "node2: forgot the failures of search (INFINITY)\n",
            "node3: forgot the failures of search (INFINITY)\n");
    await().atMost(DailyWork.PATIENCE).until(() -> !shop.home("search").isEmpty());
    assertThat(shop.status()).doesNotContain("Failed Resource Actions");
    assertThat(shop.done("resource", "cleanup", "search", "--node", "node1"))
        .isEqualTo("node1: there was no failure to forget\n");
  }

  @Test
  void whatCouldNotBeStoppedIsStoppedAfterACleanupAndStartsNowhereBefore() {
    String home = shop.home("billing");
    shop.failing.add("stop billing");
    assertThat(shop.refused("resource", "restart", "billing"))
        .isEqualTo(
            "billing is blocked by a failed stop on %s: see pk status, and then pk resource cleanup billing"
                .formatted(home));
    assertThat(shop.active).containsEntry("billing", home);
    shop.done("resource", "cleanup", "billing", "--node", home);
    await()
        .atMost(DailyWork.PATIENCE)
        .until(() -> shop.status().contains("billing  FAILED " + home + " (blocked)"));
    shop.failing.clear();

    assertThat(shop.done("resource", "cleanup", "billing", "--node", home))
        .isEqualTo(
            home
                + ": forgot the failures of billing (INFINITY); what could not be stopped can be"
                + " tried again: billing\n");
    await().atMost(DailyWork.PATIENCE).until(() -> !shop.home("billing").isEmpty());
  }

  @Test
  void anOperationIsRunByHandAndAStartIsNot() {
    String home = shop.home("ledger");
    shop.monitored.clear();
    assertThat(shop.done("resource", "debug", "monitor", "ledger"))
        .startsWith(home + ": monitor of ledger succeeded after ");
    assertThat(shop.monitored).containsExactly("ledger");
    shop.failing.add("monitor ledger");
    assertThat(shop.refused("resource", "debug", "monitor", "ledger"))
        .startsWith(home + ": monitor of ledger failed after ")
        .endsWith(": monitor returned false");
    assertThat(shop.status()).doesNotContain("ledger monitor on");
    shop.failing.clear();
    assertThat(shop.done("resource", "debug", "monitor", "ledger", "node3"))
        .isEqualTo("node3: ledger is not active here\n");

    assertThat(shop.done("resource", "debug", "stop", "ledger"))
        .startsWith(home + ": stop of ledger succeeded after ");
    shop.awaitHome("ledger", home);
    assertThat(shop.refusedWithoutTrace("resource", "debug", "start", "ledger"))
        .isEqualTo(
            "nothing is started by hand, since it could then be active twice: have the cluster"
                + " start it, by pk resource enable ledger or pk resource restart ledger");
  }

  @Test
  void aRefreshMonitorsWhatIsActive() {
    shop.monitored.clear();
    assertThat(shop.done("resource", "refresh", "ledger"))
        .contains("there was no failure to forget; monitors now ledger\n");
    await().atMost(DailyWork.PATIENCE).until(() -> shop.monitored.contains("ledger"));
  }

  @Test
  void propertiesAreSetShownAndUnset() {
    assertThat(shop.done("property", "set", "cluster-delay=90s", "history-limit=7"))
        .isEqualTo("cluster-delay: 90s (was 1min)\nhistory-limit: 7 (was 100)\n");
    assertThat(shop.done("property", "set", "cluster-delay=90s"))
        .isEqualTo("cluster-delay: 90s already; nothing changed\n");
    assertThat(shop.done("property", "list"))
        .isEqualTo("Cluster Properties:\n  cluster-delay: 90s\n  history-limit: 7\n");
    assertThat(shop.status()).contains(" via pk property set on ");
    assertThat(shop.done("property", "unset", "cluster-delay", "history-limit"))
        .isEqualTo("cluster-delay: 1min (was 90s)\nhistory-limit: 100 (was 7)\n");
    assertThat(shop.done("property", "list", "--all")).contains("cluster-delay: 1min (default)\n");
    assertThat(shop.done("property", "describe", "max-lease"))
        .startsWith("max-lease\n  Description: How long a lease is taken to last ")
        .endsWith("  Default: 1min\n");
  }

  @Test
  void aPropertyThatIsNotPossibleChangesNothing() {
    assertThat(shop.refusedWithoutTrace("property", "set", "stonith-enabled=false"))
        .startsWith("there is no property stonith-enabled: there is batch-limit, ");
    assertThat(shop.refusedWithoutTrace("property", "set", "history-limit=7", "max-lease=soon"))
        .isEqualTo(
            "max-lease=soon is not possible: it must be a duration such as 500ms, 20s or 5m");
    assertThat(shop.refusedWithoutTrace("property", "set", "max-lease=5s"))
        .startsWith("max-lease=5s is shorter than the lease of node1, which lasts 20s: ");
    assertThat(shop.refusedWithoutTrace("property", "set", "max-lease"))
        .isEqualTo("write NAME=VALUE, or NAME= to take it back, not 'max-lease'");
  }

  @Test
  void maintenanceOfTheClusterHasEverythingLeftAlone() {
    assertThat(shop.done("maintenance", "on", "--reason", "the switch", "--for", "1h"))
        .startsWith("shop is in maintenance until ");
    String home = shop.home("ledger");
    shop.done("resource", "debug", "stop", "ledger");
    assertThat(shop.home("ledger")).isEmpty();
    assertThat(shop.done("maintenance", "off"))
        .isEqualTo("shop is not in maintenance from now on\n");
    shop.awaitHome("ledger", home);
    assertThat(shop.done("maintenance", "off"))
        .isEqualTo("shop is not in maintenance already; nothing changed\n");
  }

  @Test
  void nodesAndResourcesAreInMaintenanceForAWhile() {
    assertThat(shop.done("node", "maintenance", "node1", "node2", "--for", "1h"))
        .contains("node1 is in maintenance until ", "node2 is in maintenance until ");
    assertThat(shop.status()).contains("online, maintenance");
    assertThat(shop.done("node", "unmaintenance", "--all"))
        .isEqualTo(
            """
            node1 is not in maintenance from now on
            node2 is not in maintenance from now on
            node3 is not in maintenance already; nothing changed
            """);
    assertThat(shop.done("resource", "maintenance", "ledger"))
        .isEqualTo("ledger is in maintenance from now on\n");
    assertThat(shop.done("resource", "unmaintenance", "ledger"))
        .isEqualTo("ledger is not in maintenance from now on\n");
  }

  @Test
  void aNodeHasAttributesThatWinOverItsOwn() {
    assertThat(shop.done("node", "attribute", "node3", "zone=west", "rack=7"))
        .isEqualTo("Node Attributes:\n  node3:\n    rack=7\n    zone=west\n");
    assertThat(shop.done("node", "attribute", "node3", "zone=", "rack="))
        .isEqualTo("Node Attributes:\n  node3:\n    zone=east\n");
    assertThat(shop.refusedWithoutTrace("node", "attribute", "node3", "#uname=x"))
        .startsWith("an attribute's name ");
  }

  @Test
  void aResourceIsChangedOverWhatItsCodeDeclares() {
    assertThat(shop.done("resource", "meta", "search", "priority=5", "failure-timeout=1m"))
        .isEqualTo(
            """
            Resource: search, over what its code declares:
              failure-timeout=1m
              priority=5
            """);
    assertThat(shop.done("resource", "update", "search", "op", "monitor", "interval=5m"))
        .contains("op.monitor.interval=5m\n");
    assertThat(
            shop.refusedWithoutTrace("resource", "update", "search", "op", "monitor", "every=5m"))
        .startsWith("search: op.monitor.every=5m is not possible: ");
    assertThat(shop.refusedWithoutTrace("resource", "meta", "search", "prio=5"))
        .startsWith("search: prio=5 is not possible: it must be target-role, ");
    shop.done("resource", "update", "search", "op", "monitor", "interval=");
    assertThat(shop.done("resource", "meta", "search", "priority=", "failure-timeout="))
        .isEqualTo("Resource: search: as its code declares it\n");
  }

  @Test
  void aConstraintIsAddedOnceAndRemoved() {
    assertThat(shop.done("constraint", "location", "add", "loc-1", "search", "node3", "INFINITY"))
        .isEqualTo("resource 'search' prefers node 'node3' with score INFINITY\n");
    shop.awaitHome("search", "node3");
    assertThat(
            shop.refusedWithoutTrace(
                "constraint", "location", "add", "loc-1", "search", "node3", "INFINITY"))
        .isEqualTo("there is a constraint loc-1 already: remove it first, or choose another id");
    assertThat(
            shop.refusedWithoutTrace(
                "constraint", "location", "add", "loc-2", "search", "node3", "much"))
        .isEqualTo(
            "the score much is not possible: it must be a whole number, INFINITY or -INFINITY");
    assertThat(shop.refusedWithoutTrace("constraint", "location", "remove", "loc-3"))
        .startsWith("there is no constraint loc-3: there is loc-1");
    assertThat(shop.done("constraint", "location", "remove", "loc-1")).isEqualTo("removed loc-1\n");
  }

  @Test
  void theConfigurationIsAppliedFromAFileIfNobodyChangedItMeanwhile() throws Exception {
    Path file = folder.resolve("shop.json");
    String shown = shop.done("config", "show");
    Files.writeString(
        file,
        shown.replace(
            "\"properties\" : { }", "\"properties\" : { \"stop-all-resources\" : true }"));
    assertThat(shop.done("config", "diff", file.toString()))
        .isEqualTo("+ property stop-all-resources: true\n");
    String forecast = shop.done("config", "apply", file.toString(), "--dry-run");
    assertThat(forecast)
        .startsWith("+ property stop-all-resources: true\nThe cluster would:\n")
        .contains("  stop ledger on node1 (stop-all-resources is on)\n")
        .endsWith("Nothing was written.\n");
    assertThat(shop.done("config", "show")).isEqualTo(shown);

    Files.writeString(
        file,
        shown.replace("\"properties\" : { }", "\"properties\" : { \"cluster-delay\" : \"2m\" }"));
    assertThat(shop.done("config", "apply", file.toString()))
        .startsWith("+ property cluster-delay: 2min\n".replace("2min", "2m"))
        .endsWith("applied; pk config show has the version to go on from\n");
    assertThat(shop.refusedWithoutTrace("config", "apply", file.toString()))
        .startsWith("the configuration was changed since " + file + " was taken from it by ")
        .contains(" via pk config apply at ", "; nothing changed: ");
    shop.done("property", "unset", "cluster-delay");
  }

  @Test
  void aFileThatDoesNotVerifyChangesNothing() throws Exception {
    String shown = shop.done("config", "show");
    assertThat(broken(shown, "{ }", "{ \"max-lease\" : \"1s\" }"))
        .startsWith("max-lease=1s is shorter than the lease of node1");
    assertThat(broken(shown, "{ }", "{ \"speed\" : \"1s\" }"))
        .startsWith("there is no property speed: ");
    assertThat(
            broken(
                shown,
                "\"constraints\" : [ ]",
                "\"constraints\" : [ { \"id\" : \"x\","
                    + " \"resource\" : \"ledgr\", \"node\" : \"node1\", \"score\" : 5 } ]"))
        .startsWith("there is no resource ledgr: ");
    assertThat(broken(shown, "\"constraints\"", "\"constrains\""))
        .contains(" is not a configuration: the file has nothing called constrains");
    assertThat(broken(shown, "\"shop\"", "\"ship\"")).contains("is of the cluster ship");
    assertThat(broken(shown, "{", "")).contains(" is not JSON, at line ");
  }

  private static String broken(String shown, String what, String by) throws Exception {
    Path file = folder.resolve("broken.json");
    Files.writeString(
        file,
        shown.replaceFirst(
            java.util.regex.Pattern.quote(what), java.util.regex.Matcher.quoteReplacement(by)));
    return shop.refusedWithoutTrace("config", "apply", file.toString());
  }
}
