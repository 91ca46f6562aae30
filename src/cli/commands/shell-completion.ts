/** The command lines of `pinlitmus completion`, and of what the shells ask behind it; both are loaded when called for (run-completion.ts). */
import { Argument, type Command } from 'commander';
import type { CommandContext } from '../context.js';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** A shell that can be taught. */
export type Shell = (typeof SHELLS)[number];

const HELP = `
Commands, options, models, reporters, topics of the help, primitives and files
are completed. For the shell that runs:
  bash  source <(pinlitmus completion bash)
  zsh   source <(pinlitmus completion zsh)
  fish  pinlitmus completion fish | source

For those to come:
  bash  echo 'source <(pinlitmus completion bash)' >> ~/.bashrc
  zsh   echo 'source <(pinlitmus completion zsh)' >> ~/.zshrc
  fish  pinlitmus completion fish > ~/.config/fish/completions/pinlitmus.fish

Exit codes:
  0  the script is printed
  2  wrong usage
`;

/** Adds the commands. */
export function addCompletion(program: Command, context: CommandContext): void {
  program
    .command('completion')
    .description('print what teaches a shell to complete the command line')
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .addHelpText('after', HELP)
    .action(async (shell: Shell) => {
      const { printScript } = await import('./run-completion.js');
      printScript(shell, context);
    });
  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .action(async (words: readonly string[]) => {
      const { printCandidates } = await import('./run-completion.js');
      printCandidates(words, program, context);
    });
}
