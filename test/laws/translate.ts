/** Generated choices (choices.ts) in assembly: each as a branch or as a select, in every combination. */
import type { Chosen, Leaf, Statement } from './choices.js';

/** How a dialect writes what generated tests are made of. Registers 0 to 3 are the test's, further ones are temporary. */
export interface Dialect {
  readonly name: string;
  readonly register: (number: number) => string;
  /** A register as the condition names it. */
  readonly observed: (thread: number, number: number) => string;
  readonly init: (thread: number) => string;
  /** The registers that hold the places' addresses, and the one that holds a chosen one. */
  readonly places: readonly string[];
  readonly pointer: string;
  readonly load: (register: string, address: string, acquire: boolean) => readonly string[];
  readonly store: (register: string, address: string, release: boolean) => readonly string[];
  readonly exchange: (register: string, target: string, address: string) => string;
  readonly add: (register: string, address: string) => string;
  readonly fence: Readonly<Record<Extract<Statement, { kind: 'fence' }>['fence'], string>>;
  readonly constant: (register: string, value: number) => string;
  readonly move: (register: string, from: string) => string;
  /** Goes to a label unless a register is 1. */
  readonly unless: (register: string, label: string) => readonly string[];
  readonly jump: (label: string) => string;
  /** `target = condition == 1 ? yes : no`. */
  readonly select: (target: string, condition: string, yes: string, no: string) => readonly string[];
}

const AARCH64: Dialect = {
  name: 'AArch64',
  register: (number) => `W${number > 3 ? number + 6 : number}`,
  observed: (thread, number) => `${thread}:X${number}`,
  init: (thread) => `${thread}:X4=x; ${thread}:X5=y; ${thread}:X6=c;`,
  places: ['X4', 'X5', 'X6'],
  pointer: 'X7',
  load: (register, address, acquire) => [`${acquire ? 'LDAR' : 'LDR'} ${register},[${address}]`],
  store: (register, address, release) => [`${release ? 'STLR' : 'STR'} ${register},[${address}]`],
  exchange: (register, target, address) => `SWP ${register},${target},[${address}]`,
  add: (register, address) => `STADD ${register},[${address}]`,
  fence: { full: 'DMB SY', reads: 'DMB LD', writes: 'DMB ST' },
  constant: (register, value) => `MOV ${register},#${value}`,
  move: (register, from) => `MOV ${register},${from}`,
  unless: (register, label) => [`CMP ${register},#1`, `B.NE ${label}`],
  jump: (label) => `B ${label}`,
  select: (target, condition, yes, no) => [`CMP ${condition},#1`, `CSEL ${target},${yes},${no},EQ`],
};

const RISCV_TEMPORARIES = ['x13', 'x14', 'x16', 'x17', 'x18', 'x19', 'x20', 'x21', 'x22', 'x23'];

const RISCV: Dialect = {
  name: 'RISCV',
  register: (number) => (number > 3 ? RISCV_TEMPORARIES[number - 4] : `x${number + 5}`),
  observed: (thread, number) => `${thread}:x${number + 5}`,
  init: (thread) => `${thread}:x10=x; ${thread}:x11=y; ${thread}:x12=c;`,
  places: ['x10', 'x11', 'x12'],
  pointer: 'x15',
  load: (register, address, acquire) => [`lw ${register},0(${address})`, ...(acquire ? ['fence r,rw'] : [])],
  store: (register, address, release) => [...(release ? ['fence rw,w'] : []), `sw ${register},0(${address})`],
  exchange: (register, target, address) => `amoswap.w ${target},${register},(${address})`,
  add: (register, address) => `amoadd.w x0,${register},(${address})`,
  fence: { full: 'fence rw,rw', reads: 'fence r,r', writes: 'fence w,w' },
  constant: (register, value) => `li ${register},${value}`,
  move: (register, from) => `mv ${register},${from}`,
  unless: (register, label) => ['li x30,1', `bne ${register},x30,${label}`],
  jump: (label) => `j ${label}`,
  // yes ^ no, where the condition holds, turns no into yes.
  select: (target, condition, yes, no) => [
    `xori x30,${condition},1`,
    'sltiu x30,x30,1',
    'neg x30,x30',
    `xor x31,${yes},${no}`,
    'and x30,x30,x31',
    `xor ${target},x30,${no}`,
  ],
};

export const DIALECTS: readonly Dialect[] = [AARCH64, RISCV];

/** The most choices of which every combination is tried; of more, all are branches or all are selects. */
const MOST = 3;

/** The tests without their questions, one for each way of making branches and selects of the choices. */
export function translate(dialect: Dialect, threads: readonly (readonly Statement[])[]): readonly string[] {
  const count = threads.flat().filter(isChoice).length;
  const masks = count > MOST ? [0, -1] : Array.from({ length: 1 << count }, (_, mask) => mask);
  return masks.map((mask) => printed(dialect, threads, mask));
}

