/** What the help, the manual and the man pages say of a command: one value, which the command tree gives. */

/** An option, an argument or a command of a command, and what it is. */
export interface DescribedTerm {
  readonly term: string;
  readonly description: string;
}

/** One command. */
export interface CommandPage {
  /** `check`; empty for pinlitmus itself. */
  readonly name: string;
  readonly description: string;
  readonly usage: string;
  readonly commands: readonly DescribedTerm[];
  readonly arguments: readonly DescribedTerm[];
  readonly options: readonly { readonly heading: string; readonly terms: readonly DescribedTerm[] }[];
  readonly sections: readonly HelpSection[];
}

/** A part of the text behind the options: under a heading, or none. */
export interface HelpSection {
  readonly heading: string | null;
  readonly text: string;
  /** Whether its lines stay as they are; it is a paragraph otherwise. */
  readonly verbatim: boolean;
}

/** The parts of a help text: they are set apart by empty lines, and those with further lines further in stay as they are. */
export function helpSections(text: string): readonly HelpSection[] {
  const sections: HelpSection[] = [];
  for (const part of text.split(/\n{2,}/)) {
    if (part.trim() === '') continue;
    const [first, ...rest] = part.replace(/^\n+|\n+$/g, '').split('\n');
    const heading = /^(Examples|Exit codes)\b.*:$/.exec(first)?.[0].slice(0, -1) ?? null;
    const lines = heading === null ? [first, ...rest] : rest;
    const verbatim = lines.some((line) => line.startsWith(' '));
    sections.push({ heading, text: lines.join('\n'), verbatim });
  }
  return sections;
}
