/**
 * What may be changed in a C test: a barrier between two accesses, an access made stronger, a barrier that is there made
 * a stronger one. Barriers are put right before an access, or right behind an atomic whose order they complete.
 */

import type { Barrier } from '../../kernel/primitive.js';
import { BARRIERS, barrierNamed } from '../../kernel/primitives/barrier.js';
import type { CTest, ExpressionTree, StatementTree } from '../../syntax/tree.js';
import { childExpressions } from '../../syntax/visit.js';
import { positionAt } from '../../text/source.js';
import type { Option, Slot } from '../slot.js';
import { insertion } from './insertion.js';
import { accessesOf, type CallSpelling, primitiveOf, renamed } from './spelling.js';
import { strongerSpellings } from './strengthen.js';
import {
  type Body,
  bodiesOf,
  type Call,
  callsIn,
  headExpressions,
  type Seat,
  seatsIn,
  unlabelled,
} from './walk-tree.js';

/** The slots of a C test, in the order of the text. */
export function slotsOfC(tree: CTest): readonly Slot[] {
  const own = new Set(tree.functions.map(({ name }) => name.text));
  return bodiesOf(tree).flatMap((body) => slotsOfBody(body, own));
}

interface Placed extends Slot {
  readonly at: number;
}

function slotsOfBody(body: Body, own: ReadonlySet<string>): readonly Slot[] {
  const calls = callsIn(body.statement).filter(({ tree }) => !own.has(tree.callee.text));
  const slots = [...calls.map((call) => strongerOf(call, body)), ...gapsOf(body, calls)];
  return slots.filter(({ options }) => options.length > 0).sort((a, b) => a.at - b.at);
}

/** The slot of a call: an access with more order, or a barrier that orders more. */
function strongerOf(call: Call, { name }: Body): Placed {
  const { span } = call.tree;
  const { line } = positionAt(span.source, span.start);
  const old = `${call.tree.callee.text}()`;
  const options = [...strongerSpellings(call), ...strongerBarriers(call)].map(
    ([{ label, edits }, cost]): Option => ({
      cost,
      edits,
      change: { kind: 'replace', line, old, by: label, within: name },
    }),
  );
  return { at: span.start, options };
}

/** A barrier that may be put in. */
type AdvisedBarrier = Barrier & { readonly cost: number };

/** The barriers that may be put in, cheapest first; the last is as strong as any. */
const ADVISED: readonly AdvisedBarrier[] = [...BARRIERS.values()].flatMap((barrier) =>
  barrier.cost === null ? [] : [{ ...barrier, cost: barrier.cost }],
);

/** The stronger barriers that may take the place of one. A second barrier is never put beside it. */
function strongerBarriers(call: Call): readonly (readonly [CallSpelling, number])[] {
  const { tree, statement } = call;
  const now = barrierNamed(tree.callee.text)?.cost ?? null;
  if (statement === null || now === null) return [];
  return barriersAt(statement.previous, statement.next)
    .filter(({ cost }) => cost > now)
    .map(({ name, cost }) => [renamed(call, name), cost - now]);
}

/** The barriers that may stand between two statements, in the order of `ADVISED`. */
function barriersAt(previous: StatementTree | null, next: StatementTree | null): readonly AdvisedBarrier[] {
  const at = {
    after: previous === null ? [] : accessingCalls(previous),
    before: next === null ? [] : accessingCalls(next),
  };
  return ADVISED.filter(
    ({ beside }) => beside === null || at[beside.side].some((call) => isOf(call, beside.of)),
  );
}

/** Whether a call is what a barrier completes: an atomic that is no part of a lock, or one that takes a spinlock. */
function isOf(call: Call, what: 'atomic' | 'spinlock'): boolean {
  const primitive = primitiveOf(call);
  if (primitive === null) return false;
  if (what === 'spinlock') return primitive.lock === 'takes-spinlock';
  return primitive.lock === null && accessesOf(primitive) === 'update';
}

function accessingCalls(labelled: StatementTree): readonly Call[] {
  const statement = unlabelled(labelled);
  return isSimple(statement) ? callsIn(statement).filter((call) => accesses(call) !== 'none') : [];
}

function accesses(call: Call): ReturnType<typeof accessesOf> {
  const primitive = primitiveOf(call);
  return primitive === null ? 'none' : accessesOf(primitive);
}

/** A slot before every statement that accesses memory, if the thread has accessed it before. */
function gapsOf({ name, statement: body, isThread }: Body, calls: readonly Call[]): readonly Placed[] {
  const gaps: Placed[] = [];
  let accessed = !isThread;
  for (const seat of seatsIn(body)) {
    const { statement } = seat;
    const here = statement.kind !== 'do' && headExpressions(statement).some((each) => isAccess(each, calls));
    if (here && (accessed || isRepeated(seat, body)) && !isBarrier(seat.previous, calls))
      gaps.push(gapBefore(seat, name));
    accessed ||= here;
  }
  return gaps;
}

function gapBefore(seat: Seat, within: string): Placed {
  const { previous, statement } = seat;
  const { line } = positionAt(statement.span.source, statement.span.start);
  const options = barriersAt(previous, isSimple(statement) ? statement : null).flatMap(
    ({ name, cost, beside }): readonly Option[] => {
      const barrier = `${name}()`;
      const edits = insertion(seat, `${barrier};`, beside?.side === 'after');
      return edits === null ? [] : [{ cost, edits, change: { kind: 'insert', line, barrier, within } }];
    },
  );
  return { at: statement.span.start, options };
}

function isSimple({ kind }: StatementTree): boolean {
  return kind === 'expression' || kind === 'declaration' || kind === 'return';
}

/** Whether a loop brings the thread back to the statement. */
function isRepeated({ statement }: Seat, body: StatementTree): boolean {
  return seatsIn(body).some(({ statement: loop }) => {
    const loops = loop.kind === 'while' || loop.kind === 'do' || loop.kind === 'for';
    return (
      loops &&
      loop !== statement &&
      loop.span.start <= statement.span.start &&
      statement.span.end <= loop.span.end
    );
  });
}

function isBarrier(statement: StatementTree | null, calls: readonly Call[]): boolean {
  const call = calls.find((each) => each.statement !== null && each.statement.statement === statement);
  return call !== undefined && (barrierNamed(call.tree.callee.text)?.cost ?? null) !== null;
}

/** Whether an expression may access memory; a call of the test's own function may. */
function isAccess(expression: ExpressionTree, calls: readonly Call[]): boolean {
  if (expression.kind === 'call') {
    const call = calls.find(({ tree }) => tree === expression);
    if (call === undefined || accesses(call) !== 'none') return true;
  }
  if (expression.kind === 'index' || (expression.kind === 'member' && expression.arrow)) return true;
  if (expression.kind === 'unary' && expression.operator === '*') return true;
  const addresses = expression.kind === 'unary' && expression.operator === '&';
  return !addresses && childExpressions(expression).some((part) => isAccess(part, calls));
}
