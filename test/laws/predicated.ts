/**
 * Conditional accesses of 32-bit Arm by other ways to write the same. A branch around one orders what is behind it as well, so that
 * less happens; with a full barrier behind, nothing is left to order, and the same happens. And a load whose result nothing uses may
 * as well be made in any case, and its result be chosen: what hangs on the flags is a load alone, which that does not hold back.
 */
import type fc from 'fast-check';
import { catJudges } from '../../src/axioms/cat-judge.js';
import { solveProgram } from '../../src/axioms/solve-program.js';
import { armv7 } from '../../src/models/armv7.js';
import type { Exploration } from '../../src/query/exploration.js';
import { queryOf } from '../../src/query/query.js';
import { ARM, assemblyTexts } from './assembly.js';
import { beyond, isWhole } from './propagating.js';
import { LIMITS, load } from './searches.js';
import { differing, lines, modelOf } from './solving.js';

const MODEL = modelOf(armv7.files.model.text);
const OPPOSITES: Readonly<Record<string, string>> = { EQ: 'NE', NE: 'EQ', GE: 'LT', LT: 'GE' };
const CONDITIONAL =
  /^(?<name>LDR|STR|LDREX|STREX)(?<condition>EQ|NE|GE|LT) (?<operands>(?<register>\w+),(?<rest>.*))$/;

const LOADS = ['LDREQ S,A', 'LDRNE S,A', 'LDREQ S,B', 'LDRNE S,B', 'LDRGE S,B', 'LDRLT R,A'];
const STORES = ['STREQ R8,B', 'STRNE R8,B', 'STRGE R8,B', 'STRLT R8,A'];
const EXCLUSIVES = ['LDREX R9,[R5];STREXEQ R10,R8,[R5]', 'LDREXNE R9,[R6];STREX R10,R8,[R6]'];
const COMPARISONS = ['CMP R,#1', 'CMP R,#0', 'TST R,#1', 'CMP R,#0;CMPNE R,#2', 'ANDS R9,R,#3'];
const USING = ['STR S,B', 'EOR R9,S,S;LDR S,[R9,R6]', 'CMP S,#0;BNE L;L:;STR R8,B'];
const NOT_USING = ['STR R8,B', 'ISB;LDR R9,B;CMP R9,#1;MOVEQ R0,#7', ''];
const OTHERS = ['MOV R8,#1;STR R8,A;DMB;STR R8,B', 'LDR R,A;DMB;MOV R8,#1;STR R8,B'];

/**
 * Texts of random tests with conditional accesses, most of them behind a read that they depend on and before an access that may
 * depend on it: of less likely tests few tell whom the flags order.
 */
export function predicatedTexts(kinds: 'unused loads' | 'all'): fc.Arbitrary<string> {
  const accesses = kinds === 'unused loads' ? LOADS : [...LOADS, ...STORES, ...EXCLUSIVES];
  const behind = kinds === 'unused loads' ? NOT_USING : [...NOT_USING, ...USING];
  const conditional = accesses.flatMap((access, place) =>
    behind.map((next, index) => {
      const compare = COMPARISONS[(place + index) % COMPARISONS.length];
      return `LDR R,A;MOV R8,#1;${compare};${access};${next}`;
    }),
  );
  const others = conditional.map((_, index) => OTHERS[index % OTHERS.length]);
  return assemblyTexts({ ...ARM, templates: [...conditional, ...others], skips: [''], loops: ['NOP'] }, 1);
}

interface ConditionalAccess {
  readonly name: string;
  readonly condition: string;
  readonly operands: string;
  readonly register: string;
  readonly rest: string;
}

/** The test with other instructions in the place of each conditional access; K in them is a label of their own. */
function rewritten(text: string, rewrite: (access: ConditionalAccess) => readonly string[]): string {
  const columns: string[][] = [];
  const table = /(?<=^ P0[^\n]*;\n)(?: [^\n]*;\n)+/m;
  for (const row of table.exec(text)?.[0].split(';\n').slice(0, -1) ?? [])
    row.split('|').forEach((cell, thread) => {
      columns[thread] ??= [];
      const found = CONDITIONAL.exec(cell.trim())?.groups as ConditionalAccess | undefined;
      const label = `K${thread}x${columns[thread].length}`;
      const cells = found === undefined ? [cell.trim()] : rewrite(found);
      columns[thread].push(...cells.map((each) => each.replace(/\bK\b/, label)));
    });
  const height = Math.max(...columns.map(({ length }) => length));
  const rows = Array.from({ length: height }, (_, row) =>
    columns.map((column) => column[row] ?? '').join(' | '),
  );
  return text.replace(table, rows.map((row) => ` ${row} ;\n`).join(''));
}

const branched = ({ name, condition, operands }: ConditionalAccess): readonly string[] => [
  `B${OPPOSITES[condition]} K`,
  `${name} ${operands}`,
  'K:',
];

function solved(text: string): Exploration {
  const query = queryOf(load(text), armv7, { atomics: 'lse', limits: LIMITS });
  return solveProgram(query, { goal: 'all', judges: catJudges(MODEL) });
}

/** What holds of every such test. */
export const PREDICATED_LAWS: readonly {
  readonly name: string;
  readonly kinds: 'unused loads' | 'all';
  readonly check: (text: string) => string | null;
}[] = [
  {
    name: 'a branch around an access orders more',
    kinds: 'all',
    check(text) {
      const [few, many] = [solved(rewritten(text, branched)), solved(text)];
      return isWhole(few) && isWhole(many) ? beyond('with branches alone', few, many) : null;
    },
  },
  {
    name: 'with a barrier behind it, a branch around it is the same',
    kinds: 'all',
    check(text) {
      const own = solved(
        rewritten(text, ({ name, condition, operands }) => [`${name}${condition} ${operands}`, 'DMB']),
      );
      const expanded = solved(rewritten(text, (access) => [...branched(access), 'DMB']));
      return isWhole(own) && isWhole(expanded)
        ? differing('barriers behind', lines(own), lines(expanded))
        : null;
    },
  },
  {
    name: 'an unused load whose result is chosen is the same',
    kinds: 'unused loads',
    check(text) {
      const own = solved(text);
      const chosen = solved(
        rewritten(text, ({ condition, register, rest }) => [
          `LDR R10,${rest}`,
          `MOV${condition} ${register},R10`,
        ]),
      );
      return isWhole(own) && isWhole(chosen) ? differing('a chosen result', lines(own), lines(chosen)) : null;
    },
  },
];
