/**
 * Between steps a window settles: resolved branches leave it, its oldest instances retire, and fetching runs ahead
 * as far as it goes. Fetching is deterministic but for predictions (an unknown branch, whether a conditional
 * read-modify-write writes), where both ways are followed; a prediction that proves wrong kills the window, which
 * loses nothing since the other was followed too.
 */

import type { WindowModel } from '../models/model.js';
import { unreachable } from '../text/invariant.js';
import { canonical, withoutDead } from './canonical.js';
import type { Clock } from './clock.js';
import type { Code } from './code.js';
import { endsReservation, isContradicted, isIdleBranch, isReserved } from './coherence.js';
import type { View } from './evaluation.js';
import { extended, known, resumed, viewKeeping, viewOf } from './evaluation.js';
import { failsTooOften, isForgotten } from './failed-round.js';
import { idleRound, isSpin } from './idle-round.js';
import { changed, instanceOf } from './instance.js';
import { computed } from './local-computation.js';
import { constantLocation, OBSERVES, touches } from './may-access.js';
import { decidedBy } from './prediction.js';
import { repeatsRewriting } from './rewriting-round.js';
import { isStalled } from './stall.js';
import { isUnrolled } from './unroll.js';
import type { Instance, ReadInstance, Reservation, Window, WriteInstance } from './window.js';
import { bytesOf, isPending, keeping } from './window.js';

/** A window in which nothing more happens by itself. `cut` says that fetching stopped at the unrolling bound. */
export interface Settled {
  readonly window: Window;
  /** What it knows, where it is worked out already. */
  readonly view: View | null;
  readonly cut: boolean;
}

/** A window on its way. */
interface Unsettled {
  readonly window: Window;
  readonly view: View;
  /** The first instance that was not looked at yet. */
  readonly from: number;
  /** The loop heads that fetching has passed with accesses in the window, the last one first. */
  readonly trail: Trail | null;
}

/** How things stood at a loop head, and those before it. */
interface Trail {
  readonly place: string;
  readonly before: Trail | null;
}

const NONE: readonly Instance[] = [];

/** Every way in which a window settles; none when it is contradictory. Nobody else may hold the view of it. */
export function settle(
  code: Code,
  model: WindowModel,
  start: Window,
  known: View,
  clock: Clock,
): readonly Settled[] {
  const results: Settled[] = [];
  const dropped: Settled[] = [];
  const pending: Unsettled[] = [{ window: start, view: known, from: 0, trail: null }];
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    const settled = settleOne(code, model, item, pending, dropped, clock);
    if (settled !== null) results.push(settled);
  }
  // A thread that can do nothing but go round does so: it never ends, and that has to be seen.
  return results.length > 0 ? results : dropped;
}

/**
 * Where one way leads, null when it is contradictory, or can go, and then it is added to `dropped`; what it leaves aside at
 * predictions goes to `others`.
 */
function settleOne(
  code: Code,
  model: WindowModel,
  item: Unsettled,
  others: Unsettled[],
  dropped: Settled[],
  clock: Clock,
): Settled | null {
  let { window, view, from, trail } = item;
  while (true) {
    clock.work(window.instances.length + 1, bytesOf(window));
    if (isImpossible(code, window, view, from) || isFiltered(code, window, view)) return null;
    const simpler = simplify(code, window, view, from);
    if (simpler !== null) {
      ({ window, view } = simpler);
      from = window.instances.length;
      continue;
    }
    const end = endOf(code, model, window, view, trail);
    if (end !== null) {
      const settled = ending(code, window, view, end === 'cut');
      if (end === 'dropped') dropped.push(settled);
      return end === 'dropped' ? null : settled;
    }
    from = window.instances.length;
    const local = computed(code, window, view, clock);
    if (local?.kind === 'dead') return null;
    if (local !== null) {
      ({ window, view } = local);
      if (local.kind === 'for ever') return ending(code, window, view, false);
      continue;
    }
    if (code.loopHeads.has(window.next)) trail = { place: placeOnTrail(window, view), before: trail };
    const ways = fetch(code, model, window);
    const last = ways.length - 1;
    for (let way = 0; way < last; way++) {
      others.push({ window: ways[way], view: resumed(code, view, from, ways[way]), from, trail });
    }
    // The last one may have the view that there is.
    window = ways[last];
    view = extended(code, view, window);
  }
}

/** Whether fetching ends here, and how: it has settled, or stops at the bound, or the window can go; null when it goes on. */
function endOf(
  code: Code,
  model: WindowModel,
  window: Window,
  view: View,
  trail: Trail | null,
): 'settled' | 'cut' | 'dropped' | null {
  if (isSuperfluous(code, window, view)) return 'dropped';
  if (hasSettled(code, model, window, view, trail)) return 'settled';
  return isUnrolled(code, window, view) ? 'cut' : null;
}

