/**
 * Reads what herd7 prints: a log of one test or of many, such as a `.litmus.expected` or a `.litmus.out` file. What stands between
 * the tests is passed over: times, hashes, warnings, what a script has printed. The form is that of herd/top_herd.ml in
 * herdtools7; older versions spell locations without brackets.
 */

import { THIN_AIR_TEXT } from '../../program/special-values.js';
import type { Observation } from '../../program/test.js';
import { type Diagnostic, errorAt } from '../../text/diagnostic.js';
import type { Source, Span } from '../../text/source.js';
import { keyOf, type NamedState, type ReferenceStates } from './reference-states.js';
import { linesOf, type TextLine } from './states-file.js';

/** A test in a log. */
export interface HerdEntry extends ReferenceStates {
  readonly name: string;
  /** Null where the log has no such line. */
  readonly observation: Observation | null;
  /** Where it begins. */
  readonly span: Span;
}

/** What was read, by the tests' names; and what is wrong, without which the rest is not to be relied on. */
export interface HerdLog {
  readonly entries: ReadonlyMap<string, HerdEntry>;
  readonly faults: readonly Diagnostic[];
}

const TEST = /^Test (.+?) (Allowed|Forbidden|Required|Final)$/;
const COUNT = /^States (\d+)$/;
const END = /^(Loop )?(Ok|No|Undef|Bad)\b/;
const OBSERVATION = /^Observation .* (Never|Sometimes|Always) \d+ \d+$/;
const VERDICTS = ['Never', 'Sometimes', 'Always'] as const;
/** What may stand between the line of a test and that of its states. */
const REMARK = /^(Warning|File |$)/;

/** Whether a text has an entry of herd7's. */
export function looksLikeHerdLog(text: string): boolean {
  return /^Test .+ (Allowed|Forbidden|Required|Final)\s*$/m.test(text);
}

/** Reads a log. */
export function readHerdLog(source: Source): HerdLog {
  const entries = new Map<string, HerdEntry>();
  const faults: Diagnostic[] = [];
  const lines = linesOf(source);
  for (let at = 0; at < lines.length; ) {
    const name = TEST.exec(lines[at].text)?.[1];
    if (name === undefined) {
      at += 1;
      continue;
    }
    const { entry, next, fault } = readEntry(lines, at, name);
    at = next;
    if (fault !== null) faults.push(fault);
    const known = entries.get(name);
    if (entry === null) continue;
    if (known === undefined) entries.set(name, entry);
    else if (!isSame(known, entry)) faults.push(wrong(entry.span, name, 'one result of each test'));
  }
  if (entries.size === 0 && faults.length === 0)
    faults.push(
      wrong({ source, start: 0, end: 0 }, null, "what herd7 prints: 'Test NAME Allowed' and its states"),
    );
  return { entries, faults };
}

/** An entry, and the line behind it. */
interface ReadEntry {
  readonly entry: HerdEntry | null;
  readonly next: number;
  readonly fault: Diagnostic | null;
}

function readEntry(lines: readonly TextLine[], begin: number, name: string): ReadEntry {
  const failed = (line: number, expected: string): ReadEntry => {
    const { text, span } = lines[line] ?? lines[lines.length - 1];
    const found = line < lines.length ? text : null;
    return { entry: null, next: Math.max(line, begin + 1), fault: wrong(span, found, expected) };
  };
  const textAt = (line: number): string => lines[line]?.text ?? '';
  let at = begin + 1;
  while (at < lines.length && REMARK.test(textAt(at))) at += 1;
  const count = COUNT.exec(textAt(at));
  if (count === null) return failed(at, "'States' and their number");
  const number = Number(count[1]);
  const states = lines.slice(at + 1, at + 1 + number).map(({ text }) => stateFrom(text));
  const bad = states.indexOf(null);
  if (bad !== -1 || states.length < number)
    return failed(at + 1 + (bad === -1 ? states.length : bad), `a final state, of ${number}`);
  at += 1 + number;
  const end = END.exec(textAt(at));
  if (end === null) return failed(at, "'Ok' or 'No' behind the states");
  const { flags, observation, next } = readRest(lines, at + 1);
  const entry: HerdEntry = {
    name,
    states: unique(states.filter((state) => state !== null)),
    // Where a loop was cut off there may be other states.
    complete: end[1] === undefined,
    deadlock: null,
    flags,
    observation: number === 0 ? 'None' : observation,
    span: lines[begin].span,
  };
  return { entry, next, fault: null };
}

/** What stands behind the states: flags, and the verdict. */
function readRest(
  lines: readonly TextLine[],
  begin: number,
): Pick<HerdEntry, 'flags' | 'observation'> & { readonly next: number } {
  const flags = new Set<string>();
  let observation: HerdEntry['observation'] = null;
  let at = begin;
  for (; at < lines.length && !TEST.test(lines[at].text); at += 1) {
    const { text } = lines[at];
    const flag = /^Flag (\S+)$/.exec(text)?.[1];
    if (flag !== undefined) flags.add(flag);
    const verdict = OBSERVATION.exec(text)?.[1];
    observation = VERDICTS.find((each) => each === verdict) ?? observation;
  }
  return { flags: [...flags].sort(), observation, next: at };
}

/** `0:r0=1; [x]=2; y={1,2};` by names; null for a line of another kind. */
function stateFrom(text: string): NamedState | null {
  if (TEST.test(text) || END.test(text) || COUNT.test(text) || text === 'Witnesses') return null;
  const state: Record<string, string> = {};
  for (const part of text.split(';').map((each) => each.trim())) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    if (equals === -1) {
      // Such as a fault, which no test has that can be run here.
      if (!/^~?\w+\(.*\)$/.test(part)) return null;
      state[part] = '1';
      continue;
    }
    const name = part
      .slice(0, equals)
      .trim()
      .replace(/^\[(.*)\]$/, '$1');
    const value = part.slice(equals + 1).trim();
    const list = /^\{(.*)\}$/.exec(value);
    if (list === null) state[name] = spelled(value);
    else
      for (const [index, each] of list[1].split(',').entries())
        state[`${name}[${index}]`] = spelled(each.trim());
  }
  return state;
}

/** A value as it is spelled here: numbers are decimal, and what nothing determines has a name of its own. */
function spelled(value: string): string {
  if (/^S\d+$/.test(value)) return THIN_AIR_TEXT;
  if (/^-?0x[\da-f]+$/i.test(value)) {
    const number = BigInt(value.replace('-', ''));
    return String(value.startsWith('-') ? -number : number);
  }
  return value;
}

function unique(states: readonly NamedState[]): readonly NamedState[] {
  return [...new Map(states.map((state) => [keyOf(state), state])).values()];
}

function isSame(one: HerdEntry, other: HerdEntry): boolean {
  const textOf = ({ states, flags, complete }: HerdEntry): string =>
    JSON.stringify([states.map(keyOf).sort(), flags, complete]);
  return textOf(one) === textOf(other);
}

function wrong(span: Span, found: string | null, expected: string): Diagnostic {
  return errorAt(span, { code: 'unexpected', found, expected });
}
