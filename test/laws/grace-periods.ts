/**
 * Random C tests with RCU and SRCU, and what they come to when threads take turns: a grace period begins at one moment and
 * ends at another, and in between every other thread has stood outside its readers, or SRCU's readers that were open at the
 * beginning have ended. No memory model, no window, no search; only as much of it as these tests need.
 */
import fc from 'fast-check';

export type Statement =
  | { readonly kind: 'load'; readonly place: number; readonly acquire: boolean }
  | { readonly kind: 'store'; readonly place: number; readonly value: number; readonly release: boolean }
  /** Stores where the value loaded last is not 0. */
  | { readonly kind: 'store if'; readonly place: number; readonly value: number }
  | { readonly kind: 'exchange'; readonly place: number; readonly value: number; readonly suffix: string }
  | { readonly kind: 'barrier' }
  /** Waits until a place has a value: at one read, in a loop that begins a reader each time, or in one that leaves its reader. */
  | { readonly kind: 'spin'; readonly place: number; readonly value: number; readonly how: Spin }
  | { readonly kind: 'reader'; readonly body: readonly Statement[] }
  | { readonly kind: 'srcu reader'; readonly domain: number; readonly body: readonly Statement[] }
  | { readonly kind: 'wait' }
  | { readonly kind: 'srcu wait'; readonly domain: number };

type Spin = 'await' | 'reading' | 'resting';

export type GraceTest = readonly (readonly Statement[])[];

const PLACES = ['x', 'y', 'z'];
const DOMAINS = ['s', 't'];

const place = fc.nat({ max: PLACES.length - 1 });
const domain = fc.nat({ max: 3 }).map((n) => (n === 3 ? 1 : 0));
const value = fc.integer({ min: 1, max: 2 });
const acquire = fc.boolean();

const simple: fc.Arbitrary<Statement> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('load' as const), place, acquire }) },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('store' as const), place, value, release: acquire }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('store if' as const), place, value }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('exchange' as const),
      place,
      value,
      suffix: fc.constantFrom('_relaxed', '_acquire', '_release', ''),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'barrier' } as const) },
);

const spin = (...ways: readonly Spin[]): fc.Arbitrary<Statement> =>
  fc.record({
    kind: fc.constant('spin' as const),
    place,
    value: fc.constant(1),
    how: fc.constantFrom(...ways),
  });

const body = fc.array(simple, { minLength: 1, maxLength: 2 });
const innermost: fc.Arbitrary<Statement> = fc.record({ kind: fc.constant('reader' as const), body });
const srcuWait: fc.Arbitrary<Statement> = fc.record({ kind: fc.constant('srcu wait' as const), domain });
/** A grace period of SRCU may be in a reader of RCU, of which the kernel warns. */
const nested = fc.array(
  fc.oneof({ weight: 8, arbitrary: simple }, innermost, spin('await', 'resting'), srcuWait),
  { minLength: 1, maxLength: 2 },
);
const reader: fc.Arbitrary<Statement> = fc.record({ kind: fc.constant('reader' as const), body: nested });
const srcuReader: fc.Arbitrary<Statement> = fc.record({
  kind: fc.constant('srcu reader' as const),
  domain,
  body: fc.oneof(body, fc.tuple(innermost)),
});
const wait: fc.Arbitrary<Statement> = fc.oneof(
  { weight: 2, arbitrary: fc.constant({ kind: 'wait' } as const) },
  srcuWait,
);

const reading = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: reader },
    { weight: 1, arbitrary: srcuReader },
    { weight: 1, arbitrary: simple },
    { weight: 1, arbitrary: spin('await', 'reading') },
  ),
  { minLength: 1, maxLength: 2 },
);
const updating = fc
  .tuple(body, wait, body, fc.option(wait, { freq: 4 }))
  .map(([before, first, after, second]) => [
    ...before,
    first,
    ...after,
    ...(second === null ? [] : [second]),
  ]);
const mixed = fc.array(fc.oneof(simple, reader, srcuReader, wait), { minLength: 1, maxLength: 3 });

/** Two or three threads, of which one waits for readers. */
export function graceTests(): fc.Arbitrary<GraceTest> {
  const fit = (threads: GraceTest): boolean => accessesIn(threads.flat()) <= 8;
  return fc
    .oneof(
      fc.tuple(updating, reading),
      fc.tuple(updating, reading, mixed),
      fc.tuple(updating, mixed, reading),
      fc.tuple(updating, updating, reading),
    )
    .filter(fit);
}

