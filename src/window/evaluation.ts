/**
 * What a window knows: the locations, data and conditions of its instances and the registers after them, computed by
 * running the window from its start. A register is known when everything that flows into it is known.
 */

import { evaluate, wrap } from '../program/expression.js';
import type {
  Instruction,
  ReadInstruction,
  StoreConditionalInstruction,
  UpdateInstruction,
  WriteInstruction,
} from '../program/program.js';
import { invariant } from '../text/invariant.js';
import type { Choices, Known } from './choice.js';
import { choicesOf, chosenBy, mayChoose, NO_CHOICES } from './choice.js';
import type { Code } from './code.js';
import { type Instance, kept, NOWHERE, replacing, UNKNOWN, type Window } from './window.js';

/** For each instance of a window, what is known of it. */
export interface Evaluation {
  /** The location of an access, `UNKNOWN` or `NOWHERE`; `UNKNOWN` for everything else. */
  readonly locations: readonly number[];
  /** What a write writes; null when unknown, or not a write. For an update, over the value it has read. */
  readonly data: readonly (bigint | null)[];
  /** A branch's, assumption's or select's condition, or an update's; null when unknown. */
  readonly conditions: readonly (bigint | null)[];
  /** What hangs on choices that are only predicted (choice.ts). */
  readonly choices: Choices;
  /** The registers before each instance and, last, after all of them. */
  readonly registers: readonly (readonly (bigint | null)[])[];
}

/** Runs a window from its start. */
export function evaluationOf(code: Code, window: Window): GrowingEvaluation {
  return extended(code, emptyEvaluation(window), window);
}

/** An evaluation that only one may hold, who may add further instances to it (`extended`). */
export interface GrowingEvaluation extends Evaluation {
  readonly locations: number[];
  readonly data: (bigint | null)[];
  readonly conditions: (bigint | null)[];
  readonly registers: (readonly (bigint | null)[])[];
}

function emptyEvaluation({ registers }: Window): GrowingEvaluation {
  return { locations: [], data: [], conditions: [], choices: NO_CHOICES, registers: [registers] };
}

/**
 * The evaluation of a window whose first `count` instances are those of another, whose evaluation is `before`: what comes later
 * changes nothing of what is known before it.
 */
export function resumed(code: Code, before: Evaluation, count: number, window: Window): GrowingEvaluation {
  const kept: GrowingEvaluation = {
    locations: before.locations.slice(0, count),
    data: before.data.slice(0, count),
    conditions: before.conditions.slice(0, count),
    choices: NO_CHOICES,
    registers: before.registers.slice(0, count + 1),
  };
  return extended(code, kept, window);
}

/**
 * The evaluation of a window of which instances have left whose values are in its registers now: the oldest, and branches, which
 * set none.
 */
export function evaluationKeeping(
  code: Code,
  window: Window,
  evaluation: Evaluation,
  keep: readonly boolean[],
): GrowingEvaluation {
  const [locations, conditions] = [kept(evaluation.locations, keep), kept(evaluation.conditions, keep)];
  return {
    locations,
    data: kept(evaluation.data, keep),
    conditions,
    choices: choicesIn(code, window, { locations, conditions }),
    registers: kept(evaluation.registers, keep),
  };
}

/** Adds what is known of a window's further instances to an evaluation, which nobody else may hold from now on. */
export function extended(code: Code, evaluation: GrowingEvaluation, window: Window): GrowingEvaluation {
  const { instances } = window;
  const { locations, data, conditions, registers } = evaluation;
  for (let index = locations.length; index < instances.length; index++) {
    const instance = instances[index];
    const known: readonly (bigint | null)[] = registers[index];
    const instruction = code.instructions[instance.pc];
    // The write of a pair computes with the registers, and the value, that its read saw.
    const paired = instance.kind === 'write' && instance.pair === 'update';
    const operands: readonly (bigint | null)[] = paired ? registers[index - 1] : known;
    const loaded = paired ? loadedBy(instances[index - 1]) : loadedBy(instance);
    const expression = code.addresses[instance.pc];
    const address = expression === null ? null : evaluate(expression, operands);
    const computed = address === null ? UNKNOWN : (code.reach[instance.pc].get(address) ?? NOWHERE);
    locations.push(code.fixed[instance.pc] ?? computed);
    data.push(dataOf(instruction, operands, loaded));
    conditions.push(conditionOf(instruction, operands, loaded));
    registers.push(paired ? known : after(code, instance, known, loaded));
  }
  const choices = choicesIn(code, window, { locations, conditions });
  return { locations, data, conditions, choices, registers };
}

