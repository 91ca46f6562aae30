/**
 * Registers that a thread never sets hold their initial value for good: in assembly, the addresses of the locations.
 *
 *     X1 = &x at first, and never set
 *     X0 = [X1]           ──▶    X0 = [&x]
 *
 * With the value in its place an address is a constant of the code, which tells what locations the code still to be fetched
 * may access. No dependency is lost: a register that is never set depends on nothing.
 */
import {
  constant,
  type Expression,
  evaluate,
  fold,
  withOperand,
  withOperands,
} from '../program/expression.js';
import { definedBy } from '../program/flow.js';
import type { MemoryInstruction, Program, Thread } from '../program/program.js';
import { mapExpressions } from '../program/substitute.js';

/** The thread with the values of such registers in their place. */
export function withConstants(thread: Thread): Thread {
  const set = new Set(thread.code.map(definedBy));
  const filled = (expression: Expression): Expression => {
    switch (expression.kind) {
      case 'register': {
        const { initial } = thread.registers[expression.register];
        return set.has(expression.register) ? expression : constant(initial);
      }
      case 'unary':
      case 'convert':
        return fold(withOperand(expression, filled(expression.operand)));
      case 'binary':
        return fold(withOperands(expression, filled(expression.left), filled(expression.right)));
      default:
        return expression;
    }
  };
  return { ...thread, code: thread.code.map((instruction) => mapExpressions(instruction, filled)) };
}

/** What gives the address of a thread's access, where that is the same in every execution; null where it is computed. */
export function addressIn({ code, registers }: Thread): (access: MemoryInstruction) => bigint | null {
  const set = new Set(code.map(definedBy));
  const values = registers.map(({ initial }, register) => (set.has(register) ? null : initial));
  return ({ address }) => evaluate(address, values);
}

/** Whether some access computes its address from what it reads, so that only a search tells where it goes. */
export function computesAddresses(program: Program): boolean {
  const known = new Set(program.locations.map(({ address }) => address));
  return program.threads.some((thread) =>
    withConstants(thread).code.some(
      (each) => 'address' in each && !(each.address.kind === 'constant' && known.has(each.address.value)),
    ),
  );
}
