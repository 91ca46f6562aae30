/** What a thread has to do with grace periods: its readers, and where it waits for those of others. Worked out once for its code. */
import { anyAhead, placesUnderWaysBack, successors } from './flow.js';
import { mechanismOf } from './mechanism.js';
import type { Instruction, KernelTag, Program } from './program.js';
import { type SrcuReaders, srcuReadersOf } from './srcu.js';

/** What a machine has to know of readers and grace periods in a thread's code. */
export interface Readers {
  /** For each place, 1 where an RCU reader begins, -1 where one ends, 0 elsewhere. */
  readonly nesting: readonly number[];
  /** For each place and the end, whether a grace period of RCU may come from there on; and one of SRCU. */
  readonly rcuAhead: readonly boolean[];
  readonly srcuAhead: readonly boolean[];
  /** For each place, masks of SRCU's readers (srcu.ts): that begin there, that end there, that are waited for there. */
  readonly opens: readonly number[];
  readonly closes: readonly number[];
  readonly waits: readonly number[];
  /** Whether a loop has any of it. */
  readonly inLoops: boolean;
  /** For each place, whether the thread may stay there: it waits for a value, or goes round a loop that has no end of a reader. */
  readonly stays: readonly boolean[];
}

/** Whether an instruction is a grace period. */
export function isGrace({ event }: Instruction): boolean {
  return event !== undefined && (event.tag === 'sync-rcu' || event.tag === 'sync-srcu');
}

/** Whether a program has grace periods: without them readers are nothing to a machine but the accesses that they are. */
export function hasGraces({ threads }: Program): boolean {
  return threads.some(({ code }) => code.some(isGrace));
}

/** Those of a program's thread; null where the program has no grace period. */
export function readersIn(program: Program, thread: number): Readers | null {
  if (!hasGraces(program)) return null;
  const { code } = program.threads[thread];
  const srcu = srcuReadersOf(program);
  const masks = (name: keyof SrcuReaders): readonly number[] =>
    typeof srcu === 'string' ? code.map(() => 0) : srcu[name][thread];
  const cyclic = placesUnderWaysBack(code);
  return {
    nesting: code.map(({ event }) => (event?.tag === 'rcu-lock' ? 1 : event?.tag === 'rcu-unlock' ? -1 : 0)),
    rcuAhead: anyAhead(code, ({ event }) => event?.tag === 'sync-rcu'),
    srcuAhead: anyAhead(code, ({ event }) => event?.tag === 'sync-srcu'),
    opens: masks('opens'),
    closes: masks('closes'),
    waits: masks('waits'),
    inLoops: code.some(
      ({ event }, place) => event !== undefined && mechanismOf(event.tag) !== null && cyclic[place],
    ),
    stays: stayingPlaces(code),
  };
}

/** The program with grace periods that wait for nobody: full fences, among readers that are only the accesses that they are. */
export function withoutWaiting(program: Program): Program {
  if (!hasGraces(program)) return program;
  const bare = (instruction: Instruction): Instruction => {
    if (instruction.event === undefined) return instruction;
    const { event, ...rest } = instruction;
    return rest;
  };
  return {
    ...program,
    threads: program.threads.map((thread) => ({ ...thread, code: thread.code.map(bare) })),
  };
}

/** Deeper readers are taken to be this deep. */
const DEEPEST = 8;

function stayingPlaces(code: readonly Instruction[]): readonly boolean[] {
  const stays = code.map((each) => 'awaits' in each && each.awaits !== null);
  code.forEach((each, place) => {
    if ((each.kind !== 'jump' && each.kind !== 'branch') || each.destination > place) return;
    const loop = code.slice(each.destination, place + 1);
    if (loop.some(({ event }) => event?.tag === 'rcu-unlock')) return;
    for (let within = each.destination; within <= place; within++) stays[within] = true;
  });
  return stays;
}

/** Whether some thread may stay in a reader: then it matters to deadlocks when a grace period begins, and when a reader does. */
export function mayStayInReader(program: Program): boolean {
  const srcu = srcuReadersOf(program);
  return program.threads.some(({ code }, thread) => {
    const stays = stayingPlaces(code);
    const [opens, closes] = typeof srcu === 'string' ? [[], []] : [srcu.opens[thread], srcu.closes[thread]];
    // By place, a mask of how many RCU readers may be open, and of SRCU's locks.
    const depths = Array.from({ length: code.length + 1 }, () => 0);
    const open = depths.slice();
    depths[0] = 1;
    for (let changed = true; changed; ) {
      changed = false;
      for (const [place, { event }] of code.entries()) {
        const depth = nested(depths[place], event?.tag);
        const locks = (open[place] | (opens[place] ?? 0)) & ~(closes[place] ?? 0);
        for (const next of successors(code, place)) {
          if ((depths[next] | depth) === depths[next] && (open[next] | locks) === open[next]) continue;
          depths[next] |= depth;
          open[next] |= locks;
          changed = true;
        }
      }
    }
    return code.some((_, place) => (depths[place] > 1 || open[place] !== 0) && stays[place]);
  });
}

function nested(depths: number, tag: KernelTag | undefined): number {
  const most = (1 << (DEEPEST + 1)) - 1;
  if (tag === 'rcu-lock') return ((depths << 1) & most) | (depths & (1 << DEEPEST));
  return tag === 'rcu-unlock' ? (depths >> 1) | (depths & 1) : depths;
}