function accessesIn(statements: readonly Statement[]): number {
  return statements.reduce((sum, each) => {
    if ('body' in each) return sum + accessesIn(each.body);
    return sum + ('place' in each ? (each.kind === 'exchange' ? 2 : 1) : 0);
  }, 0);
}

/** The operations of a thread one after the other. Registers and indices are numbered in their order. */
type Operation =
  | Exclude<Statement, { readonly body: readonly Statement[] }>
  | { readonly kind: 'lock' | 'unlock' }
  | { readonly kind: 'srcu lock' | 'srcu unlock'; readonly domain: number; readonly index: number };

function operationsOf(statements: readonly Statement[]): readonly Operation[] {
  let indices = 0;
  const flat = (each: Statement): readonly Operation[] => {
    if (each.kind === 'reader') return [{ kind: 'lock' }, ...each.body.flatMap(flat), { kind: 'unlock' }];
    if (each.kind !== 'srcu reader') return [each];
    const own = { domain: each.domain, index: indices++ };
    return [{ kind: 'srcu lock', ...own }, ...each.body.flatMap(flat), { kind: 'srcu unlock', ...own }];
  };
  return statements.flatMap(flat);
}

const READS: readonly Operation['kind'][] = ['load', 'exchange'];

/** The test's text, which asks for all registers and places. */
export function printGraceTest(threads: GraceTest): string {
  const parameters = [
    ...PLACES.map((name) => `int *${name}`),
    ...DOMAINS.map((name) => `struct srcu_struct *${name}`),
  ].join(', ');
  const observed: string[] = PLACES.map((name) => name);
  const bodies = threads.map((statements, thread) => {
    let registers = 0;
    const lines = operationsOf(statements).map((each) => {
      const text = lineOf(each, registers);
      if (READS.includes(each.kind)) observed.push(`${thread}:r${registers++}`);
      return `\t${text}`;
    });
    const declared = Array.from({ length: registers }, (_, register) => `\tint r${register};`);
    return `P${thread}(${parameters})\n{\n${[...declared, ...lines].join('\n')}\n}\n`;
  });
  const structs = DOMAINS.map((name) => `\tstruct srcu_struct ${name};\n`).join('');
  return `C graces\n{\n${structs}}\n${bodies.join('\n')}\nexists (${observed.map((each) => `${each}=0`).join(' /\\ ')})\n`;
}

