/**
 * What is known of what stands at a place, as Markdown: of a primitive what it becomes, of a register or location the values that it may
 * end with, of a barrier what it is for. Values and barriers come from answers, where there are any.
 */
import type { CheckAnswer } from '../api/named.js';
import type { BarrierResult } from '../barriers/barrier-result.js';
import { MODELS } from '../models/index.js';
import { flagText } from '../program/spell.js';
import { roleText } from '../report/barriers/finding.js';
import { cell, markdownTable } from '../report/formats/markdown-text.js';
import type { TextRange } from '../syntax/lexer.js';
import { positionAt } from '../text/source.js';
import type { MarkKind, TextMark } from './mark.js';
import { namesOfC } from './mark-c.js';
import { markAt, marksOf } from './marks.js';
import type { TextOutline } from './outline.js';
import { callPage } from './primitive-page.js';

/** What has been found out about the text. */
export interface KnownAnswers {
  readonly check?: CheckAnswer | null;
  readonly barriers?: BarrierResult | null;
}

/** An explanation of a range. */
export interface Hover extends TextRange {
  readonly markdown: string;
}

/** What is known of what stands at an offset; null where that is nothing. */
export function hoverAt(outline: TextOutline, offset: number, answers: KnownAnswers = {}): Hover | null {
  const mark = markAt(outline, offset);
  if (mark === null) return null;
  const lines = [
    ...aboutMark(outline, mark),
    ...valueLines(mark, answers),
    ...roleLines(outline, mark, answers),
  ];
  if (lines.length === 0) return null;
  return { start: mark.start, end: mark.end, markdown: lines.join('\n').trim() };
}

/** The name in final states of what stands at an offset: `0:r0`, `x`; null for what has no value there. */
export function observableAt(outline: TextOutline, offset: number): string | null {
  const mark = markAt(outline, offset);
  return mark === null ? null : observableOf(mark);
}

function observableOf({ kind, name, scope }: TextMark): string | null {
  if (kind === 'location') return name;
  const isThread = scope !== null && /^P\d+$/.test(scope);
  return (kind === 'local' || kind === 'register') && isThread ? `${scope.slice(1)}:${name}` : null;
}

/** The text, changed so that final states show that too: its verdicts are the same. */
export function observing({ source, regions, tokens }: TextOutline, observable: string): string {
  const question = regions.find(({ kind }) => kind === 'question');
  const at = question === undefined ? source.text.length : tokens[question.from].span.start;
  return `${source.text.slice(0, at)}\nlocations [${observable};]\n${source.text.slice(at)}`;
}

const WORDS: Partial<Record<MarkKind, string>> = {
  location: 'shared location',
  local: 'local of',
  register: 'register of',
  parameter: 'parameter of',
  label: 'label of',
  function: 'helper, inlined where it is called',
  macro: 'macro',
  'macro-parameter': 'parameter of the macro',
  structure: 'structure',
  field: 'field',
  thread: 'thread',
};

/** What is said of words of the question and keys of the header. */
const EXPLAINED: ReadonlyMap<string, string> = new Map([
  ['exists', 'Asks whether some final state is so: *Never*, *Sometimes* or *Always* over all of them.'],
  ['forall', 'Asks whether every final state is so.'],
  ['filter', 'Only final states that are so count.'],
  ['locations', 'Shows these in final states, whatever the condition asks.'],
  [
    'Expect',
    'The verdict of each model, which `pinlitmus check` holds the test to: `lkmm:Never armv8:Sometimes`.',
  ],
  ['Names', 'What reports call registers and locations: `pinned:1:r0`.'],
]);

function aboutMark(outline: TextOutline, mark: TextMark): readonly string[] {
  const { kind, name, scope } = mark;
  switch (kind) {
    case 'primitive':
    case 'barrier':
      return outline.dialect?.language === 'C' ? callPage(name) : instructionLines(outline, name);
    case 'instruction':
      return instructionLines(outline, name);
    case 'model':
      return modelLines(name);
    case 'keyword':
    case 'header-key':
      return EXPLAINED.has(name) ? [`**${name}**: ${EXPLAINED.get(name)}`, ''] : [];
    case 'dialect':
      return [`**${name}**: run on ${titles(outline.dialect?.models ?? [])} where no model is asked for`, ''];
    default: {
      const word = WORDS[kind];
      if (word === undefined || scope === null) return [];
      const declaration = declarationOf(outline, mark);
      const said = `\`${declaration ?? name}\`: ${word}${word.endsWith(' of') ? ` ${scope}` : ''}`;
      return [said, '', ...definitionLines(outline, mark)];
    }
  }
}

