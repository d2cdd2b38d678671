package io.pacekeeper.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/**
 * One run of the command line in this process.
 *
 * @param status its exit status
 * @param out what it wrote
 * @param err what it complained of
 */
record Run(int status, String out, String err) {
  static Run pk(Map<String, String> environment, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        Pk.run(environment, new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    return new Run(status, out.toString(), err.toString());
  }
}
