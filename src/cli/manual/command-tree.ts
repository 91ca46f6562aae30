/** The command tree as data: what the help of commander says of each command, in its words. */
import type { EventEmitter } from 'node:events';
import type { Argument, Command, Option } from 'commander';
import {
  type CommandPage,
  type DescribedTerm,
  type HelpSection,
  helpSections,
} from '../../report/manual/command-page.js';

/** pinlitmus itself, then its commands, in the order of the help. */
export function commandPages(program: Command): readonly CommandPage[] {
  return [program, ...program.createHelp().visibleCommands(program)].map((command) =>
    pageOf(command, program),
  );
}

function pageOf(command: Command, program: Command): CommandPage {
  const help = command.createHelp();
  const described = (option: Option): DescribedTerm => ({
    term: help.optionTerm(option),
    description: help.optionDescription(option),
  });
  const groups = help.groupItems(
    [...command.options],
    help.visibleOptions(command),
    (option) => option.helpGroupHeading ?? 'Options:',
  );
  return {
    name: command === program ? '' : command.name(),
    description: help.commandDescription(command),
    usage: help.commandUsage(command),
    commands: help.visibleCommands(command).map((each) => ({
      term: help.subcommandTerm(each),
      description: help.subcommandDescription(each),
    })),
    arguments: help.visibleArguments(command).map((argument: Argument) => ({
      term: help.argumentTerm(argument),
      description: help.argumentDescription(argument),
    })),
    options: [...groups]
      .filter(([, options]) => options.length > 0)
      .map(([heading, options]) => ({ heading: heading.replace(/:$/, ''), terms: options.map(described) })),
    sections: sectionsOf(command),
  };
}

/** What the command adds to its help, behind all else. */
function sectionsOf(command: Command): readonly HelpSection[] {
  let text = '';
  const write = (more: string): void => {
    text += more;
  };
  // Its types do not say that it is one.
  const emitter = command as unknown as EventEmitter;
  emitter.emit('afterHelp', { error: false, command, write });
  return helpSections(text);
}
