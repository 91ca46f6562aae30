/**
 * What herd7's assembly tests may speak of and no machine here has: instructions as data, page tables,
 * faults, tagged memory, interrupts. It shows in the init block and in the question, and is refused by its name rather
 * than as bad grammar.
 */
import { type Diagnostic, errorAt } from '../../text/diagnostic.js';
import { join } from '../../text/source.js';
import { type Token, threadNumber } from '../tokens.js';

const INSTRUCTION = {
  what: 'an instruction as a value',
  why: 'code is no memory here, so instructions are neither read nor written',
};
const PAGE_TABLE = { what: 'a page table entry', why: 'address translation is not modelled' };
const FAULT = { what: 'a fault', why: 'no instruction and no access traps here' };
const TAG = { what: 'tagged memory', why: 'addresses have no tags here' };
const INTERRUPT = { what: 'an interrupt', why: 'no thread is interrupted here' };

type Kind = Readonly<Record<'what' | 'why', string>>;

/** From a word that may begin such a thing, with what follows it, to the kind and the number of its tokens. */
type Recogniser = (next: readonly Token[], init: boolean) => readonly [Kind, number] | null;

const before =
  (kind: Kind, sign: string): Recogniser =>
  ([second]) =>
    second?.text === sign ? [kind, 2] : null;
/** `ins_t 0:X1`, but a location of that name is one, and `ins_t *p` is a pointer. */
const type =
  (kind: Kind): Recogniser =>
  ([second], init) =>
    init && second?.text !== '=' && second?.text !== '*' ? [kind, 1] : null;

/** `=NOP`, and in the init block `=x:green`, but not `=P1:L0` and `=1:L0`, which are labels. */
const value: Recogniser = ([second, colon, name], init) => {
  if (second?.text === 'NOP' || second?.text === 'nop') return [INSTRUCTION, 2];
  if (!init || colon?.text !== ':' || name?.kind !== 'name') return null;
  const thread = second.kind === 'number' || threadNumber(second.text) !== null;
  return thread ? null : [TAG, 4];
};

const RECOGNISERS: ReadonlyMap<string, Recogniser> = new Map<string, Recogniser>([
  ['=', value],
  ['instr', before(INSTRUCTION, ':')],
  ['ins_t', type(INSTRUCTION)],
  ['pteval_t', type(PAGE_TABLE)],
  ['parel1_t', type(PAGE_TABLE)],
  ...['PTE', 'TTD', 'PA'].map((word) => [word, before(PAGE_TABLE, '(')] as const),
  ...['Fault', 'fault'].map((word) => [word, before(FAULT, '(')] as const),
  ...['tag', 'TAG'].map((word) => [word, before(TAG, '(')] as const),
  ...['INTID', 'intid'].map((word) => [word, before(INTERRUPT, '(')] as const),
]);

/** Complaints about the first thing of each such kind. */
export function beyondReach(tokens: readonly Token[]): readonly Diagnostic[] {
  const found = new Map<Kind, Diagnostic>();
  let init = true;
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.text === '{') depth += 1;
    if (token.text === '}') depth -= 1;
    init &&= token.text !== '}' || depth > 0;
    const recognised = RECOGNISERS.get(token.text)?.(tokens.slice(index + 1, index + 4), init) ?? null;
    if (recognised === null) continue;
    const [kind, extent] = recognised;
    const span = join(token.span, tokens[index + extent - 1].span);
    if (!found.has(kind)) found.set(kind, errorAt(span, { code: 'unsupported', ...kind }));
  }
  return [...found.values()];
}