function choicesIn(code: Code, window: Window, known: Known): Choices {
  return code.choices && mayChoose(code, window) ? choicesOf(code, window, known) : NO_CHOICES;
}

function loadedBy(instance: Instance): bigint | null {
  return instance.kind === 'read' || instance.kind === 'update' ? instance.value : null;
}

function dataOf(
  instruction: Instruction,
  registers: readonly (bigint | null)[],
  loaded: bigint | null,
): bigint | null {
  if (
    instruction.kind !== 'write' &&
    instruction.kind !== 'store-conditional' &&
    instruction.kind !== 'update'
  )
    return null;
  return stored(instruction, registers, loaded);
}

/** What a write or update puts into memory, given what it read. */
export function stored(
  instruction: WriteInstruction | StoreConditionalInstruction | UpdateInstruction,
  registers: readonly (bigint | null)[],
  loaded: bigint | null,
): bigint | null {
  const value = evaluate(instruction.data, registers, loaded);
  return value === null ? null : wrap(value, instruction.type);
}

function conditionOf(
  instruction: Instruction,
  registers: readonly (bigint | null)[],
  loaded: bigint | null,
): bigint | null {
  switch (instruction.kind) {
    case 'branch':
    case 'assume':
    case 'select':
      return evaluate(instruction.condition, registers);
    case 'update':
      return instruction.condition === null ? 1n : evaluate(instruction.condition, registers, loaded);
    default:
      return null;
  }
}

/** The registers after an instance that read `loaded`. */
function after(
  code: Code,
  instance: Instance,
  registers: readonly (bigint | null)[],
  loaded: bigint | null,
): readonly (bigint | null)[] {
  const instruction = code.instructions[instance.pc];
  switch (instruction.kind) {
    case 'set': {
      const computed = instance.kind === 'set' ? instance.value : null;
      return replacing(registers, instruction.target, computed ?? evaluate(instruction.value, registers));
    }
    case 'select':
      return replacing(registers, instruction.target, evaluate(chosenBy(instruction, instance), registers));
    case 'store-conditional':
      return instruction.status === null
        ? registers
        : replacing(registers, instruction.status, statusOf(code, instance, instruction));
    case 'read':
    case 'update': {
      if (instruction.target === null) return registers;
      const taken = loaded ?? comparedBy(code, instance, instruction, registers);
      const value = taken === null ? null : evaluate(instruction.result, registers, taken);
      return replacing(registers, instruction.target, value);
    }
    default:
      return registers;
  }
}

/** What a compare-and-swap that is predicted to succeed compares with: what it will have read. */
function comparedBy(
  code: Code,
  instance: Instance,
  { type }: ReadInstruction | UpdateInstruction,
  registers: readonly (bigint | null)[],
): bigint | null {
  const compared = code.compared[instance.pc];
  if (compared === null || instance.kind !== 'read' || instance.role !== 'writes') return null;
  const value = evaluate(compared, registers);
  return value === null ? null : wrap(value, type);
}

/** What a store-conditional's status register holds: unknown while its success is still to come, where the model says so. */
function statusOf(code: Code, instance: Instance, instruction: StoreConditionalInstruction): bigint | null {
  if (instance.kind !== 'write') return instruction.failure;
  return code.model.statusEarly || instance.performed ? instruction.success : null;
}

/** The registers' values, where all are known. */
export function known(registers: readonly (bigint | null)[]): readonly bigint[] {
  return registers.map((value) => {
    invariant(value !== null, 'a register of a retired instruction is unknown');
    return value;
  });
}

/** The read instruction's or update's value as its type sees the cell's content. */
export function asLoaded(instruction: ReadInstruction | UpdateInstruction, content: bigint): bigint {
  return wrap(content, instruction.type);
}
