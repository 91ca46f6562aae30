/**
 * A C test as assembly: what each thread becomes on a kernel port, as a test in the dialect of its instructions. It asks the same
 * question of the same memory, and has the same final states on the machine's model; where C leaves more open than the
 * instructions do, a remark says so. What has no instruction is refused by its name.
 */
import {
  includes,
  rangeOfType,
  type ValueRange,
  type ValueRanges,
  valueRanges,
} from '../lower/assembly/range.js';
import type { Observable, Operand } from '../program/condition.js';
import { type Expression, eachLeaf, INT } from '../program/expression.js';
import { joins, reachable } from '../program/flow.js';
import type { Instruction, Program, Thread } from '../program/program.js';
import { isGrace } from '../program/readers.js';
import { addressesOf } from '../program/spell.js';
import type { Test } from '../program/test.js';
import { questionText } from '../syntax/print/print-question.js';
import type { CTest } from '../syntax/tree.js';
import { lineOf, type Span, textOf } from '../text/source.js';
import { type Allocation, allocateRegisters } from './allocate-registers.js';
import type { CompileTarget } from './compile-target.js';
import { type CompiledLine, NotExpressible } from './machine-writer.js';
import { type MemoryNames, memoryNames } from './memory-names.js';
import { refuseWide } from './refuse-wide.js';
import { compileThread } from './thread-compiler.js';

/** A register of the source, and where it is on the machine. */
interface MappedRegister {
  readonly name: string;
  readonly machine: string;
}

/** What a thread becomes. */
export interface CompiledThread {
  readonly name: string;
  readonly lines: readonly CompiledLine[];
  /** The registers that the source names. */
  readonly registers: readonly MappedRegister[];
  /** The entries of the init block that are the thread's. */
  readonly entries: readonly string[];
}

/** A test on a port. */
export interface CompiledTest {
  readonly target: CompileTarget;
  readonly threads: readonly CompiledThread[];
  /** A test of the target's dialect. */
  readonly text: string;
  /** What each observable of the C test is called there, in order. */
  readonly observables: readonly string[];
  /** What the addresses of C's locations are called there. */
  readonly addresses: ReadonlyMap<string, string>;
  /** Where instructions order more than C does, in words. */
  readonly remarks: readonly string[];
}

/** What a target has not. */
export interface CompileRefusal {
  readonly target: CompileTarget;
  readonly what: string;
  readonly span: Span;
}

/** Compiles a C test, or says what of it the target has not. */
export function compileTest(test: Test, tree: CTest, target: CompileTarget): CompiledTest | CompileRefusal {
  try {
    return new TestCompiler(test, tree, target).compiled();
  } catch (error) {
    if (!(error instanceof NotExpressible)) throw error;
    return { target, what: error.what, span: error.span };
  }
}

class TestCompiler {
  private readonly test: Test;
  private readonly target: CompileTarget;
  private readonly tree: CTest;
  private readonly program: Program;
  private readonly ranges: ValueRanges;
  private readonly memory: MemoryNames;
  /** What an address is called in the compiled test. */
  private readonly addresses: ReadonlyMap<bigint, string>;

  constructor(test: Test, tree: CTest, target: CompileTarget) {
    this.test = test;
    this.target = target;
    this.tree = tree;
    this.program = test.programFor(target.port);
    const { locations, threads } = this.program;
    this.ranges = valueRanges(threads, locations);
    const spell = (value: bigint): string => this.spelled(value);
    // Names come first, for an initial value may be an address.
    const { addresses } = memoryNames(locations, tree, target.bits, () => '0');
    this.addresses = new Map(locations.map(({ address }, index) => [address, addresses[index]]));
    this.memory = memoryNames(locations, tree, target.bits, spell);
  }

  private spelled(value: bigint): string {
    return this.addresses.get(value) ?? String(value);
  }

