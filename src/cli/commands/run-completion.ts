/**
 * `pinlitmus completion`: the script for a shell, which asks `pinlitmus complete -- WORDS` for what may stand at the cursor. Scripts and
 * the search for what fits are @bomb.sh/tab's; what there is to choose from comes from the command tree.
 */
import { readdirSync } from 'node:fs';
import { type Command as Completed, RootCommand, ShellCompDirective, script } from '@bomb.sh/tab';
import type { Argument, Command, Option } from 'commander';
import { listPrimitives } from '../../kernel/listing.js';
import { MODELS } from '../../models/index.js';
import { reportersOf } from '../../report/index.js';
import type { ReportingCommand } from '../../report/reporter.js';
import { invariant } from '../../text/invariant.js';
import type { CommandContext } from '../context.js';
import { captured, print } from '../io/streams.js';
import { codeSections, topics } from '../manual/topics.js';
import type { Shell } from './shell-completion.js';

/** What may stand at a place, with what it is. */
interface Candidate {
  readonly value: string;
  readonly description?: string;
}

/**
 * What the script for bash takes for granted, for where bash-completion is not installed: the words of the command line, and the one
 * at the cursor. Bash takes `--model=sc` for three words.
 */
const WITHOUT_BASH_COMPLETION = `if ! declare -F _get_comp_words_by_ref >/dev/null; then
    _get_comp_words_by_ref() {
        local at last=0
        words=("\${COMP_WORDS[0]}")
        cword=0
        for ((at = 1; at < \${#COMP_WORDS[@]}; at++)); do
            if [[ \${COMP_WORDS[at]} == [=:]* || \${words[last]} == *[=:] ]]; then
                words[last]+=\${COMP_WORDS[at]}
            else
                words[++last]=\${COMP_WORDS[at]}
            fi
            ((at == COMP_CWORD)) && cword=$last
        done
        cur=\${words[cword]}
        prev=\${words[cword > 0 ? cword - 1 : 0]}
    }
fi
`;

/** Of \`--model=sc\` bash completes what stands behind the sign, so that is all that what is offered may begin with. */
const MATCHED_IN_BASH = [
  /compgen -W "\$\{completions\[\*\]\}" -- "\$cur"/,
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is of bash.
  'compgen -W "${completions[*]}" -- "${cur/#-*=/}"',
] as const;

/** Prints what teaches the shell. */
export function printScript(shell: Shell, { streams }: CommandContext): void {
  const text = captured(() => script(shell, 'pinlitmus', 'pinlitmus'));
  if (shell !== 'bash') {
    print(streams, text);
    return;
  }
  const [theirs, ours] = MATCHED_IN_BASH;
  invariant(theirs.test(text), "the library's script for bash completes in another way");
  // The script may be read twice, as .bashrc is.
  print(streams, WITHOUT_BASH_COMPLETION + text.replace(theirs, () => ours).replaceAll(/^readonly /gm, ''));
}

/** Prints what may stand at the end of these words, the last of which is being typed, in the form that the scripts read. */
export function printCandidates(
  words: readonly string[],
  program: Command,
  { streams, reporters }: CommandContext,
): void {
  // Of `--model=sc` the shells want what stands behind the sign.
  const typed = (words.at(-1) ?? '').replace(/^-[^=]*=/, '');
  const root = new RootCommand();
  const choices = new Choices(typed, program, reporters);
  choices.describe(root, program);
  for (const command of program.createHelp().visibleCommands(program))
    choices.describe(root.command(command.name(), command.description()), command);
  captured(() => root.parse([...words]));
  const fitting = root.completions.filter(({ value }) => value.startsWith(typed));
  const lines = [...new Map(fitting.map((each) => [each.value, each])).values()].map(
    ({ value, description = '' }) => `${value}\t${description.replaceAll(/\s+/g, ' ')}\n`,
  );
  const goesOn = fitting.length > 0 && fitting.every(({ value }) => /[/,]$/.test(value));
  const { ShellCompDirectiveNoFileComp, ShellCompDirectiveNoSpace } = ShellCompDirective;
  const directive = ShellCompDirectiveNoFileComp + (goesOn ? ShellCompDirectiveNoSpace : 0);
  print(streams, `${lines.join('')}:${directive}\n`);
}

