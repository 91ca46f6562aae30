/**
 * Random C tests in which branches decide values: `?:`, `&&` and `||` as values, `switch`, flags that a later `if` tests,
 * early returns of a helper, gotos, choices of choices, and what becomes of the value: it is stored, tested, used as an address,
 * passed through memory, given to an atomic. Each comes with its translations to assembly: a compiler may make a branch
 * of each choice or a select (translate.ts).
 */
import fc from 'fast-check';
import type { RandomQuestion } from './question.js';
import { printQuestion, questions } from './question.js';
import { DIALECTS, translate } from './translate.js';

/** Where the ways of a choice lead: a constant, a register, or a choice again. */
export type Leaf =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'register'; readonly register: number };

/** A value that depends on whether a register is 1. */
export interface Chosen {
  readonly kind: 'chosen';
  readonly condition: number;
  readonly yes: Leaf | Chosen;
  readonly no: Leaf | Chosen;
}

/** What C makes of a choice. */
const SPELLINGS = ['?:', 'if else', 'default', 'switch', 'helper', 'goto', 'connective'] as const;
type Spelling = (typeof SPELLINGS)[number];

export type Statement =
  | { readonly kind: 'load'; readonly register: number; readonly place: number; readonly acquire: boolean }
  | { readonly kind: 'put'; readonly place: number; readonly value: number; readonly release: boolean }
  | { readonly kind: 'store'; readonly place: number; readonly register: number }
  | { readonly kind: 'fence'; readonly fence: 'full' | 'reads' | 'writes' }
  | {
      readonly kind: 'choose';
      readonly target: number;
      readonly chosen: Chosen;
      readonly spelling: Spelling;
    }
  /** A place is chosen, and loaded from, stored to, or exchanged with. */
  | {
      readonly kind: 'point';
      readonly condition: number;
      readonly places: readonly [number, number];
      readonly use: 'load' | 'put' | 'exchange';
      readonly register: number;
    }
  | { readonly kind: 'exchange'; readonly place: number; readonly register: number; readonly target: number }
  | { readonly kind: 'add'; readonly register: number }
  /** A branch that decides whether another statement happens. */
  | { readonly kind: 'if'; readonly condition: number; readonly body: Statement };

/** The counter's place; the others are plain variables. */
export const COUNTER = 2;
const PLACES = ['x', 'y', 'c'];
/** Loads go to the first two, choices to the others. */
const LOADED = [0, 1];
const TARGETS = [2, 3];
const REGISTERS = [...LOADED, ...TARGETS];

/** A generated test. */
export interface Choosing {
  readonly threads: readonly (readonly Statement[])[];
  readonly question: RandomQuestion | null;
}

const anyRegister = fc.constantFrom(...REGISTERS);
const variable = fc.nat(1);
const anyPlace = fc.constantFrom(0, 0, 1, 1, COUNTER);

function leaf(): fc.Arbitrary<Leaf> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.nat(2).map((value): Leaf => ({ kind: 'constant', value })) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...LOADED).map((register): Leaf => ({ kind: 'register', register })),
    },
  );
}

function chosen(target: number, depth: number): fc.Arbitrary<Chosen> {
  const way: fc.Arbitrary<Leaf | Chosen> =
    depth === 0
      ? leaf()
      : fc.oneof({ weight: 4, arbitrary: leaf() }, { weight: 1, arbitrary: chosen(target, depth - 1) });
  return fc.record({
    kind: fc.constant('chosen' as const),
    condition: fc.constantFrom(...REGISTERS.filter((each) => each !== target), 0),
    yes: way,
    no: way,
  });
}

/** `a && b` or `a || b`. */
function connective(target: number): fc.Arbitrary<Chosen> {
  const condition = fc.constantFrom(...REGISTERS.filter((each) => each !== target));
  return fc.tuple(condition, condition, fc.boolean()).map(([left, right, both]): Chosen => {
    const one: Leaf = { kind: 'constant', value: 1 };
    const zero: Leaf = { kind: 'constant', value: 0 };
    const second: Chosen = { kind: 'chosen', condition: right, yes: one, no: zero };
    return { kind: 'chosen', condition: left, yes: both ? second : one, no: both ? zero : second };
  });
}

