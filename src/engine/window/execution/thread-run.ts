/**
 * One thread from its start to its end, with the values that it reads given from outside: a complete window, in which
 * nothing is unknown and nothing has retired. It is made by the machine's own fetching, so that what is explained
 * of it is what the machine executes.
 */

import { readsRegister } from '../../../program/expression.js';
import { isGrace } from '../../../program/readers.js';
import { ENDLESS } from '../../../window/clock.js';
import type { Code } from '../../../window/code.js';
import { isContradicted } from '../../../window/coherence.js';
import { asLoaded, type Evaluation, evaluationOf, resumed } from '../../../window/evaluation.js';
import { fetch } from '../../../window/fetch.js';
import { changed, instanceOf } from '../../../window/instance.js';
import { computed } from '../../../window/local-computation.js';
import { isMemory, type ThreadContext } from '../../../window/order.js';
import { type LocalOrder, localOrder } from '../../../window/reason.js';
import { isOverfull, isSuperfluous } from '../../../window/superfluous.js';
import { accepts } from '../../../window/transition.js';
import {
  type Instance,
  isPending,
  isRead,
  NOWHERE,
  type ReadInstance,
  type Window,
  withInstance,
} from '../../../window/window.js';
import { accessesOf, type RunAccess } from './run-access.js';

/**
 * A complete window: every access in it has performed, and the thread is at its end, or where it waits for ever. What is
 * worked out of it is kept with it, since candidates share runs.
 */
export class Run implements ThreadContext {
  readonly code: Code;
  readonly window: Window;
  readonly evaluation: Evaluation;
  #order: readonly LocalOrder[] | null = null;
  #accesses: readonly RunAccess[] | null = null;

  constructor(code: Code, window: Window, evaluation: Evaluation = evaluationOf(code, window)) {
    this.code = code;
    this.window = window;
    this.evaluation = evaluation;
  }

  get model(): Code['model'] {
    return this.code.model;
  }

  /** What orders its accesses among each other. */
  get order(): readonly LocalOrder[] {
    this.#order ??= localOrder(this);
    return this.#order;
  }

  /** Its accesses of memory, in program order. */
  get accesses(): readonly RunAccess[] {
    this.#accesses ??= accessesOf(this);
    return this.#accesses;
  }

  /** The same with instances that know more of each other; what is known of the window stays. */
  withWindow(window: Window): Run {
    return new Run(this.code, window, this.evaluation);
  }

  /** A run whose instances before the one at `index` are those of this one; what is known of them stays. */
  resumedAt(index: number, window: Window): Run {
    return new Run(this.code, window, resumed(this.code, this.evaluation, index, window));
  }

  /** Whether the thread reaches its end. */
  get isComplete(): boolean {
    return this.window.next >= this.code.instructions.length;
  }

  /** The values of the registers after everything that the thread did. */
  get registers(): readonly (bigint | null)[] {
    return this.evaluation.registers[this.window.instances.length];
  }
}

/** The contents of a cell that a read may be given. `access` counts the thread's reads and writes from 0. */
export type ReadValues = (location: number, access: number) => Iterable<bigint>;

/** How runs are limited: no instruction is executed more often than `rounds`; `onCut` is called when one would be. */
export interface Bound {
  readonly rounds: number;
  readonly onCut: () => void;
  /** Whether a thread that gets no further, since a read is given nothing, counts with what it did. */
  readonly partial?: boolean;
  /** Whether runs count that go round a loop in vain; the search leaves such executions out, where it sees them. */
  readonly vain?: boolean;
  /** How many grace periods end; the thread gets no further than into the next one. */
  readonly graces?: number;
}

/** Every run of a thread whose reads take what `supply` gives them, in an order that is the same each time. */
export function* runsOf(code: Code, supply: ReadValues, bound: Bound): Generator<Run> {
  const { onCut, partial, vain } = bound;
  const registers = code.thread.registers.map((register) => register.initial);
  const start: Window = { registers, instances: [], next: 0, reservation: null, nesting: 0 };
  const pending: Unfinished[] = [{ run: new Run(code, start), lap: FIRST }];
  for (let popped = pending.pop(); popped !== undefined; popped = pending.pop()) {
    const passed = pastLoop(popped);
    if (passed === null) continue;
    const { run, lap } = passed;
    if (!vain && isInVain(run)) continue;
    const end = endOf(run, lap, bound);
    if (end === 'counts') yield run;
    else if (end === 'cut' || lap === null) onCut();
    else {
      const further = onwards(run, supply);
      if (partial && further.length === 0) yield run;
      for (const each of further.reverse()) pending.push({ run: each, lap });
    }
  }
}

/** Whether a run that goes no further counts as one; null when it goes on. */
function endOf(run: Run, lap: Lap | null, bound: Bound): 'counts' | 'cut' | null {
  if (run.isComplete) return 'counts';
  if (lap === null || isGraceBeyond(run, bound)) return bound.partial ? 'counts' : 'cut';
  return isCut(run, bound) ? 'cut' : null;
}

/** Whether the next instruction was executed as often as it may be. */
function isCut({ code, window: { instances, next } }: Run, { rounds }: Bound): boolean {
  return instances.filter((each) => each.pc === next).length >= rounds * perRound(code, next);
}

