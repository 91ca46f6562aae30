/** What may stand at a place: by the region that it is in, and by what stands before it on its line. */
import { DIALECTS } from '../dialects/index.js';
import { MODELS } from '../models/index.js';
import type { TextRange } from '../syntax/lexer.js';
import { completionsInC } from './complete-c.js';
import { completionsInTable } from './complete-table.js';
import { type Completion, field, wordCompletion } from './completion.js';
import { namesOfC, threadOf } from './mark-c.js';
import { marksOf } from './marks.js';
import { type Region, regionAt, type TextOutline } from './outline.js';

/** What may stand in place of a range. */
export interface CompletionList extends TextRange {
  readonly items: readonly Completion[];
}

/** What may stand at an offset. */
export function completionsAt(outline: TextOutline, offset: number): CompletionList {
  const { source, comments, dialect } = outline;
  const before = source.text.slice(0, offset);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const of = (word: RegExp, items: readonly Completion[]): CompletionList => {
    const start = offset - (word.exec(line)?.[0].length ?? 0);
    return { start, end: offset, items: unique(items) };
  };
  if (comments.some(({ start, end }) => start < offset && offset < end)) return of(/$/, []);
  if (dialect === null || outline.header === null) return of(/\S*$/, firstWords(before));
  const region = regionAround(outline, offset);
  if (region === null && offset <= outline.header.body) return inHeader(outline, line, of);
  if (region?.kind === 'question' || region?.kind === 'init')
    return of(/(?:P?\d+:)?[\w$%]*$/, outsideCode(outline, region));
  if (dialect.language === 'assembly') {
    const items = region === null ? questionWords() : completionsInTable(outline, dialect, region, offset);
    return of(/[\w.$%]*$/, items);
  }
  if (region === null) return of(/[\w$]*$/, [...questionWords(), threadHead(outline)]);
  return of(/[\w$]*$/, completionsInC(outline, region, offset));
}

/** The region of an offset; behind the last one, it is still that while nothing ends it. */
function regionAround(outline: TextOutline, offset: number): Region | null {
  const { tokens, regions } = outline;
  const at = regionAt(outline, offset);
  if (at !== null) return at;
  const before = regions.findLast(({ to }) => tokens[to - 1].span.end < offset);
  if (before === undefined) return null;
  const isOpen = before.kind === 'function' && tokens[before.to - 1].text !== '}';
  return before.kind === 'question' || before.kind === 'table' || isOpen ? before : null;
}

function firstWords(before: string): readonly Completion[] {
  if (/\S\s/.test(before.trimStart())) return [];
  return DIALECTS.map(({ name, language }) =>
    wordCompletion(name, 'dialect', language === 'C' ? 'kernel code in C' : 'assembly'),
  );
}

type OfWord = (word: RegExp, items: readonly Completion[]) => CompletionList;

const VERDICT_WORDS = ['Never', 'Sometimes', 'Always', 'Deadlock'];
const ADDITIONS = ['+deadlock', '+race', '+assertion'];

function inHeader({ dialect, header }: TextOutline, line: string, of: OfWord): CompletionList {
  if (/^\s*Expect\s*=/.test(line)) {
    if (/:\w+\+\w*$/.test(line))
      return of(
        /\+\w*$/,
        ADDITIONS.map((word) => wordCompletion(word, 'verdict')),
      );
    if (/:\w*$/.test(line))
      return of(
        /\w*$/,
        VERDICT_WORDS.map((word) => wordCompletion(word, 'verdict')),
      );
    const own = dialect?.models ?? [];
    const models = MODELS.toSorted((a, b) => Number(own.includes(b.name)) - Number(own.includes(a.name)));
    const written = new Set(line.match(/[\w.]+(?=:)/g));
    const left = models.filter(({ name }) => !written.has(name));
    return of(
      /[\w.]*$/,
      left.map(({ name, title }) => ({ ...wordCompletion(name, 'model', title), insert: `${name}:` })),
    );
  }
  if (!/^\s*\w*$/.test(line) || header === null) return of(/\w*$/, []);
  return of(/\w*$/, [
    { ...wordCompletion('Expect', 'header-key', 'the verdict of each model'), insert: 'Expect=' },
    {
      ...wordCompletion('Names', 'header-key', 'what to call registers and locations in reports'),
      insert: 'Names=',
    },
  ]);
}

function questionWords(): readonly Completion[] {
  const snippet = (label: string, insert: string, detail: string): Completion => ({
    ...{ label, kind: 'keyword', detail, insert, isSnippet: true },
  });
  return [
    snippet('exists', `exists (${field(1)})`, 'some final state is so'),
    snippet('~exists', `~exists (${field(1)})`, 'no final state is so'),
    snippet('forall', `forall (${field(1)})`, 'every final state is so'),
    snippet('filter', `filter (${field(1)})`, 'only such final states count'),
    snippet('locations', `locations [${field(1)};]`, 'what to show of final states besides'),
  ];
}

/** The next thread. */
function threadHead(outline: TextOutline): Completion {
  const threads = outline.regions.filter((region) => region.kind === 'function' && region.thread !== null);
  const parameters = [...namesOfC(outline).locations.values()].map((text) => pointerTo(text)).join(', ');
  const name = `P${threads.length}`;
  return {
    ...{ label: name, kind: 'thread', detail: 'a thread', isSnippet: true },
    insert: `${name}(${parameters})\n{\n\t${field(1)}\n}`,
  };
}

/** The parameter for a location that is declared so: `int *x` for `int x`. */
function pointerTo(declaration: string | null): string {
  return (declaration ?? 'int x').replace(/^(.*?)([A-Za-z_]\w*)(?:\[[^\]]*\])*$/, '$1*$2');
}

/** Registers with their threads, and locations. */
function outsideCode(outline: TextOutline, { kind }: Region): readonly Completion[] {
  const marks = marksOf(outline);
  const registers = marks.flatMap(({ kind: what, name, scope }) =>
    (what === 'local' || what === 'register') && scope !== null && threadOf(scope) !== null
      ? [wordCompletion(`${scope.slice(1)}:${name}`, what, `of ${scope}`)]
      : [],
  );
  const locations = marks.flatMap(({ kind: what, name }) =>
    what === 'location' ? [wordCompletion(name, what, 'a location')] : [],
  );
  if (kind === 'question') return [...registers, ...locations, ...questionWords()];
  const types = ['int', 'long', 'atomic_t', 'spinlock_t', 'struct page'].map((text) =>
    wordCompletion(text, 'type'),
  );
  return outline.dialect?.language === 'C'
    ? [...locations, ...types]
    : [...registers, ...locations, ...types];
}

function unique(items: readonly Completion[]): readonly Completion[] {
  const seen = new Map(items.toReversed().map((item) => [item.label, item]));
  return items.filter((item) => seen.delete(item.label));
}
