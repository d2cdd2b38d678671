package io.pacekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.pacekeeper.api.ClusterEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(30)
class EventDispatcherTest {
  private final EventDispatcher events = new EventDispatcher("shop");
  private final List<ClusterEvent> heard = new CopyOnWriteArrayList<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(EventDispatcher.class);
  private final Lines lines = new Lines();

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
    logger.setAdditive(false);
  }

  @AfterEach
  void close() {
    events.close();
    logger.setAdditive(true);
    logger.detachAppender(lines);
  }

  @Test
  void listenersAreToldInOrderOnAThreadOfTheirOwn() {
    List<String> threads = new CopyOnWriteArrayList<>();
    events.add(heard::add);
    events.add(event -> threads.add(Thread.currentThread().getName()));
    events.accept(online(1));
    events.start();
    events.start();

    events.accept(online(2));

    await().until(() -> threads.size() == 2);
    assertThat(heard).containsExactly(online(1), online(2));
    assertThat(threads).containsOnly("ha-shop-events");
  }

  @Test
  void aListenerThatThrowsIsLoggedAndTheOthersAreTold() {
    events.add(
        event -> {
          throw new AssertionError("a mistake");
        });
    events.add(heard::add);
    events.start();

    events.accept(online(1));

    await().until(() -> heard.size() == 1);
    assertThat(lines.text).contains("WARN cluster=shop a listener failed at: node1 is online");
  }

  @Test
  void aListenerThatInterruptsItsThreadIsToldTheNextEvent() {
    events.add(event -> Thread.currentThread().interrupt());
    events.add(heard::add);
    events.start();

    events.accept(online(1));
    events.accept(online(2));

    await().until(() -> heard.size() == 2);
  }

  @Test
  void whenAListenerIsTooSlowTheOldestEventsAreDroppedAndCounted() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    events.add(
        event -> {
          entered.countDown();
          awaitQuietly(released);
        });
    events.add(heard::add);
    events.start();
    events.accept(online(0));
    entered.await();

    for (int i = 1; i <= EventDispatcher.CAPACITY + 3; i++) {
      events.accept(online(i));
    }
    released.countDown();

    await().until(() -> heard.size() == EventDispatcher.CAPACITY + 1);
    assertThat(heard.get(0)).isEqualTo(online(0));
    assertThat(heard.get(1)).isEqualTo(online(4));
    assertThat(lines.text)
        .contains("WARN cluster=shop 3 events were dropped: a listener is too slow");
  }

  @Test
  void everyEventIsOneLineOfTheLogAndTroubleIsAWarning() {
    events.add(heard::add);
    events.start();

    events.accept(online(1));
    events.accept(new ClusterEvent.NodeUnclean("node2", "its lease was not renewed"));

    await().until(() -> heard.size() == 2);
    assertThat(lines.text)
        .containsExactly(
            "INFO cluster=shop node1 is online",
            "WARN cluster=shop node2 is unclean: its lease was not renewed");
  }

  @Test
  void whatHappenedBeforeTheEndIsTold() {
    events.add(heard::add);
    events.start();
    events.accept(online(1));

    events.close();

    assertThat(heard).containsExactly(online(1));
  }

  private static ClusterEvent online(int number) {
    return new ClusterEvent.NodeOnline("node" + number);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Lines extends AppenderBase<ILoggingEvent> {
    final List<String> text = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getLevel().isGreaterOrEqual(Level.INFO)) {
        text.add(event.getLevel() + " " + event.getFormattedMessage());
      }
    }
  }
}
