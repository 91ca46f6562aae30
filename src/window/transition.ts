/**
 * What a settled window can do, and what it becomes. A step is one instance performing: the moment at which a write
 * reaches memory or a read's value is fixed.
 */
import { evaluate, wrap } from '../program/expression.js';
import { isOvertaken } from './coherence.js';
import { asLoaded, stored } from './evaluation.js';
import { changed } from './instance.js';
import type { Scene } from './order.js';
import { ANY, eachForwardingConstraint, isBlocked, UNPERFORMED, writeInBuffer } from './order.js';
import { goesOnFromRewrite } from './rewriting-round.js';
import type { Window } from './window.js';
import { isPending, withInstance } from './window.js';

/** Something that a window can do next. `index` is the performing instance's place in the window. */
export type Step =
  /** Takes its value from memory. */
  | { readonly kind: 'read'; readonly index: number; readonly location: number }
  /** Takes `value` from the write at `from`, which is still in the store buffer. */
  | { readonly kind: 'forward'; readonly index: number; readonly from: number; readonly value: bigint }
  | { readonly kind: 'write'; readonly index: number; readonly location: number; readonly value: bigint }
  /** Reads and writes memory at one moment. */
  | {
      readonly kind: 'update';
      readonly index: number;
      readonly location: number;
      readonly looksFirst: boolean;
    }
  /** A read that would contradict one that ran ahead of it: the step exists, and no execution goes through it. */
  | { readonly kind: 'die'; readonly index: number };

/** What an update makes of a value: whether it may perform, whether it writes, and what. */
export interface Updated {
  readonly loaded: bigint;
  /** The new content of the cell, or null when the condition does not hold. */
  readonly content: bigint | null;
}

/** Every step of a settled window. */
export function stepsOf(scene: Scene): readonly Step[] {
  const steps: Step[] = [];
  const { instances } = scene.window;
  for (let index = 0; index < instances.length; index++) {
    if (!isPending(instances[index]) || scene.view.locations[index] < 0) continue;
    if (isBlocked(scene, index)) continue;
    const step = stepAt(scene, index);
    if (step !== null) steps.push(step);
  }
  return steps;
}

function stepAt(scene: Scene, index: number): Step | null {
  const location = scene.view.locations[index];
  const instance = scene.window.instances[index];
  switch (instance.kind) {
    case 'write': {
      const value = scene.view.data[index];
      return value === null
        ? null
        : { kind: 'write', index, location, value: wrap(value, scene.code.cells[location]) };
    }
    case 'update':
      return { kind: 'update', index, location, looksFirst: looksFirst(scene, index) };
    case 'read':
      return readStep(scene, index, location);
    default:
      return null;
  }
}

/** A read takes the value of the latest earlier write of its own thread to the location, or memory's. */
function readStep(scene: Scene, index: number, location: number): Step | null {
  const from = writeInBuffer(scene, index);
  if (from === null) {
    const dies = isOvertaken(scene.window, scene.view, index);
    return dies ? { kind: 'die', index } : { kind: 'read', index, location };
  }
  const value = scene.view.data[from];
  if (value === null || eachForwardingConstraint(scene, from, index, UNPERFORMED, ANY)) return null;
  if (goesOnFromRewrite(scene, from, index)) return null;
  const content = wrap(value, scene.code.cells[location]);
  return accepts(scene, index, content) ? { kind: 'forward', index, from, value: content } : null;
}

function looksFirst(scene: Scene, index: number): boolean {
  const instruction = scene.code.instructions[scene.window.instances[index].place];
  return instruction.kind === 'update' && instruction.looksFirst;
}

/** Whether a waiting read (or update) may perform on a cell's content; an ordinary one always may. */
export function accepts(scene: Scene, index: number, content: bigint): boolean {
  const instruction = scene.code.instructions[scene.window.instances[index].place];
  if ((instruction.kind !== 'read' && instruction.kind !== 'update') || instruction.until === null)
    return true;
  const truth = evaluate(instruction.until, scene.view.registers[index], asLoaded(instruction, content));
  return truth !== null && truth !== 0n;
}

/** The window after the read at `index` takes a cell's content, from memory or from the write at `from`. */
export function afterRead(scene: Scene, index: number, content: bigint, from: number | null): Window {
  const instance = scene.window.instances[index];
  const instruction = scene.code.instructions[instance.place];
  if (instance.kind !== 'read' || (instruction.kind !== 'read' && instruction.kind !== 'update'))
    return scene.window;
  return withInstance(
    scene.window,
    index,
    changed(instance, { value: asLoaded(instruction, content), from }),
  );
}

/** The window after the write at `index` reaches memory. */
export function afterWrite(scene: Scene, index: number): Window {
  const instance = scene.window.instances[index];
  return instance.kind === 'write'
    ? withInstance(scene.window, index, changed(instance, { performed: true }))
    : scene.window;
}

/** What the update at `index` does to a cell's content; null when an operand is not known yet. */
export function update(scene: Scene, index: number, content: bigint): Updated | null {
  const instruction = scene.code.instructions[scene.window.instances[index].place];
  if (instruction.kind !== 'update') return null;
  const registers = scene.view.registers[index];
  const loaded = asLoaded(instruction, content);
  const condition = instruction.condition === null ? 1n : evaluate(instruction.condition, registers, loaded);
  const data = stored(instruction, registers, loaded);
  if (condition === null || data === null) return null;
  const cell = scene.code.cells[scene.view.locations[index]];
  return { loaded, content: condition === 0n ? null : wrap(data, cell) };
}

/** The window after the update at `index` read `loaded`. */
export function afterUpdate(scene: Scene, index: number, loaded: bigint): Window {
  const instance = scene.window.instances[index];
  return instance.kind === 'update'
    ? withInstance(scene.window, index, changed(instance, { value: loaded }))
    : scene.window;
}
