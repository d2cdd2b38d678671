package io.pacekeeper.examples;

import io.pacekeeper.api.Activation;
import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.annotation.HaResource;
import io.pacekeeper.api.annotation.Start;
import io.pacekeeper.api.annotation.Stop;
import io.pacekeeper.jdbc.FencedJdbc;
import io.pacekeeper.jdbc.StaleTokenException;
import io.pacekeeper.zookeeper.ZooKeeperNode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;

/** A ledger in a database, which refuses what an activation writes after a newer one has begun. */
@HaResource("ledger")
public class FencedLedger {
  private static final String DATABASE = "jdbc:h2:mem:ledger;DB_CLOSE_DELAY=-1";

  private final CompletableFuture<FencedJdbc> writer = new CompletableFuture<>();

  @Start
  public void start(Activation activation) throws SQLException {
    FencedJdbc fenced = FencedJdbc.of(activation);
    try (Connection connection = DriverManager.getConnection(DATABASE)) {
      // Before anything is read: from now on, nobody older can change it.
      fenced.claim(connection);
      System.out.println("ledger is open at " + balance(connection));
    }
    writer.complete(fenced);
  }

  /** Stops nobody: whoever has the writer can go on, as after a pause. */
  @Stop
  public void stop() {
    System.out.println("ledger is closed");
  }

  private void book(int amount) throws SQLException {
    try (Connection connection = DriverManager.getConnection(DATABASE)) {
      writer.join().run(connection, same -> insert(same, amount));
      System.out.println("booked " + amount + ", so it is " + balance(connection));
    } catch (StaleTokenException e) {
      System.out.println("refused: " + e.getMessage());
    }
  }

  private static void insert(Connection connection, int amount) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("insert into booking (amount) values (?)")) {
      statement.setInt(1, amount);
      statement.executeUpdate();
    }
  }

  private static long balance(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet sum = statement.executeQuery("select coalesce(sum(amount), 0) from booking")) {
      sum.next();
      return sum.getLong(1);
    }
  }

  private static void createTables() throws SQLException {
    try (Connection connection = DriverManager.getConnection(DATABASE);
        Statement statement = connection.createStatement()) {
      statement.execute("create table booking (amount int not null)");
      statement.execute(FencedJdbc.ddl());
    }
  }

  private static HaNode join(String servers, String name, FencedLedger ledger) {
    return ZooKeeperNode.builder(servers).cluster("bank").node(name).resource(ledger).join();
  }

  /** Takes the ZooKeeper servers: {@code localhost:2181}. Runs two nodes, and ends. */
  public static void main(String[] args) throws SQLException {
    createTables();
    FencedLedger older = new FencedLedger();
    FencedLedger newer = new FencedLedger();
    try (HaNode node1 = join(args[0], "node1", older)) {
      older.book(100);
      try (HaNode node2 = join(args[0], "node2", newer)) {
        node1.leave().toCompletableFuture().join();
        newer.book(10);
        // A thread that nobody has told: it is late, and does not know.
        older.book(1000);
        newer.book(1);
      }
    }
  }
}
