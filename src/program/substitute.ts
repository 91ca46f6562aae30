/** Instructions and expressions rewritten: something else in a register's place, or every expression mapped. */
import { type Expression, withOperand, withOperands } from './expression.js';
import type { Instruction } from './program.js';

type Mapping = (expression: Expression) => Expression;

/** The expression with something else in the place of what it is made of: constants, registers, the value loaded. */
function mapLeaves(expression: Expression, mapping: Mapping): Expression {
  switch (expression.kind) {
    case 'unary':
    case 'convert':
      return withOperand(expression, mapLeaves(expression.operand, mapping));
    case 'binary':
      return withOperands(
        expression,
        mapLeaves(expression.left, mapping),
        mapLeaves(expression.right, mapping),
      );
    default:
      return mapping(expression);
  }
}

/** The expression with something else in each register's place; itself when nothing changes. */
export function mapRegisters(
  expression: Expression,
  mapping: (register: number, itself: Expression) => Expression,
): Expression {
  return mapLeaves(expression, (leaf) => (leaf.kind === 'register' ? mapping(leaf.register, leaf) : leaf));
}

/** The expression with registers replaced by what is known of them. */
export function substituted(expression: Expression, known: ReadonlyMap<number, Expression>): Expression {
  return mapRegisters(expression, (register, itself) => known.get(register) ?? itself);
}

/** The expression with something else in the place of the value loaded. */
export function withLoaded(expression: Expression, loaded: Expression): Expression {
  return mapLeaves(expression, (leaf) => (leaf.kind === 'loaded' ? loaded : leaf));
}

/** The instruction with every expression in it mapped; itself when nothing changes. */
export function mapExpressions(instruction: Instruction, map: Mapping): Instruction {
  const optional = (expression: Expression | null) => (expression === null ? null : map(expression));
  switch (instruction.kind) {
    case 'set':
      return withParts(instruction, { value: map(instruction.value) });
    case 'branch':
    case 'assume':
      return withParts(instruction, { condition: map(instruction.condition) });
    case 'select': {
      const { condition, then, otherwise } = instruction;
      return withParts(instruction, {
        condition: map(condition),
        // biome-ignore lint/suspicious/noThenProperty: the intermediate form's name for it
        then: map(then),
        otherwise: map(otherwise),
      });
    }
    case 'write':
    case 'store-conditional':
      return withParts(instruction, { address: map(instruction.address), data: map(instruction.data) });
    case 'read': {
      const { address, result, awaits: until } = instruction;
      return withParts(instruction, { address: map(address), result: map(result), awaits: optional(until) });
    }
    case 'update': {
      const { address, data, condition, awaits: until, result } = instruction;
      return withParts(instruction, {
        address: map(address),
        data: map(data),
        condition: optional(condition),
        awaits: optional(until),
        result: map(result),
      });
    }
    case 'fence': {
      const { domain } = instruction;
      return domain === undefined ? instruction : withParts(instruction, { domain: map(domain) });
    }
    case 'jump':
      return instruction;
  }
}

function withParts<Kind extends Instruction>(instruction: Kind, parts: Partial<Kind>): Kind {
  for (const name in parts) if (parts[name] !== instruction[name]) return { ...instruction, ...parts };
  return instruction;
}
