/** `pinlitmus help`: shows the help of a command, a page of the manual, or what is said of the code of a message. */
import type { Command } from 'commander';
import { closest, distance } from 'fastest-levenshtein';
import { manualLines } from '../../report/manual/manual-lines.js';
import type { Paint } from '../../report/text/colour.js';
import { joinLines, padded, wrapped } from '../../report/text/layout.js';
import type { CommandContext } from '../context.js';
import { UsageError } from '../failure.js';
import { showPaged } from '../io/pager.js';
import { columnsOf, paintOn, type Streams } from '../io/streams.js';
import { codeSections, KINDS, type Topic, topics } from '../manual/topics.js';

/** Shows what is asked for: without a topic, the commands and the topics. */
export async function runHelp(
  asked: string | undefined,
  program: Command,
  { streams }: CommandContext,
): Promise<void> {
  const commands = program.createHelp().visibleCommands(program);
  const pages = topics(commands.map((command) => command.name()));
  const drawing = new Drawing(streams, pages);
  if (asked === undefined) return showPaged(streams, `${helpOf(program)}${drawing.list()}`);
  const command = commands.find((each) => each.name() === asked);
  if (command !== undefined) {
    const page = pages.find(({ stem }) => stem === `reference-${asked}`);
    const more = page === undefined ? '' : `In the manual: pinlitmus help ${page.name}\n`;
    return showPaged(streams, helpOf(command) + more);
  }
  const page = pages.find(({ name, stem }) => name === asked || stem === asked);
  if (page !== undefined) return showPaged(streams, drawing.page(page.text));
  const codes = codeSections();
  const section = codes.find(({ code }) => code === asked);
  if (section === undefined) {
    throw new UsageError(
      nothingOf(asked, [
        ...commands.map((each) => each.name()),
        ...pages.map(({ name }) => name),
        ...codes.map(({ code }) => code),
      ]),
    );
  }
  return showPaged(streams, drawing.page(section.text));
}

/** The help of a command as commander makes it. */
function helpOf(command: Command): string {
  let text = '';
  const outer = command.configureOutput();
  const writeOut = (more: string): void => {
    text += more;
  };
  command.configureOutput({ ...outer, writeOut }).outputHelp();
  command.configureOutput(outer);
  return text;
}

function nothingOf(asked: string, names: readonly string[]): string {
  const near = closest(asked, names);
  const hint = distance(asked, near) <= Math.max(asked.length / 2, 1) ? `; did you mean '${near}'?` : '';
  return `there is no command, topic or code '${asked}'${hint} ("pinlitmus help" lists them)`;
}

/** Pages and lists as text for the terminal. */
class Drawing {
  readonly #width: number;
  readonly #paint: Paint;
  readonly #topics: readonly Topic[];

  constructor({ environment, stdout }: Streams, pages: readonly Topic[]) {
    this.#width = columnsOf(stdout);
    this.#paint = paintOn(stdout, environment);
    this.#topics = pages;
  }

  page(text: string): string {
    const commandOf = (href: string): string | null => this.#commandOf(href);
    return joinLines(manualLines(text, { width: this.#width, paint: this.#paint, commandOf }));
  }

  /** The topics by their kinds, with their titles. */
  list(): string {
    const broad = this.#topics.reduce((most, { name }) => Math.max(most, name.length), 0);
    const kinds = Object.entries(KINDS).flatMap(([kind, heading]) => [
      '',
      `${heading}:`,
      ...this.#topics
        .filter(({ stem }) => stem.startsWith(`${kind}-`))
        .map(({ name, title }) => `  ${padded(name, broad)}  ${title}`),
    ]);
    const codes = 'The code at the end of a message is a topic too: pinlitmus help unknown-register.';
    return joinLines([
      'Topics of the manual, for pinlitmus help TOPIC:',
      ...kinds,
      '',
      ...wrapped(codes, this.#width),
    ]);
  }

  /** What shows the page that a link of another leads to. */
  #commandOf(href: string): string | null {
    const stem = /^(?:\.\.\/)?([\w-]+)\.md(?:#[\w-]+)?$/.exec(href)?.[1];
    const page = this.#topics.find((each) => each.stem === stem);
    return page === undefined ? null : `pinlitmus help ${page.name}`;
  }
}
