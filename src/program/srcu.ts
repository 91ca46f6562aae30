/**
 * SRCU as a machine runs it: which unlock ends the reader that which lock begins. All indices are 0, so that the value does
 * not tell; where it has come from does, and that is found out beforehand: through registers and memory, whoever wrote it,
 * as the Linux-kernel memory model follows it too. Each lock has a bit, and a grace period waits for the bits of its domain.
 */
import { type Expression, eachRegister, readsLoaded } from './expression.js';
import { successors } from './flow.js';
import type { Instruction, KernelTag, Program } from './program.js';

/** For each thread and place a mask of locks. */
export interface SrcuReaders {
  /** The lock there. */
  readonly opens: readonly (readonly number[])[];
  /** The locks whose readers the unlock there ends: one, or none where its index comes from no lock. */
  readonly closes: readonly (readonly number[])[];
  /** The locks, of any domain, whose index the unlock there may be given. */
  readonly given: readonly (readonly number[])[];
  /** The locks whose readers the grace period there waits for. */
  readonly waits: readonly (readonly number[])[];
}

/** What a machine cannot follow, in words that "is not part of this machine yet" goes on from. */
export type SrcuRefusal = string;

/** More locks have no bits of their own. */
const MOST_LOCKS = 30;

/** The SRCU readers of a program, or why a machine cannot tell. */
export function srcuReadersOf(program: Program): SrcuReaders | SrcuRefusal {
  const domains = new Map<string, number>();
  const bits = program.threads.map(({ code }) => code.map(() => 0));
  let count = 0;
  for (const [thread, { code }] of program.threads.entries()) {
    for (const [place, each] of code.entries()) {
      const domain = domainOf(program, each);
      if (domain === null) continue;
      if (domain === -1) return 'SRCU whose domain a pointer tells';
      domains.set(`${thread} ${place}`, domain);
      if (each.event?.tag !== 'srcu-lock') continue;
      if (count === MOST_LOCKS) return `SRCU with more than ${MOST_LOCKS} places that lock`;
      bits[thread][place] = 1 << count++;
    }
  }
  const domainAt = (thread: number, place: number): number => domains.get(`${thread} ${place}`) ?? -1;
  const locksOf = (domain: number): number =>
    bits.reduce(
      (all, own, thread) =>
        own.reduce((mask, bit, place) => (domainAt(thread, place) === domain ? mask | bit : mask), all),
      0,
    );
  const reaching = indicesReaching(program, bits);
  const masks = (tag: KernelTag, mask: (thread: number, place: number) => number): readonly number[][] =>
    program.threads.map(({ code }, thread) =>
      code.map((each, place) =>
        each.event?.tag === tag ? mask(thread, place) & locksOf(domainAt(thread, place)) : 0,
      ),
    );
  const closes = masks('srcu-unlock', (thread, place) => reaching[thread][place]);
  if (closes.some((own) => own.some((mask) => (mask & (mask - 1)) !== 0)))
    return 'SRCU with an index that may come from several locks';
  return {
    opens: bits,
    closes,
    given: reaching,
    waits: masks('sync-srcu', () => -1),
  };
}

/** The location of the srcu_struct that an instruction is about; -1 where that is not known beforehand, null for all others. */
function domainOf({ locations }: Program, instruction: Instruction): number | null {
  const tag = instruction.event?.tag;
  if (tag !== 'srcu-lock' && tag !== 'srcu-unlock' && tag !== 'sync-srcu') return null;
  const address =
    instruction.kind === 'fence' ? instruction.domain : 'address' in instruction ? instruction.address : null;
  return address?.kind === 'constant' ? locations.findIndex((each) => each.address === address.value) : -1;
}

/** For each thread and place, the locks whose index may be what is written there. */
function indicesReaching(
  program: Program,
  bits: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  const flow = new IndexFlow(program, bits);
  for (let changed = true; changed; ) {
    changed = false;
    for (const [thread, { code }] of program.threads.entries())
      for (const place of code.keys()) changed = flow.pass(thread, place) || changed;
  }
  return flow.written;
}

/** Where indices get to: masks of locks, which only grow. */
class IndexFlow {
  readonly written: readonly number[][];
  readonly #program: Program;
  readonly #bits: readonly (readonly number[])[];
  /** By location. */
  readonly #memory: number[];
  /** By thread, place and register: before what stands there, and at the end. */
  readonly #registers: readonly (readonly number[][])[];

  constructor(program: Program, bits: readonly (readonly number[])[]) {
    this.#program = program;
    this.#bits = bits;
    this.#memory = program.locations.map(() => 0);
    this.written = program.threads.map(({ code }) => code.map(() => 0));
    this.#registers = program.threads.map(({ code, registers }) =>
      Array.from({ length: code.length + 1 }, () => registers.map(() => 0)),
    );
  }

  /** Takes indices through an instruction; whether some get further than before. */
  pass(thread: number, place: number): boolean {
    const { code } = this.#program.threads[thread];
    const instruction = code[place];
    const registers = this.#registers[thread][place];
    const loaded = 'address' in instruction ? this.#loaded(thread, place, instruction.address) : 0;
    let changed = false;
    if ('data' in instruction) {
      const mask = indicesIn(instruction.data, registers, loaded);
      this.written[thread][place] = mask;
      // What an unlock leaves in its domain is no index for another.
      if (instruction.event?.tag !== 'srcu-unlock')
        for (const at of this.#reached(instruction.address))
          changed = grow(this.#memory, at, mask) || changed;
    }
    const after = afterwards(instruction, registers, loaded);
    for (const next of successors(code, place))
      for (const [register, mask] of after.entries())
        changed = grow(this.#registers[thread][next], register, mask) || changed;
    return changed;
  }

  #loaded(thread: number, place: number, address: Expression): number {
    return this.#reached(address).reduce((all, at) => all | this.#memory[at], this.#bits[thread][place]);
  }

  /** The locations that an address may be of. */
  #reached(address: Expression): readonly number[] {
    const { locations } = this.#program;
    const all = [...locations.keys()];
    return address.kind === 'constant' ? all.filter((at) => locations[at].address === address.value) : all;
  }
}

/** Adds to one of some masks; whether it grew. */
function grow(masks: number[], at: number, mask: number): boolean {
  const before = masks[at];
  masks[at] |= mask;
  return masks[at] !== before;
}

function afterwards(each: Instruction, registers: readonly number[], loaded: number): readonly number[] {
  switch (each.kind) {
    case 'set':
      return registers.with(each.target, indicesIn(each.value, registers, 0));
    case 'select': {
      const either = indicesIn(each.then, registers, 0) | indicesIn(each.otherwise, registers, 0);
      return registers.with(each.target, either);
    }
    case 'read':
    case 'update':
      return each.target === null
        ? registers
        : registers.with(each.target, indicesIn(each.result, registers, loaded));
    default:
      return registers;
  }
}

function indicesIn(expression: Expression, registers: readonly number[], loaded: number): number {
  let mask = readsLoaded(expression) ? loaded : 0;
  eachRegister(expression, (register) => {
    mask |= registers[register];
  });
  return mask;
}
