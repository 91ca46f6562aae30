/** Executions of a state beside the first: each ends in another final state that is as the question asks. */
import { findExecution } from '../engine/index.js';
import { narrowed, type Proposition, soughtBy } from '../program/condition.js';
import type { Program } from '../program/program.js';
import { addressesOf } from '../program/spell.js';
import type { Test } from '../program/test.js';
import type { Query } from '../query/query.js';
import { draw } from './diagram.js';
import type { OtherWitness, Witness } from './explanation.js';
import { reorderingsOf } from './reordering.js';
import { timelineOf } from './timeline.js';

/** At most `most` of them; fewer where there are no more, or no time. `query` is the first one's. */
export function otherWitnesses(
  { test, spell }: { readonly test: Test; readonly spell: (value: bigint) => string },
  query: Query,
  first: Witness,
  most: number,
): readonly OtherWitness[] {
  const others: OtherWitness[] = [];
  let sought: Proposition = soughtBy(test.question);
  let last = first;
  while (others.length < most) {
    const ended = endedAs(last, query.program);
    if (ended === null) break;
    sought = { kind: 'and', left: sought, right: { kind: 'not', operand: ended } };
    const found = findExecution({ ...query, target: narrowed(test.question, sought) }, 'state');
    if (found.kind !== 'found') break;
    const { program, execution } = found;
    const drawn = draw(program, execution, null, spell);
    last = timelineOf({ ...found, test, spell }, drawn);
    others.push({ witness: last, reorderings: reorderingsOf(test, program, execution, drawn.numbers) });
  }
  return others;
}

/** That everything ends as it does there; null where not all of it is known. */
function endedAs({ final }: Witness, program: Program): Proposition | null {
  const values = new Map([...addressesOf(program)].map(([address, name]) => [name, address]));
  let all: Proposition | null = null;
  for (const [observable, text] of final.entries()) {
    if (text === null) return null;
    const value = values.get(text) ?? (/^-?\d+$/.test(text) ? BigInt(text) : null);
    if (value === null) return null;
    const same: Proposition = {
      kind: 'compare',
      operator: '=',
      left: { kind: 'observable', observable },
      right: { kind: 'value', value },
    };
    all = all === null ? same : { kind: 'and', left: all, right: same };
  }
  return all;
}
