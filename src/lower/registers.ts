/** The registers that instructions of a draft read and set: counting them, and putting something in their place. */
import { type Expression, eachRegister } from '../program/expression.js';
import type { Instruction, Register } from '../program/program.js';

type Mapping = (expression: Expression) => Expression;

/** The registers that an instruction reads, with repetitions. */
export function usesIn(instruction: Instruction): readonly number[] {
  const uses: number[] = [];
  mapExpressions(instruction, (expression) => {
    eachRegister(expression, (register) => uses.push(register));
    return expression;
  });
  return uses;
}

/** The expression with something else in each register's place. */
export function mapRegisters(expression: Expression, mapping: (register: number) => Expression): Expression {
  switch (expression.kind) {
    case 'register':
      return mapping(expression.register);
    case 'unary':
    case 'convert':
      return { ...expression, operand: mapRegisters(expression.operand, mapping) };
    case 'binary':
      return {
        ...expression,
        left: mapRegisters(expression.left, mapping),
        right: mapRegisters(expression.right, mapping),
      };
    default:
      return expression;
  }
}

/** The instruction with every expression in it mapped. */
function mapExpressions(instruction: Instruction, map: Mapping): Instruction {
  const optional = (expression: Expression | null) => (expression === null ? null : map(expression));
  switch (instruction.kind) {
    case 'set':
      return { ...instruction, value: map(instruction.value) };
    case 'branch':
    case 'assume':
      return { ...instruction, condition: map(instruction.condition) };
    case 'pick': {
      const { condition, then, otherwise } = instruction;
      // biome-ignore lint/suspicious/noThenProperty: the intermediate form's name for it
      return { ...instruction, condition: map(condition), then: map(then), otherwise: map(otherwise) };
    }
    case 'write':
    case 'conditional':
      return { ...instruction, address: map(instruction.address), data: map(instruction.data) };
    case 'read': {
      const { address, result, until } = instruction;
      return { ...instruction, address: map(address), result: map(result), until: optional(until) };
    }
    case 'update': {
      const { address, data, condition, until, result } = instruction;
      return {
        ...instruction,
        address: map(address),
        data: map(data),
        condition: optional(condition),
        until: optional(until),
        result: map(result),
      };
    }
    case 'fence':
    case 'jump':
      return instruction;
  }
}

/** Code and its registers: the named ones, and then the temporaries that the code still uses. */
export interface FinishedCode {
  readonly code: readonly Instruction[];
  readonly registers: readonly Register[];
}

/** Gives temporaries, which are negative numbers in a draft, their final numbers. */
export function number(code: readonly Instruction[], named: readonly Register[]): FinishedCode {
  const registers: Register[] = [...named];
  const numbers = new Map<number, number>();
  const numberOf = (register: number): number => {
    const known = register >= 0 ? register : numbers.get(register);
    if (known !== undefined) return known;
    registers.push({ name: `%${numbers.size}`, initial: 0n });
    numbers.set(register, registers.length - 1);
    return registers.length - 1;
  };
  const toFinal = (register: number): Expression => ({ kind: 'register', register: numberOf(register) });
  const finished = code.map((instruction) =>
    withTarget(
      mapExpressions(instruction, (expression) => mapRegisters(expression, toFinal)),
      numberOf,
    ),
  );
  return { code: finished, registers };
}

/** The instruction with the register that it sets, if any, mapped. */
function withTarget(instruction: Instruction, numberOf: (register: number) => number): Instruction {
  if ('target' in instruction && instruction.target !== null) {
    return { ...instruction, target: numberOf(instruction.target) };
  }
  if (instruction.kind !== 'conditional' || instruction.status === null) return instruction;
  return { ...instruction, status: numberOf(instruction.status) };
}
