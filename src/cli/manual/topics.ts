/**
 * The pages of the manual as topics of the help. A topic is called as its file without the kind that the name begins with,
 * `howto-ci.md` is `ci`; where a command, or another page, is called so too, as the file: `reference-models`. Codes of messages
 * are sections of the pages in `diagnostics`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { up } from 'empathic/find';

/** A page. */
export interface Topic {
  readonly name: string;
  /** The name of its file, without `.md`. */
  readonly stem: string;
  readonly title: string;
  readonly text: string;
}

/** The kinds of pages in the order in which they are listed, by what their files begin with. */
export const KINDS: Readonly<Record<string, string>> = {
  tutorial: 'To begin with',
  howto: 'How to',
  reference: 'Reference',
  explanation: 'Explanation',
};

/** The folder of the manual; it is published with the package. */
function manual(): string {
  const here = fileURLToPath(new URL('.', import.meta.url));
  const index = up('src/manual/README.md', { cwd: here });
  if (index === undefined) throw new Error('this installation has no manual (src/manual)');
  return dirname(index);
}

/** All topics, by kind and then as the index of the manual has them; `commands` are the names that are taken. */
export function topics(commands: readonly string[]): readonly Topic[] {
  const folder = manual();
  const kinds = Object.keys(KINDS);
  const index = readFileSync(join(folder, 'README.md'), 'utf8');
  const stems = readdirSync(folder)
    .filter((file) => file.endsWith('.md') && kinds.includes(file.split('-')[0]))
    .map((file) => file.slice(0, -3));
  const short = (stem: string): string => stem.slice(stem.indexOf('-') + 1);
  const taken = [...commands, ...stems.map(short)];
  return stems
    .map((stem) => {
      const text = readFileSync(join(folder, `${stem}.md`), 'utf8');
      const isFree = taken.filter((name) => name === short(stem)).length === 1;
      return { name: isFree ? short(stem) : stem, stem, title: titleOf(text), text };
    })
    .sort((a, b) => rankOf(a) - rankOf(b) || placeOf(a, index) - placeOf(b, index));
}

function rankOf({ stem }: Topic): number {
  return Object.keys(KINDS).indexOf(stem.split('-')[0]);
}

function placeOf({ stem }: Topic, index: string): number {
  return index.indexOf(`(${stem}.md)`);
}

function titleOf(text: string): string {
  return (/^# (.*)$/m.exec(text)?.[1] ?? '').replaceAll('`', '');
}

/** A section of the manual that says what a code of a message means. */
export interface CodeSection {
  readonly code: string;
  readonly text: string;
  /** Where it is to be found, as a URL. */
  readonly url: string;
}

/** The sections of all codes. */
export function codeSections(): readonly CodeSection[] {
  const folder = join(manual(), 'diagnostics');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.md') && file !== 'README.md')
    .sort()
    .flatMap((file) => {
      const path = join(folder, file);
      const [, ...sections] = readFileSync(path, 'utf8').split(/^(?=## )/m);
      return sections.map((text) => {
        const code = /^## `?([\w-]+)/.exec(text)?.[1] ?? '';
        return { code, text, url: `${pathToFileURL(path)}#${code}` };
      });
    });
}