  compiled(): CompiledTest {
    const { program, test, target } = this;
    refuseGraces(program);
    refuseSizeless(program);
    if (target.bits === 32) refuseWide(program, this.ranges, this.tree, test.conditionSpan);
    const threads = program.threads.map((thread, index) => this.thread(thread, index));
    const observables = test.question.observables.map((each) => this.observed(each, threads));
    const entries = [
      ...this.memory.entries.map((entry) => `\t${entry}`),
      ...threads.flatMap((thread) => (thread.entries.length === 0 ? [] : [`\t${thread.entries.join(' ')}`])),
    ];
    const { filter, quantifier, proposition, shown } = test.question;
    const question = questionText<Operand>(
      {
        locations: observables.slice(0, shown).map((_, observable) => ({ kind: 'observable', observable })),
        filter,
        condition: { quantifier, proposition },
      },
      (one) => (one.kind === 'observable' ? observables[one.observable] : this.spelled(one.value)),
    );
    const text = [
      `${target.dialect} ${test.name}`,
      ...(test.title === null ? [] : [`"${test.title}"`]),
      '',
      ...this.story(threads),
      '',
      '{',
      ...entries,
      '}',
      '',
      table(threads),
      '',
      question,
      '',
    ].join('\n');
    const named = addressesOf(program);
    return {
      target,
      threads,
      text,
      observables,
      addresses: new Map(
        program.locations.map(({ address, name }, index) => [
          named.get(address) ?? name,
          this.memory.shown[index],
        ]),
      ),
      remarks: [
        ...(target.branchesOrder ? program.threads.flatMap(strongerBranches) : []),
        ...(target.dialect === 'AArch64' ? program.threads.flatMap(strongerBarriers) : []),
      ],
    };
  }

  /** The comment that says which register is which. */
  private story(threads: readonly CompiledThread[]): readonly string[] {
    const { program, target, memory } = this;
    const registers = threads.flatMap(({ name, registers: own }) =>
      own.length === 0
        ? []
        : [` * ${name}: ${own.map(({ name: from, machine }) => `${from} is ${machine}`).join(', ')}`],
    );
    const renamed = program.locations.flatMap(({ name }, index) =>
      memory.names[index] === name ? [] : [` * ${name} is ${memory.names[index]}`],
    );
    return ['(*', ` * Compiled from C for ${target.title}.`, ...registers, ...renamed, ' *)'];
  }

  private thread(thread: Thread, index: number): CompiledThread {
    const { program, target, ranges } = this;
    const span = thread.code[0]?.span ?? this.test.conditionSpan;
    const own = ranges.registers[index];
    const addresses = addressesIn(thread, program);
    const inRegisters = new Map(addresses.map((address, at) => [address, target.registers[at]]));
    const allocation = this.allocation(thread, index, target.registers.slice(addresses.length));
    if (allocation === null) throw new NotExpressible('so many registers', span);
    const { registers, spare } = allocation;
    if (this.memory.isScattered && thread.code.some(computesAddress))
      throw new NotExpressible('members of a structure that is reached by a pointer', span);
    const writer = target.writer(index, spare, span);
    compileThread({
      thread,
      writer,
      ranges,
      own,
      registers,
      addressIn: (value) => inRegisters.get(value) ?? null,
    });
    const named = thread.registers.flatMap(({ name }, register) =>
      allocation.kept.has(register) ? [{ register, name, machine: registers.get(register) ?? '' }] : [],
    );
    return {
      name: thread.name,
      lines: writer.lines,
      registers: named,
      entries: [
        ...[...inRegisters].map(([address, machine]) => `${index}:${machine}=${this.spelled(address)};`),
        ...named.flatMap(({ register, machine }) =>
          this.registerEntry(index, machine, thread.registers[register].initial, own[register]),
        ),
      ],
    };
  }

  /** Registers that the source names are kept to the end; where there are too few, only those that the question is about. */
  private allocation(thread: Thread, index: number, pool: readonly string[]): Allocation | null {
    const named = thread.registers.flatMap(({ name }, register) => (name.startsWith('%') ? [] : [register]));
    const asked = this.test.question.observables.flatMap((each) =>
      each.kind === 'register' && each.thread === index ? [each.register] : [],
    );
    const initial = named.filter((register) => thread.registers[register].initial !== 0n);
    return (
      allocateRegisters(thread, pool, new Set(named)) ??
      allocateRegisters(thread, pool, new Set([...asked, ...initial]))
    );
  }

  /** A register that begins as something, or that is shown as more than an int. */
  private registerEntry(
    thread: number,
    machine: string,
    initial: bigint,
    range: ValueRange,
  ): readonly string[] {
    const { bits } = this.target;
    const isInt = bits === 32 || includes(rangeOfType(INT), range);
    if (isInt && initial === 0n) return [];
    const type = isInt ? '' : range.low < 0n ? 'int64_t ' : 'uint64_t ';
    const value = bits === 32 ? BigInt.asIntN(32, initial) : initial;
    return [`${type}${thread}:${machine}${value === 0n ? '' : `=${this.spelled(value)}`};`];
  }

