/**
 * Warns of readers and grace periods that a kernel would stumble over, as far as the text shows it. They are warnings: on a
 * machine a reader that does not end keeps grace periods waiting for good, and an end without a beginning is nothing; the
 * kernel's model has flags of its own.
 */
import { successors } from '../program/flow.js';
import { mechanismIn } from '../program/mechanism.js';
import type { Instruction, Program, Thread } from '../program/program.js';
import { isGrace } from '../program/readers.js';
import { type SrcuReaders, srcuReadersOf } from '../program/srcu.js';
import type { Diagnostic, Problem } from '../text/diagnostic.js';
import { type Span, textOf } from '../text/source.js';

/** Readers are followed no deeper than this, and on no more ways to one place. */
const DEEPEST = 8;
const MOST_WAYS = 64;

/** How a thread has come to a place: where the RCU readers begin that it is in, and the SRCU locks whose readers are open. */
interface Way {
  readonly readers: readonly number[];
  readonly open: number;
}

const START: Way = { readers: [], open: 0 };

/** The warnings about a program's readers. */
export function readerFaults(program: Program): readonly Diagnostic[] {
  if (mechanismIn(program) === null) return [];
  const srcu = srcuReadersOf(program);
  const known = typeof srcu === 'string' ? null : srcu;
  const found = program.threads.flatMap((_, thread) => new Thorough(program, thread, known).faults());
  const unique = new Map(found.map((each) => [`${each.code} ${each.span.start} ${each.span.end}`, each]));
  return [...unique.values()];
}

/** Looks through a thread. */
class Thorough {
  readonly #program: Program;
  readonly #thread: Thread;
  readonly #srcu: { readonly [name in keyof SrcuReaders]: readonly number[] } | null;
  /** The locks whose readers other threads end. */
  readonly #endedElsewhere: number;

  constructor(program: Program, thread: number, srcu: SrcuReaders | null) {
    this.#program = program;
    this.#thread = program.threads[thread];
    this.#srcu = srcu && {
      opens: srcu.opens[thread],
      closes: srcu.closes[thread],
      given: srcu.given[thread],
      waits: srcu.waits[thread],
    };
    const others = srcu?.closes.filter((_, other) => other !== thread) ?? [];
    this.#endedElsewhere = others.flat().reduce((all, mask) => all | mask, 0);
  }

  faults(): readonly Diagnostic[] {
    const { code } = this.#thread;
    const ways = this.#ways();
    if (ways === null) return [];
    return [
      ...code.flatMap((each, place) => this.#faultsAt(each, place, ways[place])),
      ...this.#unended(ways[code.length]),
    ];
  }

  /** The ways to each place and the end; null where they are too many. */
  #ways(): readonly (readonly Way[])[] | null {
    const { code } = this.#thread;
    const ways = Array.from({ length: code.length + 1 }, () => new Map<string, Way>());
    const pending: (readonly [number, Way])[] = [[0, START]];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const [place, way] = next;
      const key = JSON.stringify(way);
      if (ways[place].has(key)) continue;
      if (ways[place].size === MOST_WAYS) return null;
      ways[place].set(key, way);
      const after = place === code.length ? way : this.#after(way, place);
      for (const each of successors(code, place)) pending.push([each, after]);
    }
    return ways.map((each) => [...each.values()]);
  }

  #after({ readers, open }: Way, place: number): Way {
    const tag = this.#thread.code[place].event?.tag;
    const now = (open | (this.#srcu?.opens[place] ?? 0)) & ~(this.#srcu?.closes[place] ?? 0);
    if (tag === 'rcu-unlock') return { readers: readers.slice(0, -1), open: now };
    if (tag !== 'rcu-lock' || readers.length === DEEPEST) return { readers, open: now };
    return { readers: [...readers, place], open: now };
  }

  #faultsAt(instruction: Instruction, place: number, ways: readonly Way[]): readonly Diagnostic[] {
    const { span, event } = instruction;
    if (event === undefined || ways.length === 0) return [];
    if (isGrace(instruction)) return this.#waitFaults(place, event.tag === 'sync-rcu', ways);
    if (event.tag === 'rcu-unlock')
      return warned('reader-not-begun', span, ways, (way) => way.readers.length === 0);
    if (event.tag !== 'srcu-unlock' || this.#srcu === null) return [];
    const ended = this.#srcu.closes[place];
    if (ended === 0) {
      const from = this.#places(this.#srcu.given[place], 'the index is given here');
      return warned('foreign-index', span, ways, () => true, from);
    }
    if (!this.#srcu.opens.includes(ended)) return [];
    return warned('reader-not-begun', span, ways, ({ open }) => (open & ended) === 0);
  }

  #waitFaults(place: number, isForRcu: boolean, ways: readonly Way[]): readonly Diagnostic[] {
    const waits = this.#srcu?.waits[place] ?? 0;
    const isIn = ({ readers, open }: Way): boolean =>
      (isForRcu && readers.length > 0) || (open & waits) !== 0;
    const within = ways.find(isIn);
    if (within === undefined) return [];
    const outermost = within.readers
      .slice(0, isForRcu ? 1 : 0)
      .map((each) => begun(this.#thread.code[each].span));
    const notes = [...outermost, ...this.#places(within.open & waits, 'the reader begins here')];
    return warned('wait-in-reader', this.#thread.code[place].span, ways, isIn, notes);
  }

  /** The readers that are open at the end. */
  #unended(ways: readonly Way[]): readonly Diagnostic[] {
    const { code, name } = this.#thread;
    const end = code.at(-1);
    const notes = [{ message: `${name} ends in it`, ...(end && { span: end.span }) }];
    return code.flatMap(({ span }, place) => {
      const lock = (this.#srcu?.opens[place] ?? 0) & ~this.#endedElsewhere;
      const isOpen = ({ readers, open }: Way): boolean => readers.includes(place) || (open & lock) !== 0;
      return warned('reader-not-ended', span, ways, isOpen, notes);
    });
  }

  /** Notes at the locks of a mask, in whatever threads they stand. */
  #places(mask: number, message: string): readonly { readonly message: string; readonly span: Span }[] {
    if (mask === 0) return [];
    const srcu = srcuReadersOf(this.#program);
    if (typeof srcu === 'string') return [];
    return this.#program.threads.flatMap(({ code }, thread) =>
      code.flatMap(({ span }, place) =>
        (srcu.opens[thread][place] & mask) === 0 ? [] : [{ message, span }],
      ),
    );
  }
}

function begun(span: Span): { readonly message: string; readonly span: Span } {
  return { message: 'the reader begins here', span };
}

type Code = Extract<Problem, { readonly always: boolean }>['code'];

function warned(
  code: Code,
  span: Span,
  ways: readonly Way[],
  is: (way: Way) => boolean,
  notes: Diagnostic['notes'] = [],
): readonly Diagnostic[] {
  if (!ways.some(is)) return [];
  const [name] = textOf(span).split('(');
  return [{ severity: 'warning', span, code, name, always: ways.every(is), notes }];
}
