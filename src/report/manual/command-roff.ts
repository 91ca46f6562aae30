/** A command as a man page of section 1. */
import type { CommandPage, DescribedTerm, HelpSection } from './command-page.js';
import { roff, roffHead, roffHeading, roffTerm, roffVerbatim } from './roff.js';

/** The name of the man page of a command. */
export function manNameOf(command: string): string {
  return command === '' ? 'pinlitmus' : `pinlitmus-${command}`;
}

/** The page in the language of man pages; `related` are the pages that it names at its end. */
export function commandRoff(
  page: CommandPage,
  { version, related }: { readonly version: string; readonly related: readonly string[] },
): string {
  const name = manNameOf(page.name);
  const prose = page.sections.filter(({ heading }) => heading === null);
  const headed = page.sections.filter(({ heading }) => heading !== null);
  const lines = [
    ...roffHead({ name, section: 1, title: page.description.replace(/\.$/, ''), version }),
    ...roffHeading('SYNOPSIS', 1),
    `\\fB${roff(page.usage)}\\fR`,
    ...(prose.length === 0 ? [] : [...roffHeading('DESCRIPTION', 1), ...prose.flatMap(body)]),
    ...terms('COMMANDS', page.commands),
    ...terms('ARGUMENTS', page.arguments),
    ...(page.options.length === 0 ? [] : roffHeading('OPTIONS', 1)),
    ...page.options.flatMap(({ heading, terms: options }) => [
      ...(page.options.length === 1 ? [] : roffHeading(heading, 2)),
      ...options.flatMap(described),
    ]),
    ...headed.flatMap((section) => [...roffHeading(manHeading(section), 1), ...body(section)]),
    ...roffHeading('SEE ALSO', 1),
    related.map((each) => `\\fB${roff(each.replace(/\(\d\)$/, ''))}\\fR${each.slice(-3)}`).join(', '),
  ];
  return `${lines.join('\n')}\n`;
}

/** What man pages call such a section. */
function manHeading({ heading }: HelpSection): string {
  return heading?.startsWith('Exit codes') ? 'EXIT STATUS' : 'EXAMPLES';
}

function body({ text, verbatim }: HelpSection): readonly string[] {
  return verbatim ? roffVerbatim(text) : ['.PP', roff(text.replaceAll('\n', ' '))];
}

function terms(heading: string, described_: readonly DescribedTerm[]): readonly string[] {
  return described_.length === 0 ? [] : [...roffHeading(heading, 1), ...described_.flatMap(described)];
}

function described({ term, description }: DescribedTerm): readonly string[] {
  return roffTerm(`\\fB${roff(term)}\\fR`, roff(description.replaceAll('\n', ' ')) || '\\&');
}
