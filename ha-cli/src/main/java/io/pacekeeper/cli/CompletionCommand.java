package io.pacekeeper.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pk completion}: what a shell needs to complete commands and options. */
@Command(
    name = "completion",
    description = "Prints what a shell needs to complete commands and options.",
    synopsisSubcommandLabel = "SHELL",
    subcommands = CompletionCommand.Bash.class)
final class CompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "a shell is missing: bash");
  }

  /** {@code pk completion bash}. */
  @Command(
      name = "bash",
      description = {
        "For bash, and for zsh with bashcompinit. To have it from now on:",
        "  pk completion bash > ~/.local/share/bash-completion/completions/pk",
        "To have it in this shell: source <(pk completion bash)"
      })
  static final class Bash implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      CommandLine all = spec.root().commandLine();
      spec.commandLine().getOut().print(AutoComplete.bash("pk", all));
      spec.commandLine().getOut().flush();
      return Pk.DONE;
    }
  }
}