const choose: fc.Arbitrary<Statement> = fc
  .tuple(fc.constantFrom(...TARGETS), fc.constantFrom(...SPELLINGS))
  .chain(([target, spelling]) =>
    (spelling === 'connective' ? connective(target) : chosen(target, 1)).map((value) => ({
      kind: 'choose' as const,
      target,
      chosen: value,
      spelling,
    })),
  );

const load: fc.Arbitrary<Statement> = fc
  .tuple(fc.constantFrom(...LOADED), anyPlace, fc.nat(5))
  .map(([register, place, kind]) => ({ kind: 'load', register, place, acquire: kind === 0 }));
const put: fc.Arbitrary<Statement> = fc
  .tuple(anyPlace, fc.nat(1), fc.nat(5))
  .map(([place, value, kind]) => ({ kind: 'put', place, value: value + 1, release: kind === 0 }));
const store: fc.Arbitrary<Statement> = fc
  .tuple(variable, anyRegister)
  .map(([place, register]) => ({ kind: 'store', place, register }));
const fence: fc.Arbitrary<Statement> = fc
  .constantFrom('full' as const, 'reads' as const, 'writes' as const)
  .map((each) => ({ kind: 'fence', fence: each }));
const point: fc.Arbitrary<Statement> = fc
  .tuple(
    anyRegister,
    fc.nat(3),
    fc.constantFrom('load' as const, 'put' as const, 'exchange' as const),
    fc.constantFrom(...LOADED),
  )
  .map(([condition, which, use, register]) => ({
    kind: 'point',
    condition,
    places: [which & 1, which >> 1],
    use,
    register,
  }));
const exchange: fc.Arbitrary<Statement> = fc
  .tuple(anyPlace, anyRegister, fc.constantFrom(...LOADED))
  .map(([place, register, target]) => ({ kind: 'exchange', place, register, target }));
const add: fc.Arbitrary<Statement> = anyRegister.map((register) => ({ kind: 'add', register }));

const simple: fc.Arbitrary<Statement> = fc.oneof(
  { weight: 3, arbitrary: load },
  { weight: 3, arbitrary: put },
  { weight: 3, arbitrary: store },
  { weight: 1, arbitrary: point },
  { weight: 1, arbitrary: exchange },
  { weight: 1, arbitrary: add },
  { weight: 1, arbitrary: fence },
);
const conditional: fc.Arbitrary<Statement> = fc
  .tuple(anyRegister, simple)
  .map(([condition, body]) => ({ kind: 'if', condition, body }));
const statement = fc.oneof(
  { weight: 4, arbitrary: choose },
  { weight: 6, arbitrary: simple },
  { weight: 1, arbitrary: conditional },
);

/** A thread that chooses: a load, the choice, what becomes of it. */
function choosing(longest: number): fc.Arbitrary<Statement[]> {
  const ending = fc.oneof(
    store,
    fc.tuple(anyRegister, put).map(([condition, body]): Statement => ({ kind: 'if', condition, body })),
    point,
    add,
  );
  return fc
    .tuple(load, fc.array(statement, { minLength: 0, maxLength: longest }), choose, ending)
    .map(([first, middle, choice, last]) => [first, ...middle, choice, last]);
}

/** A thread that shows in which order another one's accesses became visible. */
const watching: fc.Arbitrary<Statement[]> = fc
  .tuple(fc.oneof(load, put), fc.oneof(load, put))
  .map(([first, second]) => [first, { kind: 'fence', fence: 'full' }, second]);

function observables(
  register: (thread: number, number: number) => string,
  threads: number,
): readonly string[] {
  const each = Array.from({ length: threads }, (_, thread) =>
    REGISTERS.map((number) => register(thread, number)),
  );
  return [...PLACES, ...each.flat()];
}

const inC = (thread: number, number: number): string => `${thread}:r${number}`;

