package io.pacekeeper.examples;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.ThreadStartEvent;
import com.sun.jdi.request.EventRequest;
import com.sun.jdi.request.ThreadStartRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stops threads of another JVM one by one, which otherwise goes on. */
final class Debugger implements AutoCloseable {
  /** Has a JVM that is started by this command listen for one, and its companion not. */
  static final List<String> LISTENING =
      List.of(
          "env",
          "JAVA_TOOL_OPTIONS=-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,"
              + "address=127.0.0.1:0");

  private static final Pattern PORT =
      Pattern.compile("Listening for transport dt_socket at address: (\\d+)");

  private final VirtualMachine vm;

  private Debugger(VirtualMachine vm) {
    this.vm = vm;
  }

  /** Attaches to a JVM that says in its output where it listens. */
  static Debugger attach(String output) throws IOException, IllegalConnectorArgumentsException {
    Matcher matcher = PORT.matcher(output);
    if (!matcher.find()) {
      throw new IOException("it listens nowhere: " + output);
    }
    AttachingConnector connector =
        Bootstrap.virtualMachineManager().attachingConnectors().stream()
            .filter(each -> each.transport().name().equals("dt_socket"))
            .findFirst()
            .orElseThrow();
    Map<String, Connector.Argument> arguments = connector.defaultArguments();
    arguments.get("hostname").setValue("127.0.0.1");
    arguments.get("port").setValue(matcher.group(1));
    return new Debugger(connector.attach(arguments));
  }

  /** Stops the one thread of this name. */
  void suspend(String name) {
    List<ThreadReference> named =
        vm.allThreads().stream().filter(thread -> thread.name().equals(name)).toList();
    if (named.size() != 1) {
      throw new IllegalStateException(named.size() + " threads have the name " + name);
    }
    named.get(0).suspend();
  }

  /** Stops all threads whose names begin so, those that are still to be started as well. */
  void suspendAll(String prefix) {
    ThreadStartRequest starts = vm.eventRequestManager().createThreadStartRequest();
    starts.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
    starts.enable();
    Thread keeper = new Thread(() -> keep(prefix), "debugger-" + prefix);
    keeper.setDaemon(true);
    keeper.start();
    vm.allThreads().stream()
        .filter(thread -> thread.name().startsWith(prefix))
        .forEach(ThreadReference::suspend);
  }

  /** Lets every thread that starts go on unless it is one of those. */
  private void keep(String prefix) {
    try {
      while (true) {
        EventSet events = vm.eventQueue().remove();
        boolean kept = false;
        for (Event event : events) {
          kept |=
              event instanceof ThreadStartEvent start && start.thread().name().startsWith(prefix);
        }
        if (!kept) {
          events.resume();
        }
      }
    } catch (VMDisconnectedException | InterruptedException e) {
      // That JVM has ended, as it should.
    }
  }

  /** Lets go of a JVM; if it has not ended, all of its threads go on. */
  @Override
  public void close() {
    try {
      vm.dispose();
    } catch (VMDisconnectedException e) {
      // It has ended.
    }
  }
}
