/** The command line of `pinlitmus help`; the manual and what draws it are loaded when it is called for (run-help.ts). */
import type { Command } from 'commander';
import type { CommandContext } from '../context.js';

const HELP = `
On a terminal the text is shown by $PAGER, or less.

Examples:
  pinlitmus help                   the commands, and the topics of the manual
  pinlitmus help explain           a command
  pinlitmus help first-test        a topic
  pinlitmus help unknown-register  a message, by the code at its end

Exit codes:
  0  it is shown
  2  there is no such command, topic or code
`;

/** Adds the command, in the place of commander's own. */
export function addHelp(program: Command, context: CommandContext): void {
  program
    .helpCommand(false)
    .command('help')
    .description('explain a command, a topic of the manual, or the code of a message')
    .argument('[topic]', 'a command, a topic or a code')
    .addHelpText('after', HELP)
    .action(async (topic: string | undefined) => {
      const { runHelp } = await import('./run-help.js');
      await runHelp(topic, program, context);
    });
}