function tests(longest: number): fc.Arbitrary<Choosing> {
  const other = fc.oneof({ weight: 3, arbitrary: watching }, { weight: 1, arbitrary: choosing(0) });
  return fc
    .oneof(
      { weight: 4, arbitrary: fc.tuple(choosing(longest), other) },
      {
        weight: 1,
        arbitrary: fc.tuple(
          choosing(longest),
          watching,
          fc.tuple(put).map((each): Statement[] => each),
        ),
      },
    )
    .chain((threads) =>
      fc.record({
        threads: fc.constant(threads),
        question: fc.option(questions(observables(inC, threads.length)), { freq: 3 }),
      }),
    );
}

/** The expression that is true when a register is 1. */
const holds = (register: number): string => `r${register} == 1`;

function spelled(value: Leaf | Chosen): string {
  if (value.kind === 'constant') return `${value.value}`;
  if (value.kind === 'register') return `r${value.register}`;
  return `(${holds(value.condition)} ? ${spelled(value.yes)} : ${spelled(value.no)})`;
}

const isConstant = (value: Leaf | Chosen, number: number): boolean =>
  value.kind === 'constant' && value.value === number;

/** `a && b`, `a || b`, or null where it is no such value. */
function connected({ condition, yes, no }: Chosen): string | null {
  const inner = (value: Leaf | Chosen): string | null =>
    value.kind === 'chosen' && isConstant(value.yes, 1) && isConstant(value.no, 0)
      ? holds(value.condition)
      : null;
  const [both, either] = [inner(yes), inner(no)];
  if (both !== null && isConstant(no, 0)) return `${holds(condition)} && ${both}`;
  return either !== null && isConstant(yes, 1) ? `${holds(condition)} || ${either}` : null;
}

/** Statements that put a chosen value into a register. */
function inStatements(target: string, value: Leaf | Chosen, spelling: Spelling, label: string): string {
  if (value.kind !== 'chosen') return `${target} = ${spelled(value)};`;
  const { condition, yes, no } = value;
  const then = inStatements(target, yes, spelling, `${label}y`);
  const otherwise = inStatements(target, no, spelling, `${label}n`);
  switch (spelling) {
    case 'default':
      return `${otherwise} if (${holds(condition)}) { ${then} }`;
    case 'switch':
      return `switch (r${condition}) { case 1: ${then} break; default: ${otherwise} }`;
    case 'goto':
      return `${otherwise} if (r${condition} != 1) goto ${label}; ${then} ${label}: ;`;
    default:
      return `if (${holds(condition)}) { ${then} } else { ${otherwise} }`;
  }
}

function returns(value: Leaf | Chosen): string {
  if (value.kind !== 'chosen') return `return ${spelled(value)};`;
  return `if (${holds(value.condition)}) { ${returns(value.yes)} } ${returns(value.no)}`;
}

/** A statement in C, and the helper that it calls; `label` is its own. */
function cOf(statement: Statement, label: string, helpers: string[]): string {
  switch (statement.kind) {
    case 'load': {
      const place = PLACES[statement.place];
      const name = statement.place === COUNTER ? 'atomic_read' : 'READ_ONCE';
      if (statement.place === COUNTER)
        return `r${statement.register} = ${name}${statement.acquire ? '_acquire' : ''}(${place});`;
      return `r${statement.register} = ${statement.acquire ? `smp_load_acquire(${place})` : `READ_ONCE(*${place})`};`;
    }
    case 'put': {
      const [place, { release, value }] = [PLACES[statement.place], statement];
      if (statement.place === COUNTER) return `atomic_set${release ? '_release' : ''}(${place}, ${value});`;
      return release ? `smp_store_release(${place}, ${value});` : `WRITE_ONCE(*${place}, ${value});`;
    }
    case 'store':
      return `WRITE_ONCE(*${PLACES[statement.place]}, r${statement.register});`;
    case 'fence':
      return { full: 'smp_mb();', reads: 'smp_rmb();', writes: 'smp_wmb();' }[statement.fence];
    case 'choose':
      return chosenInC(statement, label, helpers);
    case 'point': {
      const [yes, no] = statement.places.map((place) => PLACES[place]);
      const use = {
        load: `r${statement.register} = READ_ONCE(*p);`,
        put: 'WRITE_ONCE(*p, 3);',
        exchange: `r${statement.register} = xchg_relaxed(p, 3);`,
      }[statement.use];
      return `p = ${holds(statement.condition)} ? ${yes} : ${no}; ${use}`;
    }
    case 'exchange': {
      const [place, { register, target }] = [PLACES[statement.place], statement];
      const name = statement.place === COUNTER ? 'atomic_xchg_relaxed' : 'xchg_relaxed';
      return `r${target} = ${name}(${place}, r${register});`;
    }
    case 'add':
      return `atomic_add(r${statement.register}, c);`;
    case 'if':
      return `if (${holds(statement.condition)}) { ${cOf(statement.body, label, helpers)} }`;
  }
}