function lineOf(each: Operation, register: number): string {
  const at = 'place' in each ? PLACES[each.place] : '';
  const domainName = 'domain' in each ? DOMAINS[each.domain] : '';
  switch (each.kind) {
    case 'load':
      return `r${register} = ${each.acquire ? `smp_load_acquire(${at})` : `READ_ONCE(*${at})`};`;
    case 'store':
      return `${each.release ? `smp_store_release(${at}` : `WRITE_ONCE(*${at}`}, ${each.value});`;
    case 'store if':
      return register === 0 ? '' : `if (r${register - 1}) WRITE_ONCE(*${at}, ${each.value});`;
    case 'exchange':
      return `r${register} = xchg${each.suffix}(${at}, ${each.value});`;
    case 'barrier':
      return 'smp_mb();';
    case 'spin':
      return spinText(at, each);
    case 'lock':
      return 'rcu_read_lock();';
    case 'unlock':
      return 'rcu_read_unlock();';
    case 'srcu lock':
      return `int i${each.index} = srcu_read_lock(${domainName});`;
    case 'srcu unlock':
      return `srcu_read_unlock(${domainName}, i${each.index});`;
    case 'wait':
      return 'synchronize_rcu();';
    case 'srcu wait':
      return `synchronize_srcu(${domainName});`;
  }
}

function spinText(at: string, { value, how }: Statement & { readonly kind: 'spin' }): string {
  switch (how) {
    case 'await':
      return `smp_cond_load_relaxed(${at}, VAL == ${value});`;
    case 'reading':
      return `{ int q = 0; while (q != ${value}) { rcu_read_lock(); q = READ_ONCE(*${at}); rcu_read_unlock(); } }`;
    case 'resting':
      return `while (READ_ONCE(*${at}) != ${value}) { rcu_read_unlock(); rcu_read_lock(); }`;
  }
}

/** Whether a test has loops that leave their reader each time round: they go on for ever, which is no deadlock. */
export function rests(threads: GraceTest): boolean {
  return threads.flatMap(operationsOf).some((each) => each.kind === 'spin' && each.how === 'resting');
}

/** A thread that takes its turn. */
interface Turn {
  readonly at: number;
  readonly depth: number;
  readonly registers: readonly number[];
  /** The SRCU readers that it is in, as `domain index`. */
  readonly open: readonly string[];
  /** What its grace period still waits for: threads, or SRCU readers as `thread domain index`; null when it is in none. */
  readonly awaits: readonly string[] | null;
}

/** The final states of a test whose threads take turns, each as the values of the places and then of the registers. */
export function inTurns(threads: GraceTest): { readonly states: readonly string[]; readonly stuck: boolean } {
  const code = threads.map(operationsOf);
  const found = new Set<string>();
  const seen = new Set<string>();
  let stuck = false;
  const start: Turn = { at: 0, depth: 0, registers: [], open: [], awaits: null };
  const pending = [{ memory: PLACES.map(() => 0), turns: code.map(() => start) }];
  for (let state = pending.pop(); state !== undefined; state = pending.pop()) {
    const key = JSON.stringify(state);
    if (seen.has(key)) continue;
    seen.add(key);
    const { memory, turns } = state;
    const next = turns.flatMap((turn, thread) => {
      const operation = code[thread][turn.at];
      return operation === undefined ? [] : after(operation, thread, memory, turns);
    });
    if (turns.every(({ at }, thread) => at === code[thread].length))
      found.add([...memory, ...turns.flatMap(({ registers }) => registers)].join());
    else if (next.length === 0) stuck = true;
    pending.push(...next.map((each) => ({ memory: each.memory, turns: each.turns.map(noted(each.turns)) })));
  }
  return { states: [...found].sort(), stuck };
}

interface Moment {
  readonly memory: number[];
  readonly turns: Turn[];
}

function after(
  operation: Operation,
  thread: number,
  memory: readonly number[],
  turns: readonly Turn[],
): readonly Moment[] {
  const turn = turns[thread];
  const become = (changed: Partial<Turn>, written: readonly number[] = memory): readonly Moment[] => [
    { memory: [...written], turns: turns.with(thread, { ...turn, at: turn.at + 1, ...changed }) },
  ];
  switch (operation.kind) {
    case 'load':
      return become({ registers: [...turn.registers, memory[operation.place]] });
    case 'exchange':
      return become(
        { registers: [...turn.registers, memory[operation.place]] },
        memory.with(operation.place, operation.value),
      );
    case 'store':
      return become({}, memory.with(operation.place, operation.value));
    case 'store if':
      return become({}, turn.registers.at(-1) ? memory.with(operation.place, operation.value) : memory);
    case 'barrier':
      return become({});
    case 'spin': {
      if (memory[operation.place] === operation.value) return become({});
      if (operation.how !== 'resting') return [];
      // For a moment it is out of its innermost reader.
      const rested = turns.with(thread, { ...turn, depth: turn.depth - 1 });
      const seen = rested.map(noted(rested)).with(thread, turn);
      return [{ memory: [...memory], turns: seen }];
    }
    case 'lock':
      return become({ depth: turn.depth + 1 });
    case 'unlock':
      return become({ depth: turn.depth - 1 });
    case 'srcu lock':
      return become({ open: [...turn.open, `${operation.domain} ${operation.index}`] });
    case 'srcu unlock': {
      const own = `${operation.domain} ${operation.index}`;
      return become({ open: turn.open.filter((each) => each !== own) });
    }
    default: {
      if (turn.awaits !== null) return turn.awaits.length === 0 ? become({ awaits: null }) : [];
      // A thread's own readers are waited for too: it never ends them.
      const awaits = turns.flatMap(({ open }, other) =>
        operation.kind === 'wait'
          ? [`${other}`]
          : open.filter((each) => each.startsWith(`${operation.domain} `)).map((each) => `${other} ${each}`),
      );
      return become({ at: turn.at, awaits });
    }
  }
}

/** What a grace period still waits for. */
function noted(turns: readonly Turn[]): (turn: Turn) => Turn {
  const isAwaited = (each: string): boolean => {
    const [thread, ...reader] = each.split(' ');
    const { depth, open } = turns[Number(thread)];
    return reader.length === 0 ? depth > 0 : open.includes(reader.join(' '));
  };
  return (turn) => (turn.awaits === null ? turn : { ...turn, awaits: turn.awaits.filter(isAwaited) });
}
