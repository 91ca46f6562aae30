/**
 * Readers and grace periods in a window. Neither end of an RCU reader orders anything; both are instances only so that it is known
 * where in the program a thread stands. A thread is *quiescent* at a moment when exactly what lies before some place
 * of its program outside RCU readers has performed. Nothing needs to be done for that: it is read off the window.
 *
 * The place may be anywhere behind the last access that has performed and before the first that has not. So that it is not
 * lost, the beginning of an outermost reader stays in the window until an access behind it has performed. What lies between the
 * two halves of a read-modify-write is such a place too: no other thread can tell whether its read came before or after.
 */
import type { Readers } from '../program/readers.js';
import type { Code } from './code.js';
import type { ThreadContext } from './order.js';
import { type Instance, isPending, keeping, type Window } from './window.js';

/** How a thread stands to the grace periods of others. */
type Standing =
  /** Exactly what lies before some place outside readers has performed. */
  | 'quiescent'
  /** It would be quiescent, had nothing performed ahead of what lies before it. */
  | 'ahead'
  /** What has performed before the first that has not ends in a reader. */
  | 'in reader';

/** How a thread with a window stands; and whether an SRCU lock has performed ahead of what lies before it. */
function standingOf(
  { nesting, opens }: Readers,
  window: Window,
): { readonly standing: Standing; readonly locksEarly: boolean } {
  let depth = window.nesting;
  let outside = depth === 0;
  let waits = false;
  let ahead = false;
  let locksEarly = false;
  for (const each of window.instances) {
    if (performs(each)) {
      if (isPending(each)) waits = true;
      else if (!waits) outside = depth === 0;
      else {
        ahead = true;
        locksEarly ||= opens[each.pc] !== 0;
      }
    } else if (!waits) {
      depth = Math.max(0, depth + nesting[each.pc]);
      outside ||= depth === 0;
    }
  }
  return { standing: outside ? (ahead ? 'ahead' : 'quiescent') : 'in reader', locksEarly };
}

/** Whether the grace period at `index` has begun: all before it has performed, and one of RCU is in no reader of its own thread. */
export function hasBegun({ code, window }: ThreadContext, index: number): boolean {
  const { instances, nesting } = window;
  let depth = nesting;
  for (let earlier = 0; earlier < index; earlier++) {
    const each = instances[earlier];
    if (isPending(each) || each.kind === 'branch' || each.kind === 'assume') return false;
    depth = Math.max(0, depth + (code.readers?.nesting[each.pc] ?? 0));
  }
  return depth === 0 || !isForRcu(code, instances[index].pc);
}

/** Whether the oldest instance is the beginning of an outermost reader, which may be held. */
export function isHeld(code: Code, { instances, nesting }: Window): boolean {
  return code.readers !== null && nesting === 0 && code.readers.nesting[instances[0].pc] === 1;
}

/**
 * Whether the instance at `index` may retire as far as readers go, `depth` readers being open before it: the beginning of an
 * outermost one does when something behind it has performed, or there is nothing to come.
 */
export function mayEnter(code: Code, { instances, next }: Window, index: number, depth: number): boolean {
  if (code.readers === null || depth > 0 || code.readers.nesting[instances[index].pc] !== 1) return true;
  for (let later = index + 1; later < instances.length; later++) {
    if (performs(instances[later])) return !isPending(instances[later]);
  }
  return next >= code.instructions.length;
}

/**
 * Whether the thread may enter the reader that its oldest instance begins, while nothing in it performs. It helps nobody, and is of
 * interest only where a thread may stay in a reader: one that waits in it from the beginning is in it.
 */
export function mayEnterIdly({ code, window }: ThreadContext): boolean {
  if (code.readers === null || window.instances.length === 0 || !isHeld(code, window)) return false;
  const next = window.instances.find(performs);
  return next !== undefined && isPending(next) && code.readers.stays[next.pc];
}

/** The window in the reader that its oldest instance begins. */
export function afterEntering(window: Window): Window {
  const rest = keeping(window, [false, ...window.instances.slice(1).map(() => true)]);
  return { ...rest, nesting: 1 };
}

/** How many readers are open behind an instance. */
export function nestingAfter({ readers }: Code, { pc }: Instance, before: number): number {
  return readers === null ? before : Math.max(0, before + readers.nesting[pc]);
}

/**
 * How many ends of readers a round of a loop has that begin before it, once one more instance is counted, from the last to the
 * first; null where the round must stay: a reader ends in it that it has not begun, or begins that it does not end, or it has to
 * do with grace periods otherwise.
 */
export function leftBefore({ readers }: Code, { kind, pc }: Instance, left: number): number | null {
  if (readers === null) return left;
  if (kind === 'grace' || readers.opens[pc] !== 0) return null;
  const now = left - readers.nesting[pc];
  return now < 0 ? null : now;
}

/** Whether something happens at one moment when an instance performs. */
function performs({ kind }: Instance): boolean {
  return kind === 'read' || kind === 'write' || kind === 'update' || kind === 'grace';
}

/** What other threads' grace periods, and its own, have to know of a local state. */
export interface GraceView {
  readonly standing: Standing;
  readonly locksEarly: boolean;
  /** The grace period that it is in: the mask of SRCU's locks that it is for, null for RCU; undefined when it is in none. */
  readonly current: number | null | undefined;
  /** Whether grace periods may come from here on that have not begun, of RCU and of SRCU. */
  readonly rcuAhead: boolean;
  readonly srcuAhead: boolean;
}

const NOTHING: GraceView = {
  standing: 'quiescent',
  locksEarly: false,
  current: undefined,
  rcuAhead: false,
  srcuAhead: false,
};

/** What there is to know of a thread with a window. */
export function graceViewOf(context: ThreadContext): GraceView {
  const { code, window } = context;
  const { readers } = code;
  if (readers === null) return NOTHING;
  const begun = window.instances.findIndex((each) => each.kind === 'grace' && isPending(each));
  const isIn = begun !== -1 && hasBegun(context, begun);
  let rcuAhead = readers.rcuAhead[window.next];
  let srcuAhead = readers.srcuAhead[window.next];
  for (const [index, { kind, pc }] of window.instances.entries()) {
    if (kind !== 'grace' || (isIn && index === begun)) continue;
    if (isForRcu(code, pc)) rcuAhead = true;
    else srcuAhead = true;
  }
  let current: number | null | undefined;
  if (isIn) {
    const { pc } = window.instances[begun];
    current = isForRcu(code, pc) ? null : readers.waits[pc];
  }
  return { ...standingOf(readers, window), current, rcuAhead, srcuAhead };
}

function isForRcu({ instructions }: Code, pc: number): boolean {
  return instructions[pc].event?.tag === 'sync-rcu';
}