function titles(names: readonly string[]): string {
  return MODELS.filter(({ name }) => names.includes(name))
    .map(({ title }) => title)
    .join(', ');
}

function modelLines(name: string): readonly string[] {
  const model = MODELS.find((each) => each.name === name);
  if (model === undefined) return [];
  return [`**${model.title}** (\`${name}\`) allows ${cell(model.allows)}.`, '', cell(model.source), ''];
}

/** How an instruction orders, by what is left of it without. */
function instructionLines({ dialect }: TextOutline, name: string): readonly string[] {
  if (dialect?.language !== 'assembly') return [];
  const known = dialect.instructions.mnemonics.some((each) => each.toLowerCase() === name.toLowerCase());
  const found = dialect.orderings.weaker({ mnemonic: name.toUpperCase(), operands: '', locked: false });
  const bare = found?.weaker.find((each) => each.bare)?.text.trim();
  const order =
    found === null
      ? 'orders nothing by itself'
      : bare === '' || bare === undefined
        ? 'a barrier'
        : `ordered: \`${bare}\` is the same without its order`;
  return known ? [`\`${name}\` of ${dialect.name}: ${order}`, ''] : [];
}

function declarationOf(outline: TextOutline, { kind, name, scope }: TextMark): string | null {
  if (outline.dialect?.language !== 'C') return null;
  const { functions, locations, members } = namesOfC(outline);
  if (kind === 'location') return locations.get(name) ?? null;
  if (kind === 'field') return [...members.values()].find((each) => each.has(name))?.get(name) ?? null;
  const own = functions.get(scope ?? '');
  if (kind === 'local') return own?.locals.get(name) ?? null;
  return kind === 'parameter' ? (own?.parameters.get(name) ?? null) : null;
}

/** The lines of the file that define a macro, a structure, or the head of a function. */
function definitionLines(
  { source, tokens, regions }: TextOutline,
  { kind, name }: TextMark,
): readonly string[] {
  for (const region of regions) {
    const { from, to } = region;
    const ends =
      region.kind === 'function' && kind !== 'structure' && region.name.text === name
        ? region.body
        : (region.kind === 'directive' && kind === 'macro' && tokens[from + 2]?.text === name) ||
            (region.kind === 'definition' && kind === 'structure' && tokens[from + 1]?.text === name)
          ? to
          : null;
    if (ends === null) continue;
    const text = source.text.slice(tokens[from].span.start, tokens[ends - 1].span.end);
    return ['```c', ...text.split(/\r?\n/), '```', ''];
  }
  return [];
}

/** The values that something ends with on each model. */
function valueLines(mark: TextMark, { check }: KnownAnswers): readonly string[] {
  const observable = observableOf(mark);
  if (observable === null || check == null || check.info?.observables.includes(observable) !== true)
    return [];
  const flags = check.info.flags.get(observable);
  const rows = check.models.map(({ title, states, incomplete }) => {
    const found = [...new Set(states.map((state) => state[observable]))].sort(byNumber);
    const values = flags === undefined ? found : found.map((value) => flagText(value, flags));
    const open = incomplete === null ? '' : ' and perhaps others';
    return [cell(title), values.length === 0 ? 'no final state' : cell(values.join(', ')) + open];
  });
  return markdownTable(['model', `${cell(observable)} at the end`], rows);
}

function byNumber(a: string, b: string): number {
  return Number(a) - Number(b) || (a < b ? -1 : 1);
}

/** What a barrier or an ordered access is for, on each model. */
function roleLines(outline: TextOutline, mark: TextMark, { barriers }: KnownAnswers): readonly string[] {
  if (barriers == null || !['primitive', 'barrier', 'instruction'].includes(mark.kind)) return [];
  const { line, column } = positionAt(outline.source, mark.start);
  const site = barriers.sites.find(
    (each) => each.line === line && (each.column === column || beginsAt(outline, mark, each.column)),
  );
  if (site === undefined) return [];
  const rows = barriers.models.map(({ title }, index) => [cell(title), cell(roleText(site.cells[index]))]);
  return markdownTable(['model', 'here'], rows);
}

/** Whether a site begins at a column before a mark, and nothing of the kind stands between: `r0 = smp_load_acquire(x)`. */
function beginsAt(outline: TextOutline, mark: TextMark, column: number): boolean {
  const own = positionAt(outline.source, mark.start);
  const start = mark.start - (own.column - column);
  if (start > mark.start) return false;
  const between = marksOf(outline).filter((each) => each.start >= start && each.start < mark.start);
  return between.every(({ kind }) => kind !== 'primitive' && kind !== 'barrier' && kind !== 'instruction');
}
