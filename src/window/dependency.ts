/**
 * What depends on what within a window: for each instance, the earlier reads whose values flow into its address, what it
 * writes or tests, and those that decide a choice it hangs on (choice.ts). Dependencies are syntactic, as the manuals define
 * them (Arm ARM DDI 0487, B2.3; RVWMO, "Syntactic Dependencies"). Values are followed through registers only: what flows
 * through memory is an edge of another kind. Choices are followed through the thread's own memory too, where it is decided
 * which write a read took its value from, and so are the values of atomics without result, which are before nothing that only
 * reads them back (binding.ts). The machine itself needs no such sets, since an operand is just unknown until
 * then; they are for telling people why something waits.
 */
import type { Expression } from '../program/expression.js';
import { eachRegister, readsLoaded } from '../program/expression.js';
import { definedBy } from '../program/flow.js';
import type { Instruction } from '../program/program.js';
import { meetingsIn } from './branch-choice.js';
import { chosenBy } from './choice.js';
import type { Code } from './code.js';
import type { Instance, Window } from './window.js';

/** Indices of instances of a window. */
export type Indices = ReadonlySet<number>;

/** What flows into an instance. */
export interface Dependencies {
  /** Reads that the address of an access depends on. */
  readonly address: Indices;
  /** Reads that the value written, the condition of a branch or an update, or what a waiting read waits for depends on. */
  readonly operand: Indices;
  /** Those among them that the value written alone depends on. */
  readonly data: Indices;
  /** Reads that decide a choice which the address, or anything else in the instance, hangs on. */
  readonly addressChoice: Indices;
  readonly choice: Indices;
  /** Reads that decide a choice which the value that a read took hangs on. */
  readonly valueChoice: Indices;
  /** The selects and branches that made those choices, the last ones on each way, as far as registers tell. */
  readonly choosers: Indices;
}

/** What a register holds depends on these: its value, the choices that led to it, and what made the last of them. */
interface Flow {
  readonly value: Indices;
  readonly choice: Indices;
  readonly choosers: Indices;
}

const NONE: Flow = { value: new Set(), choice: new Set(), choosers: new Set() };

/** For each instance of a window, what it depends on. */
export function dependenciesOf(code: Code, window: Window): readonly Dependencies[] {
  let registers: readonly Flow[] = window.registers.map(() => NONE);
  let before = registers;
  /** For each write, the reads that decide a choice which its value, or that it takes place, hangs on. */
  const carried: Indices[] = [];
  /** For each instance, the reads of atomics without result that flow into its value through memory. */
  const brought: Indices[] = [];
  const all: Dependencies[] = [];
  const meetings = meetingsIn(window);
  window.instances.forEach((instance, index) => {
    for (const branch of meetings.get(index) ?? []) {
      const choice = union([all[branch].operand, all[branch].choice]);
      const decided = code.decides[window.instances[branch].pc];
      registers = depending(registers, decided, { ...NONE, choice, choosers: new Set([branch]) });
    }
    const instruction = code.instructions[instance.pc];
    // The write of a pair computes with the registers, and the value, that its read saw.
    const paired = instance.kind === 'write' && instance.pair === 'update';
    if (!paired) before = registers;
    const loads: Loads = paired ? { read: index - 1, choice: all[index - 1].valueChoice } : null;
    const address = flowOf(addressOf(instruction), before, null);
    const data = flowOf(dataOf(instruction, instance.kind), before, loads);
    const operand = flowOf(operandsOf(instruction, instance), before, loads);
    const choice = union([address.choice, operand.choice]);
    const source = instance.kind === 'read' ? instance.from : null;
    const from = source === null ? NONE.choice : union([carried[source], brought[source]]);
    brought.push(source === null ? broughtBy(instruction, instance, index - 1, brought) : brought[source]);
    const own = {
      address: address.value,
      operand: operand.value,
      data: data.value,
      addressChoice: address.choice,
      choice,
      valueChoice: union([from, address.choice]),
      choosers: union([address.choosers, operand.choosers]),
    };
    all.push(own);
    const decided = paired && instruction.kind === 'update' && instruction.condition !== null;
    carried.push(decided ? union([choice, operand.value]) : union([address.choice, data.choice]));
    if (!paired) registers = after(code, instance, index, before, own.valueChoice, brought[index]);
  });
  return all;
}

/** The registers' flows, some of which depend on something else as well. */
function depending(registers: readonly Flow[], some: readonly number[], further: Flow): readonly Flow[] {
  return registers.map((flow, register) => (some.includes(register) ? joined([flow, further]) : flow));
}

