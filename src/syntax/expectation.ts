/**
 * What a file says about its own outcome: `Result:` in a comment, as the kernel's tests have it, and the `Expect=` and
 * `Names=` lines of the header. `--update` edits the `Expect=` line in dialects/expect-line.ts.
 */
import { distance } from 'fastest-levenshtein';
import type { Expectations, Observation } from '../program/test.js';
import { type Diagnostic, errorAt } from '../text/diagnostic.js';
import type { Span } from '../text/source.js';
import type { AssemblyTest } from './assembly/assembly-tree.js';
import { Cursor } from './cursor.js';
import { tokenize } from './lexer.js';
import { meantBy, misspeltKeys } from './nearmiss.js';
import { operand } from './parse-question.js';
import { type HeaderAndComments, surroundingsOf } from './remark.js';
import { readResult } from './result-line.js';
import type { ConditionOperand, CTest, Identifier, InfoLine } from './tree.js';

/** `PageWriteback:0:wb`: a label, and the register or location that it names. */
export interface NameTree {
  readonly label: Identifier;
  readonly operand: Extract<ConditionOperand, { kind: 'register' | 'location' | 'content' }>;
}

/** What was read, and the entries that are malformed. */
export interface ReadExpectations {
  readonly expectations: Expectations;
  readonly names: readonly NameTree[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The parts of a test in any dialect that expectations are read from. */
type Headed = Pick<CTest | AssemblyTest, 'source' | 'language' | 'info'>;

/** One word of an information line, with its place. */
type Entry = Identifier;

const OBSERVATIONS = ['Never', 'Sometimes', 'Always', 'None'] as const;
/**
 * These follow a verdict, in whatever order: `+deadlock` where some execution ends in a deadlock as well, `+race` where some has a
 * data race, `+assertion` where an assertion fails in some. Where all executions end in a deadlock, `Deadlock` is the word in place of the verdict.
 */
const STUCK = '+deadlock';
const RACING = '+race';
const FAILING = '+assertion';
const KNOWN_ADDITIONS: readonly string[] = [STUCK, RACING, FAILING];
/** All of them together, each or not. */
const ADDITIONS = ['', STUCK].flatMap((stuck) =>
  ['', RACING].flatMap((races) => ['', FAILING].map((fails) => stuck + races + fails)),
);
const DEADLOCK = 'Deadlock';
const VERDICTS = [...OBSERVATIONS, DEADLOCK];
/** Every word that there is, for complaints. */
const WORDS = VERDICTS.flatMap((verdict) => ADDITIONS.map((each) => verdict + each));
/** What each line should hold, for complaints. */
const EXAMPLES = {
  Expect: "a model and a verdict, such as 'sc:Never'",
  Names: "a name and what it names, such as 'pinned:1:r0' or 'flags:page.flags'",
} as const;
/** Of a longer word, only the beginning is compared with what may have been meant. */
const LONGEST = 64;
/** Lines with so many complaints are no expectations: more complaints would help nobody. */
const MAX_COMPLAINTS = 10;

/** Reads the expectations and names of a test; `models` are the names that `Expect=` may use. */
export function readExpectations(tree: Headed, models: readonly string[]): ReadExpectations {
  const diagnostics: Diagnostic[] = [];
  const expected = {
    models: new Map<string, Observation>(),
    deadlocks: new Set<string>(),
    races: new Set<string>(),
    assertions: new Set<string>(),
    places: new Map<string, Span>(),
  };
  const names = new Map<string, NameTree>();
  for (const line of tree.info) {
    const key = line.key.text;
    if (key !== 'Expect' && key !== 'Names') continue;
    const all = entriesOf(line);
    if (all.length === 0) diagnostics.push(malformed(key, line.value, EXAMPLES[key]));
    for (const entry of all) {
      if (diagnostics.length >= MAX_COMPLAINTS) break;
      if (key === 'Expect') readExpected(entry, models, expected, diagnostics);
      else readName(entry, names, diagnostics);
    }
  }
  const surroundings = surroundingsIfMisspelt(tree);
  const result = readResult(tree.source, surroundings);
  diagnostics.push(...result.diagnostics, ...misspelt(tree, surroundings));
  return {
    expectations: { ...expected, kernel: result.kernel, race: result.race, resultAt: result.resultAt },
    names: [...names.values()],
    diagnostics: diagnostics.slice(0, MAX_COMPLAINTS),
  };
}

/** The kernel's verdict alone, for those who have no use for what is malformed; and whether it says that there is a data race. */
export function readKernelResult(tree: Headed): Pick<Expectations, 'kernel' | 'race'> {
  const { kernel, race } = readResult(tree.source, surroundingsIfMisspelt(tree));
  return { kernel, race };
}

function surroundingsIfMisspelt({ source, language }: Headed): HeaderAndComments | null {
  return looksMisspelt(source.text) ? surroundingsOf(source, language) : null;
}

function misspelt({ source }: Headed, surroundings: HeaderAndComments | null): readonly Diagnostic[] {
  if (surroundings === null || surroundings.header === null) return [];
  return misspeltKeys(source, surroundings.header, surroundings.remarks);
}

/** Any word before `=` or `:`, or before an entry of such a line. */
const LABEL = /\b([A-Za-z]+)(?:[ \t]*[:=]|[ \t]+[\w.]+:)/g;
/** A key where it should stand, with what stands before it: `Expect=` on a line, and the kernel's form of `Result:`. */
const IN_PLACE = /^(?:[ \t]*(?:Expect|Names)[ \t]*=|[( ]\* Result:)$/;
/** No key that stands where it should is further from the beginning of a line. */
const INDENT = 64;

/** Whether, at a glance, some word of a text resembles a key that means something and stands where none should. */
function looksMisspelt(text: string): boolean {
  return text.split('\n').some((line) => {
    for (const { index, 0: label, 1: word } of line.matchAll(LABEL)) {
      if (meantBy(word) === null) continue;
      if (index > INDENT || !IN_PLACE.test(line.slice(0, index + label.length))) return true;
    }
    return false;
  });
}

function readExpected(
  entry: Entry,
  models: readonly string[],
  expected: {
    readonly models: Map<string, Observation>;
    readonly deadlocks: Set<string>;
    readonly races: Set<string>;
    readonly assertions: Set<string>;
    readonly places: Map<string, Span>;
  },
  diagnostics: Diagnostic[],
): void {
  const [model, word, ...rest] = entry.text.split(':');
  const complain = (expectation: string): unknown =>
    diagnostics.push(malformed('Expect', entry, expectation));
  if (word === undefined || rest.length > 0) {
    complain(EXAMPLES.Expect);
    return;
  }
  const { verdict, stuck, races, fails } = readVerdict(word);
  if (!models.includes(model)) complain(oneOf('a model', models, model));
  else if (verdict === undefined) complain(oneOf('a verdict', VERDICTS, word, WORDS));
  else if (expected.models.has(model)) complain(`'${model}' only once`);
  else {
    expected.models.set(model, verdict);
    if (stuck) expected.deadlocks.add(model);
    if (races) expected.races.add(model);
    if (fails) expected.assertions.add(model);
    expected.places.set(model, entry.span);
  }
}

/** What a word says; no verdict where it is none. */
function readVerdict(word: string) {
  const [first, ...additions] = word.split(/(?=\+)/);
  const stuck = first === DEADLOCK || additions.includes(STUCK);
  const races = additions.includes(RACING);
  const fails = additions.includes(FAILING);
  const known = new Set(KNOWN_ADDITIONS);
  const isFit = additions.every((each) => known.delete(each)) && !(first === DEADLOCK && !known.has(STUCK));
  const verdict = first === DEADLOCK ? 'None' : OBSERVATIONS.find((each) => each === first);
  return { verdict: isFit ? verdict : undefined, stuck, races, fails };
}

/**
 * The word for a verdict in an `Expect=` line; `stuck` says whether some execution ends in a deadlock as well, `races` whether some
 * has a data race, `fails` whether an assertion fails in some.
 */
export function verdictWord(verdict: Observation, stuck: boolean, races: boolean, fails = false): string {
  const word = stuck && verdict === 'None' ? DEADLOCK : verdict + (stuck ? STUCK : '');
  return word + (races ? RACING : '') + (fails ? FAILING : '');
}

function readName(entry: Entry, names: Map<string, NameTree>, diagnostics: Diagnostic[]): void {
  const colon = entry.text.indexOf(':');
  const label = { text: entry.text.slice(0, colon), span: { ...entry.span, end: entry.span.start + colon } };
  const named = colon > 0 ? readNamed({ ...entry.span, start: label.span.end + 1 }) : null;
  const complain = (expectation: string): unknown => diagnostics.push(malformed('Names', entry, expectation));
  if (named === null) complain(EXAMPLES.Names);
  else if (names.has(label.text)) complain(`'${label.text}' only once`);
  else names.set(label.text, { label, operand: named });
}

/** Reads an operand with the grammar of conditions, in a part of the header; null for one that is no register or location. */
function readNamed(span: Span): NameTree['operand'] | null {
  const { source } = span;
  const { tokens } = tokenize(source, [span], () => ({ kind: 'none' }));
  const complaints: Diagnostic[] = [];
  const cursor = new Cursor(source, tokens, complaints);
  const read = cursor.recover(
    () => operand(cursor),
    () => cursor.skipAll(),
  );
  if (read === null || complaints.length > 0 || !cursor.atEnd) return null;
  return read.kind === 'register' || read.kind === 'location' || read.kind === 'content' ? read : null;
}

/** The models that `Expect=` lines name, rightly or not. */
export function modelsExpected(info: readonly InfoLine[]): readonly string[] {
  const lines = info.filter(({ key }) => key.text === 'Expect');
  return lines.flatMap(entriesOf).map(({ text }) => text.split(':', 1)[0]);
}

/** The words of the value of an information line. */
export function entriesOf(line: InfoLine): readonly Entry[] {
  const { text, span } = line.value;
  return [...text.matchAll(/\S+/g)].map((match) => {
    const start = span.start + match.index;
    return { text: match[0], span: { ...span, start, end: start + match[0].length } };
  });
}

function malformed(key: string, entry: Entry, expected: string): Diagnostic {
  return errorAt(entry.span, { code: 'bad-header', key, found: entry.text, expected });
}

/** "a verdict (Never, Sometimes or Always); did you mean 'Never'?"; `meant` are all words that may have been meant. */
function oneOf(what: string, words: readonly string[], found: string, meant = words): string {
  const lower = found.slice(0, LONGEST).toLowerCase();
  const near = meant.find((word) => distance(word.toLowerCase(), lower) <= word.length / 3);
  const hint = near === undefined ? '' : `; did you mean '${near}'?`;
  return `${what} (${words.slice(0, -1).join(', ')} or ${words.at(-1)})${hint}`;
}
