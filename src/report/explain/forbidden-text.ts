/**
 * Why models forbid a state: the cycles that an execution would have to go round, and what follows from them. No more
 * is claimed than was found: the orders that they are made of are what it takes, and cycles of other accesses with the
 * same orders are not all listed.
 */
import type { ExplainedCycle, ModelExplanation } from '../../explain/explanation.js';
import type { Paint } from '../text/colour.js';
import { apart, indented, listed, plural } from '../text/layout.js';
import { type CycleVariant, cycleLines } from './cycle-lines.js';

/** A model that forbids the state. */
export type Forbidden = Extract<ModelExplanation, { readonly kind: 'forbidden' }>;

/** The cycles that the text shows; the JSON document has all. Where rules play no part, fewer are worth showing. */
export function shownOf({ cycles, ruled }: Pick<Forbidden, 'cycles' | 'ruled'>): readonly ExplainedCycle[] {
  return cycles.slice(0, ruled ? 4 : 2);
}

/** The cycles of models that have the same, the reasons by model. */
export function forbiddenLines(models: readonly Forbidden[], width: number, paint: Paint): readonly string[] {
  const [first] = models;
  const shown = shownOf(first);
  const variants = (index: number): readonly CycleVariant[] =>
    models.map(({ title, cycles }) => ({ title, cycle: cycles[index] }));
  const more = first.cycles.length - shown.length;
  return apart([
    indented(leadText(first), width),
    ...shown.flatMap((_, index) => [
      index === 0 ? [] : indented(index === 1 ? 'Otherwise:' : 'or:', width),
      cycleLines(variants(index), width, paint),
    ]),
    more === 0 ? [] : indented(`${plural(more, 'more cycle')}: see --reporter json.`, width),
    indented(boundText(first), width),
  ]);
}

/** How a cycle is read. */
export const CYCLE_LEAD =
  'Each of these would have to take effect before the next, and the last before the first:';
const UNRULED =
  "No barrier, acquire or release is needed to forbid it: dependencies, atomics and the order of each location's accesses do.";

const WAITING =
  'No execution ends like this, since a grace period waits for readers: were it only a full barrier, there would be one.';
const GRACE_LEAD = 'Around no cycle are there as many grace periods as read-side sections.';
const STRETCHES =
  'Program order counts like a section, since a grace period finds each other thread at one place of its program.';

/** What the cycles are that follow, or why there are none. */
export function leadText({ cycles, impossible, ruled, complete, waiting }: Forbidden): string {
  if (waiting) return waitingText(cycles);
  if (impossible.length > 0)
    return `${listed(impossible)} cannot end like this, whatever ${impossible.length === 1 ? 'it reads' : 'they read'}: no such value is ever written before it is read.`;
  if (cycles.length === 0 && !complete)
    return 'No execution ends like this. What rules each of them out is more than was looked at.';
  if (cycles.length === 0)
    return 'No choice of what the threads read and of the order of writes ends like this.';
  if (cycles[0].axiom !== null) return axiomText(cycles[0].axiom, cycles.length > 1);
  return [
    ruled ? '' : UNRULED,
    ruled && cycles[0].kind === 'coherence'
      ? 'The accesses of one location would contradict each other.'
      : '',
    cycles.length > 1 ? 'An execution that ended so would go round a cycle like these.' : '',
    CYCLE_LEAD,
  ]
    .filter((text) => text !== '')
    .join(' ');
}

/** What each axiom of the kernel's model, and of POWER's, says in words. */
const AXIOMS: Readonly<Record<string, string>> = {
  'happens-before': 'happens-before (hb) has no cycle',
  propagation: 'propagates-before (pb) has no cycle',
  atomic: 'nothing comes between the halves of a read-modify-write',
  rcu: 'a chain of grace periods and read-side sections, with at least as many of the first, orders as a grace period does',
  'no-thin-air':
    'what is kept in program order, what barriers order and what is read from others has no cycle',
  observation: 'no read misses a write that barriers have made reach it',
  'propagation-order': 'writes reach all threads in an order that barriers and coherence agree on',
  'plain-coherence': 'plain accesses agree with what orders them',
};

function waitingText(cycles: readonly ExplainedCycle[]): string {
  const [first] = cycles;
  if (first === undefined || first.axiom === null)
    return `${WAITING} The cycles that it would go round are more than was looked at.`;
  const many = cycles.length > 1 ? ' An execution that ended so would go round a cycle like these.' : '';
  const stretched = first.axiom.stretches === undefined ? '' : ` ${STRETCHES}`;
  return `${WAITING} ${GRACE_LEAD}${countedText(first.axiom)}${stretched}${many}`;
}

function axiomText(axiom: NonNullable<ExplainedCycle['axiom']>, isOneOfMany: boolean): string {
  const { name } = axiom;
  const rule = AXIOMS[name];
  const says =
    rule === undefined ? `It violates the axiom '${name}'.` : `It violates the axiom '${name}': ${rule}.`;
  const many = isOneOfMany ? ' An execution that ended so would go round a cycle like these.' : '';
  return `${says}${countedText(axiom)}${many}`;
}

/** How many grace periods stand against what, after a space; nothing where there is none. */
function countedText({
  gracePeriods,
  sections,
  stretches = 0,
}: Omit<NonNullable<ExplainedCycle['axiom']>, 'name'>): string {
  if (gracePeriods === 0) return '';
  const against = [
    sections > 0 || stretches === 0 ? plural(sections, 'read-side section') : '',
    stretches > 0 ? `${plural(stretches, 'stretch', 'stretches')} of program order` : '',
  ].filter((text) => text !== '');
  return ` Here ${plural(gracePeriods, 'grace period')} ${gracePeriods === 1 ? 'stands' : 'stand'} against ${listed(against)}.`;
}

/** That there may be more reasons than were found; empty when there are not, or none was found. */
export function boundText({ complete, cycles }: Pick<Forbidden, 'complete' | 'cycles'>): string {
  return complete || cycles.length === 0
    ? ''
    : 'There may be other reasons: they were looked for within bounds. The verdict is not bounded.';
}