function ending(code: Code, window: Window, view: View, cut: boolean): Settled {
  const settled = canonical(code, window, view);
  return { window: settled, view: settled.registers === window.registers ? view : null, cut };
}

/**
 * Whether a window can go, since fetching has come round a loop with rounds that can: for each execution that goes on from
 * there is one without one of them that ends alike.
 */
export function isSuperfluous(code: Code, window: Window, view: View): boolean {
  const { loops, reductions } = code;
  if (loops === null || !loops.cyclic[window.next]) return false;
  if (reductions.rounds || reductions.spins) {
    const round = idleRound(code, window, view);
    const reads = round !== null && round.reads.length > 0;
    if (reads && (reductions.rounds || isSpin(code, window, round))) return true;
  }
  if (reductions.rounds && isForgotten(code, window)) return true;
  return reductions.rewrites && repeatsRewriting(code, window, view);
}

/** Whether fetching has come to the end, to a place where it may as well wait, or round a loop that does nothing. */
function hasSettled(
  code: Code,
  model: WindowModel,
  window: Window,
  view: View,
  trail: Trail | null,
): boolean {
  if (window.next >= code.instructions.length || stalls(code, model, window, view)) return true;
  if (goesRoundForEver(code, window, view)) return true;
  return trail !== null && code.loopHeads.has(window.next) && isOn(trail, placeOnTrail(window, view));
}

/** Whether fetching has come round a loop that reads nothing, on a prediction: when that proves right, the loop never ends. */
function goesRoundForEver(code: Code, window: Window, view: View): boolean {
  return code.reductions.spins && idleRound(code, window, view)?.reads.length === 0;
}

/** Few are passed: what goes round without end stays in the window, or is computed at once (local-computation.ts). */
function isOn(trail: Trail, place: string): boolean {
  for (let each: Trail | null = trail; each !== null; each = each.before) {
    if (each.place === place) return true;
  }
  return false;
}

/** Where fetching stands at the head of a loop: coming back to it with nothing changed, it would go round for ever. */
function placeOnTrail(window: Window, view: View): string {
  const { length } = window.instances;
  return [window.next, length, ...view.registers[length]].join();
}

function stalls(code: Code, model: WindowModel, window: Window, view: View): boolean {
  return code.reductions.stalls && isStalled({ code, model, window, view });
}

/** Whether no execution goes on from a window. */
function isImpossible(code: Code, window: Window, view: View, from: number): boolean {
  return (
    isContradicted(code, window, view, from) || (code.reductions.rounds && failsTooOften(code, window, view))
  );
}

/** Whether the filter will discard every execution from here: what it asks of registers that are final does not hold. */
function isFiltered(code: Code, window: Window, view: View): boolean {
  if (code.requirements.length === 0) return false;
  const registers = view.registers[window.instances.length];
  const settable = code.setAhead[window.next];
  return code.requirements.some(
    (requirement) =>
      requirement.registers.every((register) => registers[register] !== null && !settable.has(register)) &&
      !requirement.holds(registers),
  );
}

/**
 * Removes resolved branches and retires the oldest instances; null when there is nothing to do. Up to `from` there was
 * nothing to do before.
 */
function simplify(
  code: Code,
  window: Window,
  view: View,
  from: number,
): { readonly window: Window; readonly view: View } | null {
  const { instances } = window;
  if (!resolvesAny(window, view, from)) {
    if (from > 0 || instances.length === 0 || retirable(window, 0) === 0) return null;
  }
  const resolved = instances.map((each, index) => isResolved(each, view, index));
  let retired = 0;
  let reservation = window.reservation;
  for (let count = -1; count !== 0 && retired < instances.length; retired += count) {
    count = resolved[retired] ? 1 : retirable(window, retired);
    if (count > 0) reservation = reservationAfter(instances[retired], view.locations[retired], reservation);
  }
  const keep = resolved.map((each, index) => !each && index >= retired);
  const { instances: kept, next } = keeping(window, keep);
  // Forgotten here and not only in the end, what is known has to be worked out once.
  const values = known(view.registers[retired]);
  const registers = withoutDead(code, values, kept[0]?.place ?? next);
  const simpler = { registers, instances: kept, next, reservation };
  const same = registers === values;
  return { window: simpler, view: same ? viewKeeping(code, simpler, view, keep) : viewOf(code, simpler) };
}

/** Whether an instance from `from` on is resolved. */
function resolvesAny({ instances }: Window, view: View, from: number): boolean {
  for (let index = from; index < instances.length; index++) {
    if (isResolved(instances[index], view, index)) return true;
  }
  return false;
}

