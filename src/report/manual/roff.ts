/** The language of man pages, as much of it as pages of the manual and of commands need. */

/** A text with nothing in it that troff would obey. Hyphens are those of the keyboard, so that options can be copied. */
export function roff(text: string): string {
  return text
    .replaceAll('\\', '\\(rs')
    .replaceAll('-', '\\-')
    .replaceAll("'", '\\(aq')
    .replaceAll('`', '\\(ga')
    .replaceAll('^', '\\(ha')
    .replaceAll('~', '\\(ti')
    .replace(/^\./gm, '\\&.');
}

/** An argument of a request, in quotation marks. */
function argument(text: string): string {
  return `"${roff(text).replaceAll('"', '\\(dq')}"`;
}

/** The first lines of a page, with its name and the line that lists of pages show. */
export function roffHead(page: {
  readonly name: string;
  readonly section: number;
  readonly title: string;
  readonly version: string;
}): readonly string[] {
  const { name, section, title, version } = page;
  return [
    `.TH ${argument(name.toUpperCase())} ${section} "" ${argument(`pinlitmus ${version}`)} "pinlitmus manual"`,
    ...roffHeading('NAME', 1),
    `${roff(name)} \\- ${roff(title)}`,
  ];
}

/** A heading, of a section or below one. */
export function roffHeading(text: string, depth: 1 | 2): readonly string[] {
  return [`${depth === 1 ? '.SH' : '.SS'} ${argument(text)}`];
}

/** Lines that stay as they are. */
export function roffVerbatim(text: string): readonly string[] {
  return ['.PP', '.nf', ...roff(text.replaceAll('\t', '        ')).split('\n'), '.fi'];
}

/** What a term means: the term, then text below it and further in. Both are roff already. */
export function roffTerm(term: string, text: string): readonly string[] {
  return ['.TP', term, text];
}
