/** What a build makes of the command tree and the manual: man pages, and the page of the manual that has all commands. */
import { REPORTERS } from '../../report/index.js';
import { commandsMarkdown } from '../../report/manual/command-markdown.js';
import { type CommandPage, helpSections } from '../../report/manual/command-page.js';
import { commandRoff, manNameOf } from '../../report/manual/command-roff.js';
import { pageRoff } from '../../report/manual/page-roff.js';
import { commandLine } from '../command-line.js';
import { EXIT_HELP } from '../exit.js';
import { processStreams } from '../io/streams.js';
import { version } from '../version.js';
import { commandPages } from './command-tree.js';
import { type Topic, topics } from './topics.js';

/** The page of all commands: as man pages each command has its own. */
const COMMANDS = 'reference-commands';

function pages(): readonly CommandPage[] {
  return commandPages(commandLine({ streams: processStreams(), reporters: REPORTERS }, () => {}));
}

/** All man pages by the names of their files: section 1 has the commands, section 7 the topics of the manual. */
export function manPages(): Readonly<Record<string, string>> {
  const commands = pages();
  const all = topics(commands.map(({ name }) => name)).filter(({ stem }) => stem !== COMMANDS);
  const files: Record<string, string> = {};
  for (const page of commands) {
    const related = [
      ...commands.filter(({ name }) => page.name === '' && name !== '').map(({ name }) => manPage(name)),
      ...(page.name === '' ? all.map(topicPage) : [manPage('')]),
      ...all.filter(({ stem }) => stem === `reference-${page.name}`).map(topicPage),
    ];
    files[`${manNameOf(page.name)}.1`] = commandRoff(page, { version: version(), related });
  }
  const pageOf = (href: string): string | null => {
    const stem = /^([\w-]+)\.md(?:#.*)?$/.exec(href)?.[1];
    const topic = all.find((each) => each.stem === stem);
    return topic === undefined ? null : topicPage(topic);
  };
  for (const { name, text } of all)
    files[`pinlitmus-${name}.7`] = pageRoff({ name: `pinlitmus-${name}`, text, version: version(), pageOf });
  return files;
}

function manPage(command: string): string {
  return `${manNameOf(command)}(1)`;
}

function topicPage({ name }: Topic): string {
  return `pinlitmus-${name}(7)`;
}

/** The page `reference-commands.md`. */
export function commandsPage(): string {
  return commandsMarkdown(pages(), helpSections(EXIT_HELP));
}