/** A branch or assumption is resolved once its condition is known, and neither it nor what it comes after hangs on a predicted choice. */
function isResolved(instance: Instance, view: View, index: number): boolean {
  if (instance.kind !== 'branch' && instance.kind !== 'assume') return false;
  const { operand, after } = view.choices;
  return view.conditions[index] !== null && !operand[index] && !after[index];
}

/** How many instances from the oldest one left, at `index`, can retire together: none, one, or a pair. */
function retirable({ instances }: Window, index: number): number {
  const oldest = instances[index];
  switch (oldest.kind) {
    case 'set':
    case 'pick':
    case 'failed':
    case 'fence':
      return 1;
    case 'branch':
    case 'assume':
      return 0;
    case 'read':
      if (oldest.role === 'writes') return isPending(instances[index + 1]) ? 0 : 2;
      return isPending(oldest) ? 0 : 1;
    case 'write':
    case 'update':
      return isPending(oldest) ? 0 : 1;
    default:
      return unreachable(oldest);
  }
}

/** The reservation once the oldest instance has retired. */
function reservationAfter(
  oldest: Instance,
  location: number,
  before: Reservation | null,
): Reservation | null {
  if (oldest.kind === 'read' && oldest.exclusive) return { location, lost: oldest.lost };
  return endsReservation(oldest) ? null : before;
}

/** Fetches the next instruction: one window, or one for each prediction. */
export function fetch(code: Code, model: WindowModel, window: Window): readonly Window[] {
  const here = window.next;
  const instruction = code.instructions[here];
  const at = closeScopes(code, window);
  switch (instruction.kind) {
    case 'set':
    case 'fence':
    case 'assume':
      return [fetched(at, [instanceOf(instruction.kind, here)], here + 1)];
    case 'jump':
      return [fetched(at, NONE, instruction.destination)];
    case 'branch': {
      const branch = (taken: boolean): Window =>
        fetched(at, [instanceOf('branch', here, { taken })], taken ? instruction.destination : here + 1);
      if (isIdleBranch(code, here)) return [branch(true)];
      const decided = code.reductions.rounds ? decidedBy(code, window, window.instances.length) : null;
      return decided === null ? [branch(true), branch(false)] : [branch(decided)];
    }
    case 'pick':
      return [true, false].map((taken) => fetched(at, [instanceOf('pick', here, { taken })], here + 1));
    case 'read':
      return [fetched(at, [read(here, 'alone', instruction.exclusive)], here + 1)];
    case 'write':
      return [fetched(at, [write(here, 'none')], here + 1)];
    case 'conditional': {
      const fails = fetched(at, [instanceOf('failed', here)], here + 1);
      return isReserved(at) ? [fetched(at, [write(here, 'exclusive')], here + 1), fails] : [fails];
    }
    case 'update': {
      const inOne = model.oneStep(instruction) || isLate(code, here);
      const instances: readonly Instance[] = inOne
        ? [instanceOf('update', here)]
        : [read(here, 'writes', false), write(here, 'update')];
      const writes = fetched(at, instances, here + 1);
      const decidesLater = instruction.condition === null || (inOne && !instruction.looksFirst);
      return decidesLater ? [writes] : [writes, fetched(at, [read(here, 'fails', false)], here + 1)];
    }
    default:
      return unreachable(instruction);
  }
}

/**
 * A reduction: whether a read-modify-write may as well perform in one step, at the moment of its write. Its read
 * orders nothing and feeds nothing but its write, and no later read of this thread can take that write's value from
 * the store buffer; so an execution that reads earlier, which no other write may follow, is one that reads now.
 */
function isLate(code: Code, place: number): boolean {
  const instruction = code.instructions[place];
  if (!code.reductions.lateUpdates || instruction.kind !== 'update' || !code.silent[place]) return false;
  const location = constantLocation(instruction.address, code.reach[place]);
  return location === undefined || !touches(code.ahead[place + 1], location, OBSERVES);
}

function read(place: number, role: ReadInstance['role'], exclusive: boolean): Instance {
  return instanceOf('read', place, { role, exclusive });
}

function write(place: number, pair: WriteInstance['pair']): Instance {
  return instanceOf('write', place, { pair });
}

function fetched(window: Window, instances: readonly Instance[], next: number): Window {
  const { registers, reservation } = window;
  return { registers, instances: window.instances.concat(instances), next, reservation };
}

/** Notes, for the branches whose arms meet at the next place, that what follows lies outside them. */
function closeScopes(code: Code, window: Window): Window {
  const closes = (each: Instance): boolean =>
    each.kind === 'branch' && each.scopeEnd === null && code.joins[each.place] === window.next;
  if (!window.instances.some(closes)) return window;
  const { registers, instances, next, reservation } = window;
  const closed = instances.map((each) =>
    each.kind === 'branch' && closes(each) ? changed(each, { scopeEnd: instances.length }) : each,
  );
  return { registers, instances: closed, next, reservation };
}
