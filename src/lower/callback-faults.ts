/** What no model here makes sense of in a test with callbacks: one that is queued again and again, and a wait that is waited for. */
import { placesUnderWaysBack, successors } from '../program/flow.js';
import type { Instruction, Program } from '../program/program.js';
import { type SrcuReaders, srcuReadersOf } from '../program/srcu.js';
import type { CallbackSite, Callbacks } from './callbacks.js';
import type { Problems } from './problems.js';

/** Readers are followed no deeper than this. */
const DEEPEST = 8;

/** Reports calls of call_rcu() in loops, and of rcu_barrier() in readers that the callbacks wait for. */
export function reportCallbacks(program: Program, { sites }: Callbacks, problems: Problems): void {
  const addresses = new Map(program.locations.map(({ name, address }) => [name, address]));
  const srcu = srcuReadersOf(program);
  for (const [number, site] of sites.entries()) {
    const accesses = (each: Instruction, kind: 'read' | 'write', name: string): boolean =>
      each.kind === kind && each.address.kind === 'constant' && each.address.value === addresses.get(name);
    const isRepeated = program.threads.some(({ code }) => {
      const loops = placesUnderWaysBack(code);
      return code.some(
        (each, place) =>
          accesses(each, 'write', site.queued) && each.span.start === site.call.span.start && loops[place],
      );
    });
    if (isRepeated) reportRepeated(site, problems);
    // The callbacks are the last threads.
    const callback = program.threads.length - sites.length + number;
    const waits = typeof srcu === 'string' ? 0 : masksOf(srcu, callback);
    program.threads.forEach(({ code }, thread) => {
      const within = placesInReaders(code, typeof srcu === 'string' ? null : srcu, thread, waits);
      for (const [place, each] of code.entries()) {
        if (!accesses(each, 'read', site.done) || !within[place]) continue;
        const what = `${site.domain === null ? 'rcu_barrier' : 'srcu_barrier'} in a reader`;
        const why = 'the callbacks wait for the reader';
        problems.errorOnce(`wait ${each.span.start}`, each.span, { code: 'unsupported', what, why });
      }
    });
  }
}

function reportRepeated({ call }: CallbackSite, problems: Problems): void {
  const what = `${call.callee.text} in a loop`;
  const why = 'each round would queue a callback of its own';
  problems.errorOnce(`repeated ${call.span.start}`, call.span, { code: 'unsupported', what, why });
}

/** The SRCU locks whose readers a callback waits for; 0 for one of RCU. */
function masksOf({ waits }: SrcuReaders, thread: number): number {
  return waits[thread].reduce((all, mask) => all | mask, 0);
}

/** The places that a thread may come to in a reader that is waited for: of RCU, or where `waits` are locks, of those. */
function placesInReaders(
  code: readonly Instruction[],
  srcu: SrcuReaders | null,
  thread: number,
  waits: number,
): readonly boolean[] {
  const known = Array.from({ length: code.length + 1 }, () => new Set<number>());
  const pending: (readonly [place: number, depth: number])[] = [[0, 0]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [place, depth] = next;
    if (known[place].has(depth)) continue;
    known[place].add(depth);
    if (place === code.length) continue;
    const after = depth + changeAt(code[place], srcu, thread, place, waits);
    for (const each of successors(code, place)) pending.push([each, Math.max(0, Math.min(DEEPEST, after))]);
  }
  return known.map((depths) => [...depths].some((depth) => depth > 0));
}

function changeAt(
  { event }: Instruction,
  srcu: SrcuReaders | null,
  thread: number,
  place: number,
  waits: number,
): number {
  if (waits === 0) return event?.tag === 'rcu-lock' ? 1 : event?.tag === 'rcu-unlock' ? -1 : 0;
  if (srcu === null) return 0;
  if ((srcu.opens[thread][place] & waits) !== 0) return 1;
  return (srcu.closes[thread][place] & waits) !== 0 ? -1 : 0;
}
