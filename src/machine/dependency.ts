/**
 * What depends on what within a window: for each instance, the earlier reads whose values flow into its address, what it
 * writes or tests, and the conditional selects, and branches whose arms have met, whose choice does. Dependencies are syntactic, as the manuals define
 * them (Arm ARM DDI 0487, B2.3; RVWMO, "Syntactic Dependencies"), and follow registers only: what flows through memory
 * is an edge of another kind. The machine itself needs no such sets, since an operand is just unknown until then; they
 * are for telling people why something waits.
 */
import type { Expression } from '../program/expression.js';
import { eachRegister } from '../program/expression.js';
import { definedBy } from '../program/flow.js';
import type { Instruction } from '../program/program.js';
import { meetingsIn } from './branch-choice.js';
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
  /** Reads that decide a choice which the address, or anything else in the instance, depends on. */
  readonly addressChoice: Indices;
  readonly choice: Indices;
  /** The choices that anything in the instance depends on, the last ones on each way: selects and branches. */
  readonly choosers: Indices;
}

/** What a register holds depends on these: its value, and the choices that led to it, by the reads that decide them and as such. */
interface Flow {
  readonly value: Indices;
  readonly choice: Indices;
  readonly choosers: Indices;
}

const NONE: Flow = { value: new Set(), choice: new Set(), choosers: new Set() };

/** For each instance of a window, what it depends on. */
export function dependenciesOf(code: Code, window: Window): readonly Dependencies[] {
  const meetings = meetingsIn(window);
  const found: Dependencies[] = [];
  let registers: readonly Flow[] = window.registers.map(() => NONE);
  let before = registers;
  window.instances.forEach((instance, index) => {
    for (const branch of meetings.get(index) ?? []) {
      const decided = code.decides[window.instances[branch].place];
      const choice = union([found[branch].operand, found[branch].choice]);
      registers = chosen(registers, decided, { ...NONE, choice, choosers: new Set([branch]) });
    }
    const instruction = code.instructions[instance.place];
    // The write of a pair computes with the registers, and the value, that its read saw.
    const paired = instance.kind === 'write' && instance.pair === 'update';
    if (!paired) before = registers;
    const operands = before;
    const loads = paired ? index - 1 : null;
    const address = flowOf(addressOf(instruction), operands, null);
    const operand = flowOf(operandsOf(instruction, instance.kind), operands, loads);
    found.push({
      address: address.value,
      operand: operand.value,
      addressChoice: address.choice,
      choice: union([address.choice, operand.choice]),
      choosers: union([address.choosers, operand.choosers]),
    });
    if (!paired) registers = after(code, instruction, instance.kind === 'failed', index, operands);
  });
  return found;
}

/** The registers' flows with some of them depending on a choice as well. */
function chosen(
  registers: readonly Flow[],
  decided: readonly number[],
  { choice, choosers }: Flow,
): readonly Flow[] {
  return registers.map((flow, register) => {
    if (!decided.includes(register)) return flow;
    return {
      value: flow.value,
      choice: union([flow.choice, choice]),
      choosers: union([flow.choosers, choosers]),
    };
  });
}

function addressOf(instruction: Instruction): readonly Expression[] {
  return 'address' in instruction ? [instruction.address] : [];
}

/** The expressions that must be known for an instance to perform or to be resolved, apart from its address. */
function operandsOf(instruction: Instruction, kind: Instance['kind']): readonly Expression[] {
  switch (instruction.kind) {
    case 'write':
    case 'conditional':
      return [instruction.data];
    case 'read':
      return present(instruction.until);
    case 'update': {
      const { data, condition, until } = instruction;
      if (kind === 'read') return present(until);
      return kind === 'write' ? present(data, condition) : present(data, condition, until);
    }
    case 'branch':
    case 'assume':
    case 'pick':
      return [instruction.condition];
    default:
      return [];
  }
}

function present(...expressions: readonly (Expression | null)[]): readonly Expression[] {
  return expressions.filter((expression) => expression !== null);
}

/** What flows into expressions; `loads` is the instance whose value `loaded` stands for. */
function flowOf(expressions: readonly Expression[], registers: readonly Flow[], loads: number | null): Flow {
  const flows: Flow[] = [];
  for (const expression of expressions) {
    eachRegister(expression, (register) => flows.push(registers[register]));
    if (loads !== null && readsLoaded(expression)) flows.push({ ...NONE, value: new Set([loads]) });
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

function readsLoaded(expression: Expression): boolean {
  switch (expression.kind) {
    case 'loaded':
      return true;
    case 'unary':
    case 'convert':
      return readsLoaded(expression.operand);
    case 'binary':
      return readsLoaded(expression.left) || readsLoaded(expression.right);
    default:
      return false;
  }
}

/** The registers' flows after an instance. */
function after(
  code: Code,
  instruction: Instruction,
  fails: boolean,
  index: number,
  registers: readonly Flow[],
): readonly Flow[] {
  const target = definedBy(instruction);
  return target === null
    ? registers
    : registers.with(target, flowInto(code, instruction, fails, index, registers));
}

function flowInto(
  code: Code,
  instruction: Instruction,
  fails: boolean,
  index: number,
  registers: readonly Flow[],
): Flow {
  const self = { ...NONE, value: new Set([index]) };
  switch (instruction.kind) {
    case 'set':
      return flowOf([instruction.value], registers, null);
    case 'pick': {
      const { value, choice, choosers } = flowOf([instruction.then, instruction.otherwise], registers, null);
      const condition = flowOf([instruction.condition], registers, null);
      return {
        value,
        choice: union([choice, condition.value, condition.choice]),
        choosers: union([choosers, new Set([index])]),
      };
    }
    case 'read':
    case 'update':
      return joined([self, flowOf([instruction.result], registers, null)]);
    case 'conditional':
      return code.model.statusEarly || fails ? NONE : self;
    default:
      return NONE;
  }
}

function union(sets: readonly Indices[]): Indices {
  return new Set(sets.flatMap((set) => [...set]));
}
