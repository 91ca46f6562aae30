/** What the execution that a test asks for is made of: accesses in the words of a vocabulary, and what stands between them. */

import { parseTest } from '../dialects/parse.js';
import type { AccessEvent, Execution } from '../execution/execution.js';
import { isAccess, reads, writes } from '../execution/execution.js';
import type { Expression } from '../program/expression.js';
import type { Instruction, KernelTag, Order, Program } from '../program/program.js';
import type { Test } from '../program/test.js';
import { textOf } from '../text/source.js';
import type { AnnotationRow, Direction, EdgeRow, UpdateKind } from './shape-cycle.js';
import type { Vocabulary } from './vocabulary.js';

/** An access. */
interface GraphAccess {
  readonly event: AccessEvent;
  readonly direction: Direction;
  readonly annotation: AnnotationRow | null;
  /** The barriers right before it, back to the access before, as they are written. */
  readonly fences: readonly string[];
  /** Behind the last access of the thread. */
  readonly behind: readonly string[];
}

/** The accesses of an execution, in the order of its events, so that those of a thread stand together in program order. */
export interface TestGraph {
  readonly program: Program;
  readonly accesses: readonly GraphAccess[];
  readonly execution: Execution;
}

/** Barriers that the engines take no notice of, such as FENCE.I: their threads, places and texts. */
interface Unnoticed {
  readonly thread: number;
  readonly start: number;
  readonly code: string;
}

/** The graph of an execution; or what in it no vocabulary has a word for, as a clause. */
export function graphOf(
  test: Test,
  program: Program,
  execution: Execution,
  vocabulary: Vocabulary,
): TestGraph | { readonly fault: string } {
  const accesses: GraphAccess[] = [];
  const unnoticed = unnoticedIn(test, vocabulary);
  for (const [thread] of program.threads.entries()) {
    const events = execution.events.filter((event) => event.kind !== 'init' && event.thread === thread);
    const own = events.filter(isAccess);
    for (const [place, event] of own.entries()) {
      const annotation = annotationOf(program, event, vocabulary);
      if (annotation !== null && 'fault' in annotation) return annotation;
      const previous = own[place - 1];
      const between = (from: AccessEvent | undefined, to: AccessEvent | undefined): readonly string[] =>
        fencesBetween(execution, unnoticed, thread, [from, to]);
      const fences = between(previous, event);
      const behind = place === own.length - 1 ? between(event, undefined) : [];
      if (reads(event) && writes(event))
        return { fault: `'${textOf(event.span)}' reads and writes in one step` };
      accesses.push({ event, direction: reads(event) ? 'R' : 'W', annotation, fences, behind });
    }
  }
  return { program, accesses, execution };
}

/** The barriers of a thread between two of its events. One that is several events is one barrier. */
function fencesBetween(
  { events }: Execution,
  unnoticed: readonly Unnoticed[],
  thread: number,
  [from, to]: readonly [AccessEvent | undefined, AccessEvent | undefined],
): readonly string[] {
  const codes = new Map<number, string>();
  for (const event of events) {
    const inside = event.id > (from?.id ?? -1) && event.id < (to?.id ?? Number.POSITIVE_INFINITY);
    if (event.kind === 'fence' && event.thread === thread && inside)
      codes.set(event.span.start, codeOf(textOf(event.span)));
  }
  for (const { thread: own, start, code } of unnoticed) {
    const inside = start > (from?.span.start ?? -1) && start < (to?.span.start ?? Number.POSITIVE_INFINITY);
    if (own === thread && inside) codes.set(start, code);
  }
  return [...codes].sort(([a], [b]) => a - b).map(([, code]) => code);
}

/** The instructions of an assembly test that are barriers of the vocabulary by their text. */
function unnoticedIn({ source, language }: Test, { edges }: Vocabulary): readonly Unnoticed[] {
  if (language === 'C') return [];
  const { tree } = parseTest(source);
  if (tree?.language !== 'assembly') return [];
  const codes = edges.flatMap((row) => {
    if (row.kind === 'fence') return [codeOf(row.code)];
    return row.kind === 'dependency' && row.fence !== null ? [codeOf(row.fence)] : [];
  });
  return tree.threads.flatMap(({ lines }, thread) =>
    lines.flatMap(({ instruction }) => {
      if (instruction === null) return [];
      const code = codeOf(textOf(instruction.span));
      return codes.includes(code) ? [{ thread, start: instruction.span.start, code }] : [];
    }),
  );
}

/** An instruction as it is compared: without differences of case and spaces. */
export function codeOf(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ').replace(/ ?, ?/g, ',').replace(/;$/, '').trim();
}

function annotationOf(
  program: Program,
  event: AccessEvent,
  vocabulary: Vocabulary,
): AnnotationRow | null | { readonly fault: string } {
  const direction: Direction = event.kind === 'read' ? 'R' : 'W';
  const instruction = instructionOf(program, event);
  const fault = { fault: `no edge has the access '${textOf(event.span)}'` };
  if (instruction === undefined) return fault;
  const update = updateOf(instruction);
  if (update === undefined || (update !== null && rmwRow(update, vocabulary) === undefined)) return fault;
  const order = instruction.event?.tag ?? event.order;
  // In assembly a plain access is as usual; in the kernel's C it may race.
  const known = order === 'plain' && instruction.event === undefined ? 'once' : KNOWN[order];
  if (known === undefined) return fault;
  const wanted = known === 'both' ? (direction === 'R' ? 'acq' : 'rel') : known;
  if (wanted === 'once') return null;
  const row = vocabulary.annotations.find(({ edge, generic }) =>
    wanted === 'Q' ? edge === 'Q' : generic === wanted,
  );
  if (row === undefined) return fault;
  if (row.on === direction) return row;
  return update === null ? fault : null;
}

/** What orders of instructions and tags of the kernel's model are: unmarked accesses of C are none of them. */
const KNOWN: Readonly<Partial<Record<Order | KernelTag, 'once' | 'acq' | 'rel' | 'Q' | 'both'>>> = {
  once: 'once',
  acquire: 'acq',
  release: 'rel',
  'acquire-pc': 'Q',
  'acquire-release': 'both',
};

/** The edge of a read-modify-write. */
export function rmwRow(update: UpdateKind, { edges }: Vocabulary): EdgeRow | undefined {
  return edges.find((each) => each.kind === 'rmw' && each.update === update);
}

/** What sort of read-modify-write an event is of; undefined for one that no edge is, and null for a single access. */
export function updateOfEvent(program: Program, event: AccessEvent): UpdateKind | null | undefined {
  const instruction = instructionOf(program, event);
  return instruction === undefined ? undefined : updateOf(instruction);
}

function instructionOf(program: Program, event: AccessEvent): Instruction | undefined {
  return program.threads[event.thread].code.find(
    (each) => each.span.start === event.span.start && 'address' in each,
  );
}

function updateOf(instruction: Instruction): UpdateKind | null | undefined {
  if (instruction.kind === 'store-conditional') return 'exclusive';
  if (instruction.kind === 'read') return instruction.exclusive ? 'exclusive' : null;
  if (instruction.kind !== 'update') return null;
  if (instruction.loop) return undefined;
  if (instruction.condition !== null) return 'compare';
  if (!usesLoaded(instruction.data)) return 'exchange';
  if (!/add/i.test(textOf(instruction.span))) return undefined;
  return instruction.target === null ? 'add only' : 'add';
}

function usesLoaded(expression: Expression): boolean {
  return JSON.stringify(expression, (_, value) => (typeof value === 'bigint' ? '' : value)).includes(
    '"loaded"',
  );
}
