/**
 * Spins. A read with which its thread comes round to where it was (idle-round.ts), having read nothing else, may wait
 * until memory holds something else (reduction `spins`). To drop such a round changes no final state; to wait, rather than
 * to go round for ever, makes a spin that nobody ends a deadlock.
 */

import { evaluate } from '../program/expression.js';
import type { UpdateInstruction } from '../program/program.js';
import type { Code } from './code.js';
import { isContradicted } from './coherence.js';
import { asLoaded, type Evaluation, evaluationOf, resumed } from './evaluation.js';
import { fetch } from './fetch.js';
import { idleRound } from './idle-round.js';
import { changed, instanceOf } from './instance.js';
import type { ThreadContext } from './order.js';
import type { Instance, Window } from './window.js';

/** How many instructions over registers are followed behind a read. */
const MOST_STEPS = 512;

/**
 * Whether the thread, once the read at `index` has taken a cell's content, could only go round to where it was: then the read
 * may wait for another content.
 */
export function goesRound(
  { code, model, window, evaluation }: ThreadContext,
  index: number,
  content: bigint,
): boolean {
  if (!code.reductions.spins || code.loops === null) return false;
  const instance = window.instances[index];
  if (!code.loops.cyclic[instance.pc]) return false;
  const performed = performedInVain(code, evaluation, index, instance, content);
  if (performed === null) return false;
  const before = window.instances.slice(0, index).map((each) => withOpenArms(each, index));
  let now: Window = { ...window, instances: [...before, performed], next: instance.pc + 1 };
  let known = resumed(code, evaluation, index, now);
  for (let steps = 0; steps < MOST_STEPS && now.next < code.instructions.length; steps++) {
    const round = idleRound(code, now, known);
    if (round !== null && round.reads.length > 0) return round.reads.length === 1 && round.reads[0] === index;
    const further = onwards(code, model, now, known);
    if (further === null) return false;
    known = resumed(code, known, now.instances.length, further);
    now = further;
  }
  return false;
}

/** The read that has taken a content, and does not write; null when it would write, or whether it does is not known. */
function performedInVain(
  code: Code,
  evaluation: Evaluation,
  index: number,
  instance: Instance,
  content: bigint,
): Instance | null {
  const instruction = code.instructions[instance.pc];
  if (instruction.kind !== 'read' && instruction.kind !== 'update') return null;
  const value = asLoaded(instruction, content);
  if (instruction.kind === 'update' && !fails(instruction, evaluation.registers[index], value)) return null;
  if (instance.kind === 'update') return changed(instance, { value });
  if (instance.kind !== 'read') return null;
  const read = instance.role === 'writes' ? instanceOf('read', instance.pc, { role: 'fails' }) : instance;
  return read.kind === 'read' ? changed(read, { value }) : null;
}

function fails(
  { condition }: UpdateInstruction,
  registers: readonly (bigint | null)[],
  loaded: bigint,
): boolean {
  return condition !== null && evaluate(condition, registers, loaded) === 0n;
}

/** A branch whose arms have met beyond an index, as it was before. */
function withOpenArms(instance: Instance, index: number): Instance {
  if (instance.kind !== 'branch' || instance.scopeEnd === null || instance.scopeEnd <= index) return instance;
  return changed(instance, { scopeEnd: null });
}

/** The window with one more instruction that accesses no memory; null when it does, or which way it goes is not known. */
function onwards(
  code: Code,
  model: ThreadContext['model'],
  window: Window,
  evaluation: Evaluation,
): Window | null {
  const instruction = code.instructions[window.next];
  switch (instruction.kind) {
    case 'set':
    case 'fence':
    case 'jump':
      return fetch(code, model, window)[0];
    case 'branch':
    case 'select':
    case 'assume': {
      if (evaluate(instruction.condition, evaluation.registers[window.instances.length]) === null)
        return null;
      const possible = fetch(code, model, window).filter(
        (each) => !isContradicted(code, each, evaluationOf(code, each), window.instances.length),
      );
      return possible[0] ?? null;
    }
    default:
      return null;
  }
}
