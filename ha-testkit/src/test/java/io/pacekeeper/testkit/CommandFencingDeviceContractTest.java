package io.pacekeeper.testkit;

import io.pacekeeper.api.fencing.CommandFencingDevice;
import io.pacekeeper.api.fencing.FencingDevice;
import io.pacekeeper.api.fencing.FencingTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

/** A fence agent in a few lines of shell, whose outlets are folders. */
class CommandFencingDeviceContractTest extends FencingDeviceContract {
  private static final String AGENT =
      """
      while IFS='=' read -r name value; do
        case $name in
          action) action=$value ;;
          port) port=$value ;;
        esac
      done
      [ ! -e "$1/silent" ] || exec sleep 60
      [ "$action" != monitor ] || exit 0
      [ -d "$1/$port" ] || { echo "there is no $port"; exit 1; }
      case $action in
        off) [ -e "$1/$port/off" ] || echo >> "$1/$port/log"; : > "$1/$port/off" ;;
        reboot) echo >> "$1/$port/log"; rm -f "$1/$port/off" ;;
        status) [ ! -e "$1/$port/off" ] || exit 2 ;;
      esac
      """;

  @TempDir Path folder;

  @Override
  protected FencingDevice newDevice() throws IOException {
    Files.createDirectories(folder.resolve("plug 7"));
    return CommandFencingDevice.command("/bin/sh", "-c", AGENT, "agent", folder.toString()).build();
  }

  @Override
  protected FencingTarget target() {
    return new FencingTarget("node1", "plug 7", Duration.ofSeconds(30));
  }

  @Override
  protected FencingTarget unknownTarget() {
    return new FencingTarget("node1", "plug 8", Duration.ofSeconds(30));
  }

  @Override
  protected boolean isOff() {
    return Files.exists(folder.resolve("plug 7/off"));
  }

  @Override
  protected int timesSwitchedOff() {
    try {
      return Files.readAllLines(folder.resolve("plug 7/log")).size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected void silence() throws IOException {
    Files.createFile(folder.resolve("silent"));
  }
}
