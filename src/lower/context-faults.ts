/**
 * Warns of what may sleep where it must not: with a spinlock held, in an RCU reader, on a CPU that is not to be taken away. It is
 * found on the ways through a thread's code as the text has them, whether or not some execution goes there, as the kernel's own
 * check (CONFIG_DEBUG_ATOMIC_SLEEP) would find it on the ways that are gone.
 */
import type { Atomic, ContextChange } from '../kernel/primitives/sleep.js';
import { successors } from '../program/flow.js';
import type { Instruction } from '../program/program.js';
import type { Span } from '../text/source.js';
import type { Problems } from './problems.js';

/** A call that changes what a thread may do, and the instruction that comes behind it. */
export interface ContextMark {
  readonly before: number;
  readonly name: string;
  readonly change: ContextChange;
  readonly span: Span;
}

/** Sections are followed no deeper than this, and on no more ways to one place. */
const DEEPEST = 8;
const MOST_WAYS = 64;

/** The marks of the sections that a thread is in, the outermost first. */
type Sections = readonly ContextMark[];

/** Warns of the calls in a thread's code that may sleep in a section. */
export function reportContexts(
  code: readonly Instruction[],
  marks: readonly ContextMark[],
  problems: Problems,
): void {
  if (!marks.some(({ change }) => change.kind === 'sleeps')) return;
  if (!marks.some(({ change }) => change.kind === 'enters')) return;
  const seen = Array.from({ length: code.length + 1 }, () => new Set<string>());
  const pending: (readonly [number, Sections])[] = [[0, []]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [place, sections] = next;
    const key = sections.map((mark) => marks.indexOf(mark)).join();
    if (seen[place].has(key) || seen[place].size === MOST_WAYS) continue;
    seen[place].add(key);
    const after = marks
      .filter(({ before }) => before === place)
      .reduce((now, mark) => {
        if (mark.change.kind === 'sleeps') reportSleep(mark, now, problems);
        return changed(now, mark);
      }, sections);
    for (const each of place === code.length ? [] : successors(code, place)) pending.push([each, after]);
  }
}

function changed(sections: Sections, mark: ContextMark): Sections {
  const { change } = mark;
  if (change.kind === 'sleeps') return sections;
  if (change.kind === 'enters') return sections.length === DEEPEST ? sections : [...sections, mark];
  const last = sections.findLastIndex((each) => whatOf(each) === change.what);
  return sections.filter((_, index) => index !== last);
}

function whatOf({ change }: ContextMark): Atomic | null {
  return change.kind === 'sleeps' ? null : change.what;
}

/** A grace period of RCU in a reader is a fault of its own kind (reader-faults.ts). */
function reportSleep({ name, span }: ContextMark, sections: Sections, problems: Problems): void {
  const isGrace = name.startsWith('synchronize_') && !name.startsWith('synchronize_srcu');
  const within = sections.find((each) => !(isGrace && whatOf(each) === 'reader'));
  if (within === undefined) return;
  const what = whatOf(within) ?? 'spinlock';
  problems.warnOnce(
    `sleep ${span.start} ${span.end}`,
    span,
    { code: 'sleep-in-section', name, within: what },
    { notes: [{ message: NOTES[what], span: within.span }] },
  );
}

const NOTES: Readonly<Record<Atomic, string>> = {
  spinlock: 'the lock is taken here',
  reader: 'the reader begins here',
  cpu: 'it is not to sleep from here on',
};
