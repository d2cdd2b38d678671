package io.pacekeeper.benchmarks.policy;

import io.pacekeeper.core.policy.model.PolicyInput;
import io.pacekeeper.pacemaker.CibWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The processor time that Pacemaker's own simulator takes to read a cluster, to decide about it and
 * to list what it would do ({@code crm_simulate --run}); it does not play that through.
 */
final class CrmSimulate {
  private static final Path PROGRAM = Path.of("/usr/sbin/crm_simulate");

  private final int limitSeconds;

  /** Lets each decision take so long. */
  CrmSimulate(int limitSeconds) {
    this.limitSeconds = limitSeconds;
  }

  static boolean installed() {
    return Files.isExecutable(PROGRAM);
  }

  /** Returns the user time in milliseconds; null: it took too long. */
  @Nullable Double userMillis(PolicyInput input) throws IOException, InterruptedException {
    Path cib = Files.createTempFile("cluster", ".xml");
    try {
      Files.writeString(cib, new CibWriter().write(input));
      ProcessBuilder builder =
          new ProcessBuilder(
              "bash",
              "-c",
              "TIMEFORMAT=%3U; time timeout \"$1\" \"$2\" --run -x \"$3\" > /dev/null 2>&1",
              "time",
              Integer.toString(limitSeconds),
              PROGRAM.toString(),
              cib.toString());
      builder.environment().put("LC_ALL", "C");
      builder.environment().putIfAbsent("PCMK_schema_directory", "/usr/share/pacemaker");
      Process process = builder.redirectErrorStream(true).start();
      String time = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      if (status == 124) {
        return null;
      }
      List<String> lines = time.strip().lines().toList();
      if (status != 0 || lines.isEmpty()) {
        throw new IOException("crm_simulate ended with " + status + ": " + time);
      }
      return 1000 * Double.parseDouble(lines.get(lines.size() - 1));
    } finally {
      Files.delete(cib);
    }
  }
}
