/**
 * The file in which `check --states` keeps the final states of a test: text that one can read and compare line by line. Under each
 * model stand its states, sorted, then what else it has.
 *
 *     pinlitmus-states 1
 *     test SB
 *
 *     model sc
 *     state 0:r0=0; 1:r0=1
 *     state 0:r0=1; 1:r0=0
 *     deadlock
 *
 * Lines that begin with `#` are comments.
 */
import { type Diagnostic, errorAt } from '../../text/diagnostic.js';
import type { Source, Span } from '../../text/source.js';
import { type NamedState, NOTHING_OBSERVED, type ReferenceStates, stateText } from './reference-states.js';

const FORMAT = 'pinlitmus-states 1';

/** The states of a test on each model, by its name, in the order of the file. */
export type KeptStates = ReadonlyMap<string, ReferenceStates>;

/** The text of a file. */
export function statesText(name: string, kept: KeptStates): string {
  const models = [...kept].flatMap(([model, { states, deadlock, flags }]) => [
    '',
    `model ${model}`,
    ...states.map((state) => `state ${stateText(state)}`),
    ...(deadlock === true ? ['deadlock'] : []),
    ...flags.map((flag) => `flag ${flag}`),
  ]);
  return [FORMAT, `test ${name}`, ...models, ''].join('\n');
}

/** What was read; null with what is wrong. */
export type ReadStates = { readonly kept: KeptStates } | { readonly kept: null; readonly fault: Diagnostic };

interface Draft {
  readonly states: NamedState[];
  readonly flags: string[];
  deadlock: boolean;
}

/** Reads such a text. */
export function readStates(source: Source): ReadStates {
  const models = new Map<string, Draft>();
  const lines = linesOf(source).filter(({ text }) => text !== '' && !text.startsWith('#'));
  const [head, ...rest] = lines;
  if (head?.text !== FORMAT) {
    const span = head?.span ?? { source, start: 0, end: 0 };
    const problem = { code: 'unexpected', found: head?.text ?? null, expected: `'${FORMAT}'` } as const;
    return { kept: null, fault: errorAt(span, problem) };
  }
  for (const { text, span } of rest) {
    const expected = take(text, models);
    if (expected !== null)
      return { kept: null, fault: errorAt(span, { code: 'unexpected', found: text, expected }) };
  }
  return { kept: new Map([...models].map(([name, draft]) => [name, { ...draft, complete: true }])) };
}

/** Takes in a line; gives what should stand there, where it is another. */
function take(text: string, models: Map<string, Draft>): string | null {
  const [, key, value] = /^(\S+)\s*(.*)$/s.exec(text) ?? [];
  if (key === 'test') return null;
  if (key === 'model') {
    if (value === '' || models.has(value)) return "'model' and a name that comes once";
    models.set(value, { states: [], flags: [], deadlock: false });
    return null;
  }
  const current = [...models.values()].at(-1);
  if (current === undefined) return "'model NAME' first";
  const state = key === 'state' ? stateFrom(value) : null;
  if (state !== null) current.states.push(state);
  else if (key === 'deadlock' && value === '') current.deadlock = true;
  else if (key === 'flag' && value !== '') current.flags.push(value);
  else return "'state NAME=VALUE; …', 'deadlock' or 'flag NAME'";
  return null;
}

function stateFrom(text: string): NamedState | null {
  if (text === NOTHING_OBSERVED) return {};
  const parts = text.split(/;\s*/).map((part) => /^([^=]+)=(.+)$/.exec(part));
  if (parts.some((part) => part === null)) return null;
  return Object.fromEntries(parts.flatMap((part) => (part === null ? [] : [[part[1], part[2]]])));
}

/** A line of a text, without its end and what stands around it, with its place. */
export interface TextLine {
  readonly text: string;
  readonly span: Span;
}

/** The lines of a text, whatever ends them. */
export function linesOf(source: Source): readonly TextLine[] {
  const lines: TextLine[] = [];
  let at = 0;
  for (const raw of source.text.split('\n')) {
    const start = at + raw.length - raw.trimStart().length;
    const text = raw.trim();
    lines.push({
      text,
      span: { source, start: text === '' ? at : start, end: text === '' ? at : start + text.length },
    });
    at += raw.length + 1;
  }
  return lines;
}
