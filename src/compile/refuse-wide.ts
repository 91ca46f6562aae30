/**
 * What a machine of 32 bits has no register for. On such a machine the kernel's long and a pointer are words of 32 bits: those that
 * hold no more in this test are compiled, whatever is declared as a number of 64 bits is refused.
 */
import { includes, rangeOfType, type ValueRange, type ValueRanges } from '../lower/assembly/range.js';
import { INT } from '../program/expression.js';
import type { Program } from '../program/program.js';
import type { DefinitionTree } from '../syntax/file-scope-tree.js';
import type { CTest } from '../syntax/tree.js';
import type { Span } from '../text/source.js';
import { NotExpressible } from './machine-writer.js';

/** A word of the machine, as C writes it: a pointer, a long, and the kernel's counter of that length. */
const WORD = /\*$|^(?:unsigned )?long$|^atomic_long_t$/;

/** All numbers of 32 bits, with or without a sign. */
const WORDS: ValueRange = { low: -(1n << 31n), high: (1n << 32n) - 1n };

/** Refuses what has more than 32 bits. */
export function refuseWide(
  { threads, locations }: Program,
  { registers, loaded }: ValueRanges,
  { definitions }: CTest,
  span: Span,
): void {
  // Of a member of a structure the program does not say whether it is an unsigned long or a u64.
  const hasLong = definitions.some(definesLong);
  for (const { name, type, declared } of locations) {
    if (type.bits < 64) continue;
    const spelled = declared?.type ?? '';
    const isWord = WORD.test(spelled) && !(hasLong && name.includes('.') && !spelled.endsWith('*'));
    if (!isWord) throw new NotExpressible(`a location of 64 bits, ${name}`, declared?.span ?? span);
    if (!includes(rangeOfType(INT), loaded(type)))
      throw new NotExpressible(`what ${name} may hold`, declared?.span ?? span);
  }
  threads.forEach((thread, index) => {
    if (!registers[index].every((range) => includes(WORDS, range)))
      throw new NotExpressible('values of more than 32 bits', thread.code[0]?.span ?? span);
  });
}

/** Whether a definition has a number of 64 bits, which no machine makes shorter, or a type that is not written out. */
function definesLong(definition: DefinitionTree): boolean {
  const types =
    definition.kind === 'structure'
      ? definition.members.map(({ type }) => type)
      : definition.kind === 'typedef'
        ? [definition.type]
        : [];
  return types.some(({ base }) => base === '' || /64|long long|loff_t/.test(base));
}
