/**
 * Between steps a window settles: resolved branches leave it, its oldest instances retire, and fetching runs ahead
 * as far as it goes, with every prediction (fetch.ts).
 */

import type { WindowModel } from '../models/model.js';
import { canonical } from './canonical.js';
import type { Clock } from './clock.js';
import type { Code } from './code.js';
import { isContradicted } from './coherence.js';
import type { Evaluation } from './evaluation.js';
import { extended, type GrowingEvaluation, resumed } from './evaluation.js';
import { isInfeasible } from './feasible.js';
import { fetch } from './fetch.js';
import { computed } from './local-computation.js';
import { simplify } from './retire.js';
import { isStalled } from './stall.js';
import { goesRoundForEver, isOverfull, isSuperfluous } from './superfluous.js';
import { isUnrolled, stopBehindLast } from './unroll.js';
import type { Window } from './window.js';
import { bytesOf } from './window.js';

/**
 * What the unrolling bound means for a window: nothing; or that fetching stopped at it, which has lost nothing yet (unroll.ts);
 * or that executions may be missing.
 */
export type Cut = 'no' | 'stopped' | 'lossy';

/** A window in which nothing more happens by itself. */
export interface FetchedAhead {
  readonly window: Window;
  /** What it knows, where it is worked out already. */
  readonly evaluation: Evaluation | null;
  readonly cut: Cut;
}

/** A window on its way. */
interface Unsettled {
  readonly window: Window;
  readonly evaluation: GrowingEvaluation;
  /** The first instance that was not looked at yet. */
  readonly from: number;
  /** The loop heads that fetching has passed with accesses in the window, the last one first. */
  readonly trail: Trail | null;
  /** Whether a prediction has proved right behind which fetching had stopped. */
  readonly beyond: boolean;
}

/** How things stood at a loop head, and those before it. */
interface Trail {
  readonly mark: string;
  readonly before: Trail | null;
}

/** What fetching along one prediction finds. */
interface Aside {
  /** The windows that have settled. */
  readonly settled: FetchedAhead[];
  /** The ways that predictions leave to be followed. */
  readonly pending: Unsettled[];
  /** Windows that need not be followed (superfluous.ts). */
  readonly dropped: Unsettled[];
  /** Whether the filter discards some way. */
  filters: boolean;
}

/** Every way in which a window settles; none when it is contradictory. Nobody else may hold the evaluation of it. */
export function fetchAhead(
  code: Code,
  model: WindowModel,
  start: Window,
  known: GrowingEvaluation,
  clock: Clock,
): readonly FetchedAhead[] {
  const begin: Unsettled = { window: start, evaluation: known, from: 0, trail: null, beyond: false };
  const aside: Aside = { settled: [], pending: [begin], dropped: [], filters: false };
  for (let item = aside.pending.pop(); item !== undefined; item = aside.pending.pop()) {
    let way: Unsettled | null = item;
    while (way !== null) way = onward(code, model, way, aside, clock);
  }
  // A thread that can do nothing but go round does so: it never ends, and that has to be seen.
  if (aside.settled.length > 0 || aside.filters) return aside.settled;
  return aside.dropped.map(({ window, evaluation }) => ending(code, window, evaluation, 'no'));
}

