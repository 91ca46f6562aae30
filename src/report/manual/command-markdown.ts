/** The commands as the page of the manual that has all of them. */
import type { CommandPage, DescribedTerm, HelpSection } from './command-page.js';

/** The page; `common` are the parts that several commands have alike, which it has once, at the end. */
export function commandsMarkdown(pages: readonly CommandPage[], common: readonly HelpSection[]): string {
  const [main, ...commands] = pages;
  const isCommon = ({ text }: HelpSection): boolean => common.some((each) => each.text === text);
  const parts = [
    '# The commands',
    'Made from the commands themselves, as `pinlitmus COMMAND --help` and the man pages are.',
    ...pageParts(main, () => true),
    ...commands.flatMap((page) => [
      `## ${page.name}`,
      `${sentence(page.description)}.`,
      ...pageParts(page, isCommon),
    ]),
    ...common.flatMap(sectionParts).map((part) => part.replace(/^\*\*(.*)\*\*$/, '## $1')),
  ];
  return `${parts.join('\n\n')}\n`;
}

function pageParts(page: CommandPage, isLeftOut: (section: HelpSection) => boolean): readonly string[] {
  return [
    `\`\`\`\n${page.usage}\n\`\`\``,
    ...(page.name === '' ? [list(page.commands.map(linked))] : []),
    ...(page.arguments.length === 0 ? [] : [table('argument', page.arguments)]),
    ...page.options.map(({ heading, terms }) => table(heading.toLowerCase(), terms)),
    ...page.sections.filter((section) => !isLeftOut(section)).flatMap(sectionParts),
  ];
}

function linked({ term, description }: DescribedTerm): string {
  const [name] = term.split(' ');
  return `[${name}](#${name}): ${description}`;
}

function sectionParts({ heading, text, verbatim }: HelpSection): readonly string[] {
  const body = verbatim ? `\`\`\`\n${text}\n\`\`\`` : escaped(text);
  return heading === null ? [body] : [`**${heading}**`, body];
}

function table(head: string, terms: readonly DescribedTerm[]): string {
  const rows = terms.map(
    ({ term, description }) => `| \`${term.replaceAll('|', '\\|')}\` | ${cell(description)} |`,
  );
  return [`| ${head} | |`, '| --- | --- |', ...rows].join('\n');
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

function cell(text: string): string {
  return escaped(text).replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/** What Markdown would take for a sign. */
function escaped(text: string): string {
  return text.replace(/[*_<>[\]]/g, '\\$&');
}

function sentence(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}
