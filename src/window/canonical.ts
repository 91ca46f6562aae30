/** One form for windows that differ in nothing that can still matter. */
import type { Code } from './code.js';
import { hasPendingReadBefore, reservationUser } from './coherence.js';
import type { Evaluation } from './evaluation.js';
import { changed } from './instance.js';
import type { Instance, Window } from './window.js';
import { isPending } from './window.js';

/** The same window without what can no longer matter: dead registers, stale marks with nothing earlier to contradict. */
export function canonical(code: Code, window: Window, evaluation: Evaluation): Window {
  const registers = withoutDead(code, window.registers, window.instances[0]?.pc ?? window.next);
  const marked = window.instances.some((each) => each.kind === 'read' && (each.stale || each.lost));
  const reserves = window.reservation !== null && !isReservationIdle(code, window);
  if (registers === window.registers && !marked && reserves === (window.reservation !== null)) return window;
  return {
    registers,
    instances: marked
      ? window.instances.map((each, index) => withoutIdleMarks(code, window, evaluation, each, index))
      : window.instances,
    next: window.next,
    reservation: reserves ? window.reservation : null,
    nesting: window.nesting,
  };
}

/** The registers as they are at a place, with 0 in those that nothing will read from there on; themselves when nothing changes. */
export function withoutDead(code: Code, registers: readonly bigint[], pc: number): readonly bigint[] {
  if (!code.reductions.deadRegisters) return registers;
  const live = code.live[pc];
  let left: bigint[] | null = null;
  for (let register = 0; register < registers.length; register++) {
    if (live.has(register) || registers[register] === 0n) continue;
    left ??= registers.slice();
    left[register] = 0n;
  }
  return left ?? registers;
}

/** A stale mark needs an earlier read to contradict, a lost one a store-conditional to come. */
function withoutIdleMarks(
  code: Code,
  window: Window,
  evaluation: Evaluation,
  each: Instance,
  index: number,
): Instance {
  if (each.kind !== 'read' || !(each.stale || each.lost)) return each;
  const stale = each.stale && hasPendingReadBefore(window, evaluation, index);
  return changed(each, { stale, lost: each.lost && code.conditionalsAhead[window.next] });
}

/** Whether no store-conditional, fetched or to come, can pair with the retired exclusive read. */
function isReservationIdle(code: Code, window: Window): boolean {
  const user = reservationUser(window);
  if (user === undefined) return !code.conditionalsAhead[window.next];
  return user.kind !== 'write' || !isPending(user);
}
