/**
 * What a test asks in vain: a comparison that no execution can make true, and a location that is given a value and that
 * nobody uses. Each is a slip, as a rule, and a verdict then says less than it seems to.
 */

import { sizeOf } from '../kernel/c-type.js';
import { type Question, satisfies } from '../program/condition.js';
import type { Program } from '../program/program.js';
import { addressesOf, speller } from '../program/spell.js';
import type { InitItem } from '../syntax/file-scope-tree.js';
import type { Diagnostic } from '../text/diagnostic.js';
import type { FixedCall } from './fixed-value.js';
import type { Compared } from './lower-question.js';
import type { Memory, MemoryObject } from './memory-layout.js';
import type { ObservedOperand } from './observe.js';
import { MOST_PROBLEMS } from './problems.js';
import { type Held, Holding, numbersIn } from './value-sets.js';

/** The parts of a test that its question is about. */
export interface QuestionContext {
  readonly question: Question;
  readonly compared: readonly Compared[];
  readonly init: readonly InitItem[];
  readonly memory: Memory;
  /** Calls that read their function beforehand. */
  readonly calls: readonly FixedCall[];
}

/** The most values that a warning lists. */
const LISTED = 8;

/** After so many rounds the comparisons that are still open are taken to be possible. */
const ROUNDS = 80;

/** The warnings about what is asked in vain. Most tests ask for nothing strange, which shows after a round or two. */
export function vacuous(program: Program, asked: QuestionContext): readonly Diagnostic[] {
  const holding = new Holding(program);
  const places = new Map(program.locations.map(({ name }, index) => [name, index]));
  const heldBy = ({ left }: Vain): Held =>
    left.kind === 'register'
      ? holding.registers[left.thread][left.register]
      : (holding.locations[places.get(left.name) ?? -1] ?? null);
  let vain = asked.compared.filter(isWithValue);
  let unused = initialised(asked);
  for (let round = 0; round < ROUNDS; round++) {
    const done = !holding.grow();
    vain = vain.filter((each) => isVain(each, heldBy(each)));
    unused = unused.filter(({ object }) => !isAccessed(object, holding.accessed, places));
    if (vain.length + unused.length === 0) return [];
    if (done && !holding.loosen()) {
      const spell = speller(addressesOf(program));
      return [
        ...vain.map((each) => warning(each, heldBy(each), spell)),
        ...unusedOf(unused, program, asked).map(unusedLocation),
      ].slice(0, MOST_PROBLEMS);
    }
  }
  return [];
}

/** A comparison of something with a value. */
type Vain = Compared & {
  readonly left: Exclude<ObservedOperand, { readonly kind: 'value' }>;
  readonly right: { readonly kind: 'value'; readonly value: bigint };
};

function isWithValue(compared: Compared): compared is Vain {
  return compared.left.kind !== 'value' && compared.right.kind === 'value';
}

/**
 * Whether no value can make the comparison true; or, of a `!=`, whether none can make it false. That something is not 0
 * denies no value.
 */
function isVain({ operator, right }: Vain, held: Held): boolean {
  if (held === null) return false;
  const sign = operator === '!=' && right.value !== 0n ? '=' : operator;
  return !held.some((value) =>
    satisfies({ kind: 'compare', operator: sign, left: { kind: 'value', value }, right }, []),
  );
}

function warning(
  { span, operator, left, right, address }: Vain,
  held: Held,
  spell: (value: bigint) => string,
): Diagnostic {
  const common = { severity: 'warning', span, name: left.name } as const;
  if (address !== null) {
    const fix = address.bare ? { fix: { span: address.span, replacement: `[${address.text}]` } } : {};
    return { ...common, code: 'never-address', of: address.text, bare: address.bare, ...fix };
  }
  const values = held === null || held.length > LISTED ? [] : [...held].sort(byValue).map(spell);
  const sign = operator === '!=' ? '=' : operator;
  return { ...common, code: 'never-holds', operator: sign, value: spell(right.value), values };
}

function byValue(a: bigint, b: bigint): number {
  return a < b ? -1 : 1;
}

/** An entry of the init block that gives a location a value. */
interface Initialised {
  readonly item: InitItem;
  readonly object: MemoryObject;
}

function initialised({ init, memory, calls }: QuestionContext): readonly Initialised[] {
  const read = new Set(calls.flatMap(({ from }) => from));
  return init.flatMap((item) => {
    const object = memory.objects.get(item.name.text);
    if (item.thread !== null || item.value === null || object === undefined) return [];
    return object.cells.some(({ address }) => read.has(address)) ? [] : [{ item, object }];
  });
}

function isAccessed(
  { cells }: MemoryObject,
  accessed: ReadonlySet<number>,
  places: ReadonlyMap<string, number>,
): boolean {
  return cells.some(({ name }) => accessed.has(places.get(name) ?? -1));
}

/** The initialised locations that no thread accesses and that nothing mentions: neither the question, nor any pointer. */
function unusedOf(
  all: readonly Initialised[],
  program: Program,
  { question, compared }: QuestionContext,
): readonly Initialised[] {
  if (all.length === 0) return [];
  const names = new Set(question.observables.map(({ name }) => name));
  const numbers = [
    ...numbersIn(program),
    ...compared.flatMap(({ right }) => (right.kind === 'value' ? [right.value] : [])),
  ];
  return all.filter(({ object: { cells, address, type } }) => {
    const end = address + BigInt(sizeOf(type));
    return (
      !cells.some(({ name }) => names.has(name)) && !numbers.some((each) => each >= address && each < end)
    );
  });
}

function unusedLocation({ item: { name, span } }: Initialised): Diagnostic {
  return { severity: 'warning', span, code: 'unused-location', name: name.text };
}