  private observed(observable: Observable, threads: readonly CompiledThread[]): string {
    if (observable.kind === 'location') return this.memory.names[observable.location];
    const { name } = this.program.threads[observable.thread].registers[observable.register];
    const found = threads[observable.thread].registers.find((each) => each.name === name);
    const shows =
      this.target.bits === 64 ||
      includes(rangeOfType(INT), this.ranges.registers[observable.thread][observable.register]);
    if (found === undefined || !shows)
      throw new NotExpressible(`a register for ${observable.name}`, this.test.conditionSpan);
    return `${observable.thread}:${found.machine}`;
  }
}

/** The addresses that a thread's code names, in the order of the locations. */
function addressesIn({ code }: Thread, { locations }: Program): readonly bigint[] {
  const named = new Set<bigint>();
  for (const expression of code.flatMap(expressionsOf))
    eachLeaf(expression, (leaf) => {
      if (leaf.kind === 'constant') named.add(leaf.value);
    });
  return locations.flatMap(({ address }) => (named.has(address) ? [address] : []));
}

function expressionsOf(instruction: Instruction): readonly Expression[] {
  const present = (...all: readonly (Expression | null)[]): readonly Expression[] =>
    all.filter((each) => each !== null);
  switch (instruction.kind) {
    case 'set':
      return [instruction.value];
    case 'branch':
      return [instruction.condition];
    case 'read':
      return present(instruction.address, instruction.awaits, instruction.result);
    case 'write':
      return [instruction.address, instruction.data];
    case 'update':
      return present(
        ...[instruction.address, instruction.data, instruction.condition],
        ...[instruction.awaits, instruction.result],
      );
    default:
      return [];
  }
}

/** Whether an access goes to an address that is computed there, or from one that is. */
function computesAddress(instruction: Instruction): boolean {
  return (
    ('address' in instruction && instruction.address.kind === 'binary') ||
    (instruction.kind === 'set' && instruction.value.kind === 'binary' && instruction.value.type.bits === 64)
  );
}

/** Waiting for readers in other threads is no instruction, nor is what queues a callback. */
function refuseGraces({ threads }: Program): void {
  const wait = threads.flatMap(({ code }) => code.filter(isGrace)).at(0);
  if (wait === undefined) return;
  const what = wait.kind === 'fence' ? wait.fence.name : textOf(wait.span);
  throw new NotExpressible(`${what}(), which waits for readers in other threads`, wait.span);
}

/** An instruction's width is part of what it does. */
function refuseSizeless({ locations }: Program): void {
  const found = locations.find(({ sizeless }) => sizeless);
  if (found?.declared === undefined) return;
  throw new NotExpressible(`'${found.name}', an int and a pointer at once,`, found.declared.span);
}

/**
 * C orders behind a branch only the stores in its arms, since a compiler may make a select of it; the branch that stands in the
 * compiled text orders those behind the arms as well.
 */
function strongerBranches({ name, code }: Thread): readonly string[] {
  const meet = joins(code);
  return code.flatMap((instruction, place) => {
    const join = meet[place];
    if (instruction.kind !== 'branch' || join === null) return [];
    const behind = [join, ...reachable(code, join, null)];
    const store = behind
      .toSorted((a, b) => a - b)
      .map((each) => code[each])
      .find(writes);
    if (store === undefined) return [];
    return [
      `${name}: the branch of line ${lineOf(instruction.span)} orders the store of line ${lineOf(store.span)} behind its arms, which C leaves open`,
    ];
  });
}

/** DSB LD and DSB ST hold back all that is behind them; the kernel's rmb() and wmb() promise less. */
function strongerBarriers({ name, code }: Thread): readonly string[] {
  return code.flatMap(({ span, ...instruction }) => {
    if (!('fence' in instruction) || !/^dsb (?:ld|st)$/.test(instruction.fence.name)) return [];
    const barrier = instruction.fence.name.toUpperCase();
    return [
      `${name}: ${barrier}, of line ${lineOf(span)}, holds back all that is behind it, which the barrier in C does not`,
    ];
  });
}

function writes(instruction: Instruction | undefined): boolean {
  return instruction?.kind === 'write' || instruction?.kind === 'update';
}

/** The table of the instructions, its columns aligned. */
function table(threads: readonly CompiledThread[]): string {
  const columns = threads.map(({ name, lines }) => [name, ...lines.map(({ text }) => text)]);
  const widths = columns.map((cells) => Math.max(...cells.map(({ length }) => length)));
  const height = Math.max(...columns.map(({ length }) => length));
  const rows = Array.from({ length: height }, (_, row) =>
    columns.map((cells, index) => (cells[row] ?? '').padEnd(widths[index])).join(' | '),
  );
  return rows.map((row) => ` ${row} ;`).join('\n');
}