function addressOf(instruction: Instruction): readonly Expression[] {
  return 'address' in instruction ? [instruction.address] : [];
}

/** What a write or a read-modify-write puts into memory. */
function dataOf(instruction: Instruction, kind: Instance['kind']): readonly Expression[] {
  return 'data' in instruction && kind !== 'read' ? [instruction.data] : [];
}

/** The expressions that must be known for an instance to perform or to be resolved, apart from its address. */
function operandsOf(instruction: Instruction, { kind }: Instance): readonly Expression[] {
  switch (instruction.kind) {
    case 'write':
    case 'store-conditional':
      return [instruction.data];
    case 'read':
      return present(instruction.awaits);
    case 'update': {
      const { data, condition, awaits: until } = instruction;
      if (kind === 'read') return present(until);
      return kind === 'write' ? present(data, condition) : present(data, condition, until);
    }
    case 'branch':
    case 'assume':
    case 'select':
      return [instruction.condition];
    default:
      return [];
  }
}

function present(...expressions: readonly (Expression | null)[]): readonly Expression[] {
  return expressions.filter((expression) => expression !== null);
}

/** The read whose value `loaded` stands for, and what decides the choices that it hangs on. */
type Loads = { readonly read: number; readonly choice: Indices } | null;

/** What flows into expressions. */
function flowOf(expressions: readonly Expression[], registers: readonly Flow[], loads: Loads): Flow {
  const flows: Flow[] = [];
  for (const expression of expressions) {
    eachRegister(expression, (register) => flows.push(registers[register]));
    if (loads !== null && readsLoaded(expression))
      flows.push({ ...NONE, value: new Set([loads.read]), choice: loads.choice });
  }
  return joined(flows);
}

function joined(flows: readonly Flow[]): Flow {
  return {
    value: union(flows.map(({ value }) => value)),
    choice: union(flows.map(({ choice }) => choice)),
    choosers: union(flows.map(({ choosers }) => choosers)),
  };
}

/** What the write of a pair computes with, of its own read and what was brought to that, but for what it is ordered after anyway. */
function broughtBy(
  instruction: Instruction,
  { kind }: Instance,
  read: number,
  brought: readonly Indices[],
): Indices {
  if (kind !== 'write' || instruction.kind !== 'update' || !readsLoaded(instruction.data)) return NONE.value;
  return instruction.noReturn ? new Set([read, ...brought[read]]) : brought[read];
}

/**
 * The registers' flows after an instance; `choice` is what decides the choices that a value it read hangs on, `brought` what flows
 * into that through memory.
 */
function after(
  code: Code,
  instance: Instance,
  index: number,
  registers: readonly Flow[],
  choice: Indices,
  brought: Indices,
): readonly Flow[] {
  const target = definedBy(code.instructions[instance.pc]);
  return target === null
    ? registers
    : registers.with(target, flowInto(code, instance, index, registers, choice, brought));
}

function flowInto(
  code: Code,
  instance: Instance,
  index: number,
  registers: readonly Flow[],
  choice: Indices,
  brought: Indices,
): Flow {
  const instruction = code.instructions[instance.pc];
  const self = { ...NONE, value: new Set([index, ...brought]) };
  switch (instruction.kind) {
    case 'set':
      return flowOf([instruction.value], registers, null);
    case 'select': {
      const condition = flowOf([instruction.condition], registers, null);
      const own = { ...NONE, choice: union([condition.value, condition.choice]), choosers: new Set([index]) };
      return joined([flowOf([chosenBy(instruction, instance)], registers, null), own]);
    }
    case 'read':
      return joined([{ ...self, choice }, flowOf([instruction.result], registers, null)]);
    case 'update': {
      const made = flowOf([instruction.result], registers, null);
      const compared = code.compared[instance.pc];
      if (compared === null || instance.kind !== 'read' || !instance.matched)
        return joined([{ ...self, choice }, made]);
      // That the register holds what was compared with is the choice that the read decides.
      const choices = { ...NONE, choice: union([choice, self.value]) };
      return joined([flowOf([compared], registers, null), choices, made]);
    }
    case 'store-conditional':
      return code.model.statusEarly || instance.kind === 'failed' ? NONE : self;
    default:
      return NONE;
  }
}

function union(sets: readonly Indices[]): Indices {
  return new Set(sets.flatMap((set) => [...set]));
}