/** Whether the next instruction is a grace period that does not end. */
function isGraceBeyond({ code, window: { instances, next } }: Run, { graces }: Bound): boolean {
  if (graces === undefined || code.readers === null) return false;
  const gone = instances.filter(({ kind }) => kind === 'grace').length;
  return gone >= graces && isGrace(code.instructions[next]);
}

/** Whether a run has come round a loop with rounds that can go, or with more than there can be. */
function isInVain({ code, window, evaluation }: Run): boolean {
  return isSuperfluous(code, window, evaluation) || isOverfull(code, window, evaluation, 0);
}

/** A run that has not reached its end. */
interface Unfinished {
  readonly run: Run;
  readonly lap: Lap;
}

/** How things stood at a loop head, and how many were passed since; another one is remembered after `most`. */
interface Lap {
  readonly mark: string;
  readonly passed: number;
  readonly most: number;
}

const FIRST: Lap = { mark: '', passed: 0, most: 1 };

/**
 * The run with a loop that begins here gone through, if it is local and nothing was read before, so that no dependency goes
 * through it; null when it contradicts an assumption, and without a lap when it goes round for ever.
 */
function pastLoop({ run, lap }: Unfinished): { readonly run: Run; readonly lap: Lap | null } | null {
  const { code, window, evaluation } = run;
  if (!code.loopHeads.has(window.next)) return { run, lap };
  const local = window.instances.some(isRead)
    ? null
    : computed(code, window, resumed(code, evaluation, window.instances.length, window), ENDLESS);
  if (local === null) return { run, lap: nextLap(run, lap) };
  if (local.kind === 'dead') return null;
  return { run: new Run(code, local.window, local.evaluation), lap: local.kind === 'on' ? lap : null };
}

/** The lap at another loop head; null when it is the one that was remembered, with nothing changed. */
function nextLap({ window, registers }: Run, { mark, passed, most }: Lap): Lap | null {
  const { instances, next } = window;
  const now = [next, instances.filter(isMemory).length, ...registers].join();
  if (now === mark) return null;
  return passed + 1 < most ? { mark, passed: passed + 1, most } : { mark: now, passed: 0, most: 2 * most };
}

/** The instances that one execution of an instruction makes at the most. */
function perRound(code: Code, pc: number): number {
  return code.instructions[pc].kind === 'update' ? 2 : 1;
}

/**
 * The window with one more instruction, in every way that the values supplied let it go. None goes to an address that is no
 * location's: the search, which gave the verdict, would have met an execution that does.
 */
function onwards(run: Run, supply: ReadValues): Run[] {
  const { code, model, window } = run;
  return fetch(code, model, window).flatMap((next) => {
    const fetched = run.resumedAt(window.instances.length, next);
    if (fetched.evaluation.locations.includes(NOWHERE)) return [];
    const index = next.instances.findIndex((each) => isRead(each) && isPending(each));
    const given = index === -1 ? [fetched] : [...reading(fetched, index, supply)];
    return given.map(withWrites).filter((each) => !isContradicted(code, each.window, each.evaluation));
  });
}

/** The window with the read at `index` performed, for each content that it may take. */
function* reading(run: Run, index: number, supply: ReadValues): Generator<Run> {
  const location = run.evaluation.locations[index];
  if (location < 0) return;
  const access = run.window.instances.slice(0, index).filter(isMemory).length;
  const instruction = run.code.instructions[run.window.instances[index].pc];
  if (instruction.kind !== 'read' && instruction.kind !== 'update') return;
  for (const content of supply(location, access)) {
    if (!accepts(run, index, content)) continue;
    const value = asLoaded(instruction, content);
    const instance = run.window.instances[index];
    if (instance.kind === 'update') {
      const performed = instanceOf('update', instance.pc, { value });
      yield run.resumedAt(index, withInstance(run.window, index, performed));
    } else if (instance.kind === 'read') {
      for (const matched of provenances(run.code, instance))
        yield run.resumedAt(index, withInstance(run.window, index, changed(instance, { value, matched })));
    }
  }
}

/**
 * Where the register of a read may have its value from: memory, or what a compare-and-swap that succeeds compared with.
 * When nothing flows into what it compared with, the latter orders less and allows for the former.
 */
function provenances(code: Code, { pc, role }: ReadInstance): readonly boolean[] {
  const compared = code.compared[pc];
  if (compared === null || role !== 'writes') return [false];
  return readsRegister(compared) ? [true, false] : [true];
}

/** The window with its writes performed, so that a store-conditional's status is known, and its grace periods over. */
function withWrites(run: Run): Run {
  const { instances } = run.window;
  const isOpen = (each: Instance): boolean =>
    (each.kind === 'write' || each.kind === 'grace') && !each.performed;
  const first = instances.findIndex(isOpen);
  if (first === -1) return run;
  const performed = instances.map((each) =>
    each.kind === 'write' || each.kind === 'grace' ? changed(each, { performed: true }) : each,
  );
  return run.resumedAt(first, { ...run.window, instances: performed });
}