function isChoice({ kind }: Statement): boolean {
  return kind === 'choose' || kind === 'point';
}

/** The choices whose bit is set in `mask` are selects. */
function printed(dialect: Dialect, threads: readonly (readonly Statement[])[], mask: number): string {
  let choices = 0;
  const columns = threads.map((statements, thread) => {
    const writer = new Writer(dialect, thread);
    for (const each of statements) writer.write(each, isChoice(each) ? (mask >> choices++) % 2 !== 0 : false);
    return writer.lines;
  });
  const height = Math.max(...columns.map((column) => column.length));
  const row = (index: number): string => columns.map((column) => ` ${column[index] ?? ''}`).join(' |');
  const rows = Array.from({ length: height }, (_, index) => `${row(index)} ;\n`).join('');
  const init = threads.map((_, thread) => `${dialect.init(thread)}\n`).join('');
  return `${dialect.name} translation\n{\n${init}}\n${threads.map((_, thread) => ` P${thread}`).join(' |')} ;\n${rows}`;
}

class Writer {
  readonly lines: string[] = [];
  readonly #dialect: Dialect;
  readonly #thread: number;
  #labels = 0;

  constructor(dialect: Dialect, thread: number) {
    this.#dialect = dialect;
    this.#thread = thread;
  }

  write(statement: Statement, selects: boolean): void {
    const { register, places, load, store, ...dialect } = this.#dialect;
    switch (statement.kind) {
      case 'load':
        this.lines.push(...load(register(statement.register), places[statement.place], statement.acquire));
        return;
      case 'put':
        this.lines.push(dialect.constant(register(4), statement.value));
        this.lines.push(...store(register(4), places[statement.place], statement.release));
        return;
      case 'store':
        this.lines.push(...store(register(statement.register), places[statement.place], false));
        return;
      case 'fence':
        this.lines.push(dialect.fence[statement.fence]);
        return;
      case 'choose':
        this.#choose(statement.target, statement.chosen, selects, 4);
        return;
      case 'point':
        this.#point(statement, selects);
        return;
      case 'exchange': {
        const { place, target } = statement;
        this.lines.push(dialect.exchange(register(statement.register), register(target), places[place]));
        return;
      }
      case 'add':
        this.lines.push(dialect.add(register(statement.register), places[2]));
        return;
      case 'if': {
        const end = this.#label();
        this.lines.push(...dialect.unless(register(statement.condition), end));
        this.write(statement.body, selects);
        this.lines.push(`${end}:`);
      }
    }
  }

  #label(): string {
    this.#labels += 1;
    return `L${this.#thread}${this.#labels}`;
  }

  /** Puts a value into a register; `free` and those beyond are temporary. */
  #choose(target: number, value: Leaf | Chosen, selects: boolean, free: number): void {
    const { register, constant, move, select } = this.#dialect;
    if (value.kind === 'constant') this.lines.push(constant(register(target), value.value));
    else if (value.kind === 'register') this.lines.push(move(register(target), register(value.register)));
    else if (selects) {
      this.#choose(free, value.yes, true, free + 2);
      this.#choose(free + 1, value.no, true, free + 2);
      const [yes, no] = [register(free), register(free + 1)];
      this.lines.push(...select(register(target), register(value.condition), yes, no));
    } else {
      const ways = [value.yes, value.no].map((way) => () => this.#choose(target, way, false, free));
      this.#branch(value.condition, ways[0], ways[1]);
    }
  }

  #branch(condition: number, yes: () => void, no: () => void): void {
    const { register, unless, jump } = this.#dialect;
    const [otherwise, end] = [this.#label(), this.#label()];
    this.lines.push(...unless(register(condition), otherwise));
    yes();
    this.lines.push(jump(end), `${otherwise}:`);
    no();
    this.lines.push(`${end}:`);
  }

  #point(statement: Extract<Statement, { kind: 'point' }>, selects: boolean): void {
    const { register, places, pointer, ...dialect } = this.#dialect;
    const [yes, no] = statement.places.map((place) => places[place]);
    if (selects) this.lines.push(...dialect.select(pointer, register(statement.condition), yes, no));
    else {
      const ways = [yes, no].map((way) => () => this.lines.push(dialect.move(pointer, way)));
      this.#branch(statement.condition, ways[0], ways[1]);
    }
    const target = register(statement.register);
    if (statement.use === 'load') {
      this.lines.push(...dialect.load(target, pointer, false));
      return;
    }
    this.lines.push(dialect.constant(register(4), 3));
    if (statement.use === 'put') this.lines.push(...dialect.store(register(4), pointer, false));
    else this.lines.push(dialect.exchange(register(4), target, pointer));
  }
}