function chosenInC(
  { target, chosen, spelling }: Extract<Statement, { kind: 'choose' }>,
  label: string,
  helpers: string[],
): string {
  if (spelling === 'helper') {
    helpers.push(`static int f${label}(int r0, int r1, int r2, int r3)\n{\n\t${returns(chosen)}\n}\n`);
    return `r${target} = f${label}(r0, r1, r2, r3);`;
  }
  const value = spelling === 'connective' ? connected(chosen) : spelling === '?:' ? spelled(chosen) : null;
  return value === null ? inStatements(`r${target}`, chosen, spelling, label) : `r${target} = ${value};`;
}

/** The test in C; its name says where the translations have all its states. */
function print({ threads, question }: Choosing, name: string): string {
  const helpers: string[] = [];
  const bodies = threads.map((statements, thread) => {
    const declared = [...REGISTERS.map((number) => `int r${number} = 0;`), 'int *p = x;'];
    const lines = statements.map((each, index) => cOf(each, `l${thread}${index}`, helpers));
    const body = [...declared, ...lines].map((line) => `\t${line}\n`).join('');
    return `P${thread}(int *x, int *y, atomic_t *c)\n{\n${body}}\n`;
  });
  return `C ${name}\n\n{}\n\n${[...helpers, ...bodies].join('\n')}\n${printQuestion(observables(inC, threads.length), question)}`;
}

/** Texts of C tests. */
export function choices(): fc.Arbitrary<string> {
  return tests(2).map((test) => print(test, 'choices'));
}

/** Texts that begin with a C test, whose translations follow. */
export function translated(): fc.Arbitrary<string> {
  return tests(1).map(({ threads }) => {
    const name = ['choices', ...exactOn(threads)].join('-');
    const assembly = DIALECTS.flatMap((dialect) =>
      translate(dialect, threads).map(
        (head) => head + printQuestion(observables(dialect.observed, threads.length), null),
      ),
    );
    return [print({ threads, question: null }, name), ...assembly].join('\n');
  });
}

/**
 * The models on which the translations have every state of the C test. A branch in assembly holds back all writes behind
 * it, one in C those in its arms, so a statement that only a branch can skip must be the last.
 *
 * Where a select is arithmetic, as on RISC-V, its target depends on all that goes into it, and reads wait for that; a
 * branch lets reads go ahead and holds back writes that have nothing to do with it. C may do both of these in one
 * execution. So there choices are compared that no read can be before: of one condition between constants, never an address,
 * and not read back.
 */
function exactOn(threads: Choosing['threads']): readonly string[] {
  const ends = threads.every((statements) => statements.slice(0, -1).every(({ kind }) => kind !== 'if'));
  if (!ends) return [];
  return threads.every(isPlainlyChosen) ? ['armv8', 'riscv'] : ['armv8'];
}

function isPlainlyChosen(statements: readonly Statement[]): boolean {
  const all = statements.map((each) => (each.kind === 'if' ? each.body : each));
  const stored = all.flatMap((each) => (each.kind === 'store' ? [each.place] : []));
  return all.every((each) => {
    if (each.kind === 'choose')
      return each.chosen.yes.kind === 'constant' && each.chosen.no.kind === 'constant';
    return each.kind !== 'point' && !(each.kind === 'load' && stored.includes(each.place));
  });
}