/** What there is to choose from at each place of the command tree. */
class Choices {
  readonly #typed: string;
  readonly #program: Command;
  readonly #reporters: CommandContext['reporters'];

  constructor(typed: string, program: Command, reporters: CommandContext['reporters']) {
    this.#typed = typed;
    this.#program = program;
    this.#reporters = reporters;
  }

  /** Says of a command what it has. */
  describe(completed: Completed, command: Command): void {
    for (const option of command.createHelp().visibleOptions(command)) {
      const name = option.long?.slice(2) ?? '';
      const alias = option.short?.slice(1);
      // What may stand without a value has one only behind an equals sign.
      if (!option.required) completed.option(name, option.description, alias);
      else {
        const values = (complete: (value: string, description: string) => void): void =>
          offer(this.#valuesOf(option, command), complete);
        completed.option(name, option.description, values, alias);
      }
    }
    for (const argument of command.registeredArguments)
      completed.argument(
        argument.name(),
        (complete) => offer(this.#argumentsOf(argument, command), complete),
        argument.variadic,
      );
  }

  #valuesOf(option: Option, command: Command): readonly Candidate[] {
    if (option.argChoices !== undefined) return option.argChoices.map((value) => ({ value }));
    switch (option.long) {
      case '--model':
        return this.#models();
      case '--reporter':
        return reportersOf(reportingOf(command), this.#reporters).map(({ name, about }) => ({
          value: name,
          description: about,
        }));
      default:
        return /<(?:[a-z]+-)?(?:path|file|report)>/.test(option.flags) ? this.#files(() => true) : [];
    }
  }

  #argumentsOf(argument: Argument, command: Command): readonly Candidate[] {
    if (argument.argChoices !== undefined) return argument.argChoices.map((value) => ({ value }));
    switch (argument.name()) {
      case 'topic':
        return this.#topics();
      case 'patterns':
        return listPrimitives().map(({ name, signature }) => ({ value: name, description: signature }));
      default: {
        const isOfReports = ['merge', 'compare'].includes(command.name());
        return this.#files((name) => isOfReports || name.endsWith('.litmus'));
      }
    }
  }

  /** Models by name, behind those that the list begins with. */
  #models(): readonly Candidate[] {
    const before = this.#typed.slice(0, this.#typed.lastIndexOf(',') + 1);
    const taken = before.split(',');
    return MODELS.filter(({ name }) => !taken.includes(name)).map(({ name, title }) => ({
      value: before + name,
      description: title,
    }));
  }

  #topics(): readonly Candidate[] {
    const commands = this.#program.createHelp().visibleCommands(this.#program);
    const pages = topics(commands.map((command) => command.name()));
    return [
      ...commands.map((command) => ({ value: command.name(), description: command.description() })),
      ...pages.map(({ name, title }) => ({ value: name, description: title })),
      ...codeSections().map(({ code }) => ({ value: code, description: 'a message' })),
    ];
  }

  /**
   * Directories, and the files that are wanted, below what is typed. Bash expands what it is offered: a name with a sign in it
   * that a shell obeys is left out.
   */
  #files(isWanted: (name: string) => boolean): readonly Candidate[] {
    const slash = this.#typed.lastIndexOf('/') + 1;
    const [folder, begun] = [this.#typed.slice(0, slash), this.#typed.slice(slash)];
    try {
      return readdirSync(folder === '' ? '.' : folder, { withFileTypes: true })
        .filter(
          ({ name }) => /^[\p{L}\p{N}_.,+@%:=-]+$/u.test(name) && (begun !== '' || !name.startsWith('.')),
        )
        .filter((entry) => entry.isDirectory() || entry.isSymbolicLink() || isWanted(entry.name))
        .map((entry) => ({ value: folder + entry.name + (entry.isDirectory() ? '/' : '') }))
        .sort((a, b) => (a.value < b.value ? -1 : 1));
    } catch {
      // What is typed is no directory, or not to be read.
      return [];
    }
  }
}

/** Whose reporters a command has: merge writes what check would have. */
function reportingOf(command: Command): ReportingCommand {
  const name = command.name();
  return name === 'explain' || name === 'barriers' ? name : 'check';
}

function offer(
  candidates: readonly Candidate[],
  complete: (value: string, description: string) => void,
): void {
  for (const { value, description = '' } of candidates) complete(value, description);
}