/** The window with one thing done that happens by itself; null when it has settled, is contradictory, or need not be followed. */
function onward(
  code: Code,
  model: WindowModel,
  { window, evaluation, from, trail, beyond }: Unsettled,
  aside: Aside,
  clock: Clock,
): Unsettled | null {
  clock.work(window.instances.length + 1, bytesOf(window));
  if (isContradicted(code, window, evaluation, from) || isOverfull(code, window, evaluation, from))
    return null;
  if (isInfeasible(code, window, evaluation, from)) return null;
  if (isFiltered(code, window, evaluation)) {
    aside.filters = true;
    return null;
  }
  const simpler = simplify(code, window, evaluation, from);
  if (simpler !== null) {
    const { window: left, evaluation: kept } = simpler;
    const further = beyond || simpler.beyond;
    return { window: left, evaluation: kept, from: left.instances.length, trail, beyond: further };
  }
  if (isSuperfluous(code, window, evaluation)) {
    aside.dropped.push({ window, evaluation, from, trail, beyond });
    return null;
  }
  const stop = stopOf(code, model, { window, evaluation, from, trail, beyond });
  if (stop !== null) {
    aside.settled.push(stop);
    return null;
  }
  const { length } = window.instances;
  const local = computed(code, window, evaluation, clock);
  if (local?.kind === 'dead') return null;
  if (local?.kind === 'for ever') {
    aside.settled.push(ending(code, local.window, local.evaluation, beyond ? 'lossy' : 'no'));
    return null;
  }
  if (local !== null) {
    return { window: local.window, evaluation: local.evaluation, from: length, trail, beyond };
  }
  const isHead = code.loopHeads.has(window.next);
  const further = isHead ? { mark: markOf(window, evaluation), before: trail } : trail;
  const ways = fetch(code, model, window);
  const last = ways[ways.length - 1];
  for (const way of ways) {
    if (way === last) break;
    aside.pending.push({
      window: way,
      evaluation: resumed(code, evaluation, length, way),
      from: length,
      trail: further,
      beyond,
    });
  }
  // The last one may have the evaluation that there is.
  return { window: last, evaluation: extended(code, evaluation, last), from: length, trail: further, beyond };
}

/** The window where fetching stops in it; null where it goes on. */
function stopOf(
  code: Code,
  model: WindowModel,
  { window, evaluation, trail, beyond }: Unsettled,
): FetchedAhead | null {
  if (hasSettled(code, model, window, evaluation, trail)) {
    return ending(code, window, evaluation, beyond ? 'lossy' : 'no');
  }
  if (!isUnrolled(code, window, evaluation)) return null;
  const stopped = beyond ? null : stopBehindLast({ code, model, window, evaluation });
  return ending(code, stopped ?? window, evaluation, stopped === null ? 'lossy' : 'stopped');
}

function ending(code: Code, window: Window, evaluation: Evaluation, cut: Cut): FetchedAhead {
  const settled = canonical(code, window, evaluation);
  return { window: settled, evaluation: settled.registers === window.registers ? evaluation : null, cut };
}

/** Whether fetching stops: at the thread's end, where waiting loses nothing (stall.ts), or round a loop that does nothing. */
function hasSettled(
  code: Code,
  model: WindowModel,
  window: Window,
  evaluation: Evaluation,
  trail: Trail | null,
): boolean {
  if (window.next >= code.instructions.length || stalls(code, model, window, evaluation)) return true;
  if (goesRoundForEver(code, window, evaluation)) return true;
  return trail !== null && code.loopHeads.has(window.next) && isOn(trail, markOf(window, evaluation));
}

/** Few are passed: what goes round without end stays in the window, or is computed at once (local-computation.ts). */
function isOn(trail: Trail, mark: string): boolean {
  for (let each: Trail | null = trail; each !== null; each = each.before) {
    if (each.mark === mark) return true;
  }
  return false;
}

/** Where fetching stands at the head of a loop: coming back to it with nothing changed, it would go round for ever. */
function markOf(window: Window, evaluation: Evaluation): string {
  const { length } = window.instances;
  return [window.next, length, ...evaluation.registers[length]].join();
}

function stalls(code: Code, model: WindowModel, window: Window, evaluation: Evaluation): boolean {
  return code.reductions.stalls && isStalled({ code, model, window, evaluation });
}

/** Whether the filter will discard every execution from here: what it asks of registers that are final does not hold. */
function isFiltered(code: Code, window: Window, evaluation: Evaluation): boolean {
  if (code.requirements.length === 0) return false;
  const registers = evaluation.registers[window.instances.length];
  const settable = code.setAhead[window.next];
  return code.requirements.some(
    (requirement) =>
      requirement.registers.every((register) => registers[register] !== null && !settable.has(register)) &&
      !requirement.holds(registers),
  );
}
