/**
 * When fetching can wait without loss: nothing that lies ahead could perform before something now in the window does.
 * Leaving such instances unfetched changes no outcome, since an instance acts on others only by performing; and it
 * keeps windows short, above all in loops whose exit is not known yet.
 */

import type { Access } from '../models/model.js';
import { evaluate } from '../program/expression.js';
import { addressesWait } from './address-wait.js';
import { OBSERVES, WRITES } from './may-access.js';
import type { ThreadContext } from './order.js';
import {
  ANY,
  eachConstraintOfWrite,
  eachEarlierAccess,
  mayBeHeldAlone,
  NO_LOCATION,
  UNPERFORMED,
} from './order.js';
import { isPending, isWrite } from './window.js';

/** Whether no read and no write ahead could perform now. */
export function isStalled(context: ThreadContext): boolean {
  return (
    addressesWait(context) ||
    ((branchHolds(context) || waitsAtEnd(context, 'write')) &&
      (waitsAtEnd(context, 'read') || readsAheadWait(context)))
  );
}

/**
 * Whether the rules hold back a plain access of an unknown location after everything in the window; annotations on
 * the accesses that really come can only hold them back more (models/model.ts, Rule).
 */
function waitsAtEnd(context: ThreadContext, kind: 'read' | 'write'): boolean {
  const end = context.window.instances.length;
  return eachEarlierAccess(context, end, PLAIN[kind], NO_LOCATION, UNPERFORMED, ANY);
}

const PLAIN = { read: [plain('read')], write: [plain('write')] } as const;

function plain(kind: Access['kind']): Access {
  return { kind, order: 'plain', partner: null, exclusive: false, noReturn: false };
}

/** Whether a branch, in the window or next to be fetched, holds back all later writes and not only those in its arms. */
function branchHolds(context: ThreadContext): boolean {
  const { code, window, evaluation } = context;
  const end = window.instances.length;
  const held = eachConstraintOfWrite(
    context,
    end,
    UNPERFORMED,
    (kind, at) => kind === 'branch' && holdsForEver(context, window.instances[at].pc),
  );
  if (held) return true;
  const next = code.instructions[window.next];
  if ((next.kind !== 'branch' && next.kind !== 'assume') || !holdsForEver(context, window.next)) return false;
  return evaluate(next.condition, evaluation.registers[end]) === null;
}

/** Whether the arms of a branch never meet again, so that it orders everything behind it; an assumption has none. */
function holdsForEver({ code }: ThreadContext, pc: number): boolean {
  return code.instructions[pc].kind === 'assume' || code.joins[pc] === null;
}

/**
 * Whether every read ahead is of a location that an unperformed read of the window is of, with no write of this
 * thread between them: reads of one location perform in order (order.ts, readWaits).
 */
function readsAheadWait(context: ThreadContext): boolean {
  if (!context.code.reductions.readsInOrder) return false;
  return context.code.ahead[context.window.next].every(
    (marks, location) => (marks & OBSERVES) === 0 || ((marks & WRITES) === 0 && isAwaited(context, location)),
  );
}

/** Whether the window holds an unperformed read of a location that a later one would wait for, and no write behind it. */
function isAwaited(context: ThreadContext, location: number): boolean {
  const { instances } = context.window;
  for (let index = instances.length - 1; index >= 0; index--) {
    const each = instances[index];
    const own = context.evaluation.locations[index];
    if (isWrite(each)) {
      if (own < 0 || own === location) return false;
    } else if (own === location && each.kind === 'read' && isPending(each)) {
      if (!mayBeHeldAlone(context, index)) return true;
    }
  }
  return false;
}
