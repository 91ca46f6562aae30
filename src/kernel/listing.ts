/** The table of primitives for people: what `pinlitmus primitives` prints, derived from the data that lowering uses. */

import type { Architecture, Fence, KernelTag } from '../program/program.js';
import { unreachable } from '../text/invariant.js';
import { definedCalls } from './definitions/index.js';
import { loadMapping, type Mapping, type Port, type Tags, updateMapping } from './port.js';
import { PORTS } from './ports/index.js';
import type { Primitive, PrimitiveStep } from './primitive.js';
import { PRIMITIVES } from './primitives/index.js';

/** One primitive: its signature, and the instructions it becomes on each architecture; of the kernel's own model the events. */
export interface PrimitiveListing {
  readonly name: string;
  readonly signature: string;
  readonly becomes: Readonly<Record<Architecture, string>>;
}

/** Every primitive known, in the table's order, and what is defined in C of them. */
export function listPrimitives(): readonly PrimitiveListing[] {
  const everywhere = Object.fromEntries(PORTS.map(({ name }) => [name, 'its C']));
  const defined = definedCalls().map((call) => ({ ...call, becomes: everywhere }));
  return [...primitives(), ...defined];
}

function primitives(): readonly PrimitiveListing[] {
  return [...PRIMITIVES.values()].map((primitive) => ({
    name: primitive.name,
    signature: `${primitive.name}(${primitive.parameters.map((parameter) => parameter.text).join(', ')})`,
    becomes: Object.fromEntries(PORTS.map((port) => [port.name, describe(primitive, port)])),
  }));
}

/** The titles of the ports by their names, for the heads of the columns. */
export function portTitles(): readonly (readonly [Architecture, string])[] {
  return PORTS.map(({ name, title }) => [name, title]);
}

/** The files of the kernel that say what a primitive is on a port; none where it is nothing there, as what begins a reader is. */
export function sourcesOf(name: string, { sources, tags }: Port): string {
  const kinds = new Set(PRIMITIVES.get(name)?.steps.map(({ kind }) => kind));
  if (tags !== undefined) return sources.accesses;
  const files = [
    ...(kinds.has('load') || kinds.has('store') || kinds.has('fence') ? [sources.accesses] : []),
    ...(kinds.has('update') ? [sources.updates] : []),
  ];
  return files.join('; ');
}

function describe(primitive: Primitive, port: Port): string {
  const steps = primitive.steps.map((step) => describeStep(step, port)).filter((text) => text !== '');
  return steps.length === 0 ? 'nothing' : steps.join('; ');
}

function describeStep(step: PrimitiveStep, port: Port): string {
  if (port.tags !== undefined) return describeEvent(step, port.tags);
  switch (step.kind) {
    case 'load':
      return [around(loadMapping(port, step), waiting(step)), srcuBarrier(step, 'srcu-lock', port)]
        .filter(isThere)
        .join('; ');
    case 'store':
      return [srcuBarrier(step, 'srcu-unlock', port), around(port.store[step.order], '')]
        .filter(isThere)
        .join('; ');
    case 'update':
      return around(updateMapping(port, step), waiting(step));
    case 'fence':
      return fenceText(port.fence[step.fence]);
    case 'readers':
      return readersText(step.tag, port);
    case 'assertion':
      return '';
    case 'guard':
      return 'branch';
    default:
      return unreachable(step);
  }
}

/** A step as an event of the kernel's model, in herd7's letters: `R[acquire]`, `RMW[mb]`, `F[wmb]`. */
function describeEvent(step: PrimitiveStep, tags: Tags): string {
  switch (step.kind) {
    case 'load':
      return `R[${step.tag ?? tags.load[step.order]}]`;
    case 'store': {
      const written = `W[${step.tag ?? tags.store[step.order]}]`;
      return step.order === 'mb' ? `${written}; F[mb]` : written;
    }
    case 'update':
      return `RMW[${step.tag ?? tags.update[step.order]}]`;
    case 'fence':
      return `F[${tags.fence.get(step.fence)}]`;
    case 'readers':
      return `F[${step.tag}]`;
    case 'assertion':
      return `R[${step.tag}]`;
    case 'guard':
      return '';
    default:
      return unreachable(step);
  }
}

/** What a step about readers is: a grace period, or a barrier beside an SRCU reader. The ends of RCU's readers are nothing. */
function readersText(tag: KernelTag, port: Port): string {
  if (tag === 'rcu-lock' || tag === 'rcu-unlock') return '';
  const full = fenceText(port.fence.smp_mb);
  return tag === 'after-srcu-read-unlock' ? full : `${full}; waits`;
}

/** The barrier in an end of an SRCU reader. */
function srcuBarrier(step: { readonly tag?: KernelTag }, tag: KernelTag, port: Port): string {
  return step.tag === tag ? fenceText(port.fence.smp_mb) : '';
}

function isThere(text: string): boolean {
  return text !== '';
}

function waiting(step: { readonly until?: unknown; readonly looksFirst?: boolean }): string {
  if (step.looksFirst) return 'looks';
  return step.until === undefined ? '' : 'waits';
}

function around(mapping: Mapping, note: string): string {
  return [fenceText(mapping.before), mapping.text, note, fenceText(mapping.after)].filter(isThere).join('; ');
}

function fenceText(fence: Fence | null): string {
  return fence === null ? '' : fence.name;
}
