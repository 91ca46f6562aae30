/**
 * Fetching one instruction. It is deterministic but for predictions (an unknown branch, whether a conditional
 * read-modify-write writes), where both ways are followed; a prediction that proves wrong kills the window, which
 * loses nothing since the other was followed too.
 */

import type { WindowModel } from '../models/model.js';
import { isGrace } from '../program/readers.js';
import { unreachable } from '../text/invariant.js';
import type { Code } from './code.js';
import { isIdleBranch, isReserved } from './coherence.js';
import { changed, instanceOf } from './instance.js';
import { constantLocation, OBSERVES, touches } from './may-access.js';
import { decidedBy } from './prediction.js';
import { failsWithoutRelease } from './static-accesses.js';
import type { Instance, ReadInstance, Window, WriteInstance } from './window.js';

const NONE: readonly Instance[] = [];

/** Fetches the next instruction: one window, or one for each prediction. */
export function fetch(code: Code, model: WindowModel, window: Window): readonly Window[] {
  const here = window.next;
  const instruction = code.instructions[here];
  const at = closeScopes(code, window);
  switch (instruction.kind) {
    case 'set':
    case 'assume':
      return [fetched(at, [instanceOf(instruction.kind, here)], here + 1)];
    case 'fence':
      return [fetched(at, [instanceOf(isGrace(instruction) ? 'grace' : 'fence', here)], here + 1)];
    case 'jump':
      return [fetched(at, NONE, instruction.destination)];
    case 'branch': {
      const branch = (taken: boolean): Window =>
        fetched(at, [instanceOf('branch', here, { taken })], taken ? instruction.destination : here + 1);
      if (isIdleBranch(code, here)) return [branch(true)];
      const decided = code.reductions.rounds ? decidedBy(code, window, window.instances.length) : null;
      return decided === null ? [branch(true), branch(false)] : [branch(decided)];
    }
    case 'select':
      return [true, false].map((taken) => fetched(at, [instanceOf('select', here, { taken })], here + 1));
    case 'read':
      return [fetched(at, [read(here, 'alone', instruction.exclusive)], here + 1)];
    case 'write':
      return [fetched(at, [write(here, 'none')], here + 1)];
    case 'store-conditional': {
      const fails = fetched(at, [instanceOf('failed', here)], here + 1);
      return isReserved(at) ? [fetched(at, [write(here, 'exclusive')], here + 1), fails] : [fails];
    }
    case 'update': {
      const inOne = model.oneStep(instruction) || isLate(code, here);
      const instances: readonly Instance[] = inOne
        ? [instanceOf('update', here)]
        : [read(here, 'writes', false), write(here, 'update')];
      const writes = fetched(at, instances, here + 1);
      const decidesLater =
        instruction.condition === null ||
        (inOne && !instruction.looksFirst && !failsWithoutRelease(instruction));
      return decidesLater ? [writes] : [writes, fetched(at, [read(here, 'fails', false)], here + 1)];
    }
    default:
      return unreachable(instruction);
  }
}

/**
 * A reduction: whether nothing is lost when a read-modify-write performs in one step, at the moment of its write. Its read
 * orders nothing and feeds nothing but its write, and no later read of this thread can take that write's value from
 * the store buffer; so an execution that reads earlier, which no other write may follow, is one that reads now.
 */
function isLate(code: Code, pc: number): boolean {
  const instruction = code.instructions[pc];
  if (!code.reductions.lateUpdates || instruction.kind !== 'update' || !code.silent[pc]) return false;
  const location = constantLocation(instruction.address, code.reach[pc]);
  return location === undefined || !touches(code.ahead[pc + 1], location, OBSERVES);
}

function read(pc: number, role: ReadInstance['role'], exclusive: boolean): Instance {
  return instanceOf('read', pc, { role, exclusive });
}

function write(pc: number, pair: WriteInstance['pair']): Instance {
  return instanceOf('write', pc, { pair });
}

function fetched(window: Window, instances: readonly Instance[], next: number): Window {
  const { registers, reservation, nesting } = window;
  return { registers, instances: window.instances.concat(instances), next, reservation, nesting };
}

/** Notes, for the branches whose arms meet at the next place, that what follows lies outside them. */
function closeScopes(code: Code, window: Window): Window {
  const closes = (each: Instance): boolean =>
    each.kind === 'branch' && each.scopeEnd === null && code.joins[each.pc] === window.next;
  if (!window.instances.some(closes)) return window;
  const { registers, instances, next, reservation, nesting } = window;
  const closed = instances.map((each) =>
    each.kind === 'branch' && closes(each) ? changed(each, { scopeEnd: instances.length }) : each,
  );
  return { registers, instances: closed, next, reservation, nesting };
}
