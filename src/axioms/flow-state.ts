/**
 * What the registers of a thread hold on a path, and what they depend on. The rules are herd7's (herd/CSem.ml,
 * herd/modelUtils.ml).
 */
import {
  constant,
  type Expression,
  eachRegister,
  fold,
  isCancelled,
  withOperand,
  withOperands,
} from '../program/expression.js';
import type { Sources } from './path.js';
import { joined, NO_SOURCES } from './sources.js';

/** What a register holds. */
export interface RegisterContent {
  /** Over the reads of the path. */
  readonly value: Expression;
  /** The reads that it was computed from. */
  readonly taint: Sources;
  /** The reads that decided whether it was assigned; those of the taint too. */
  readonly control: Sources;
  /** For the result of an access that is still part of its own statement: what the access itself depends on, else null. */
  readonly access: AccessResult | null;
}

/** A read as a condition sees it that holds it directly. */
interface AccessResult {
  /** The read; nothing for lock accesses, which control nothing where a condition holds them directly. */
  readonly read: Sources;
  /** The reads that its address depends on. */
  readonly address: Sources;
}

/** What a branch makes of its condition: what its arms depend on, and what of it registers carry on that are assigned there. */
export interface ControlSources {
  readonly all: Sources;
  readonly carried: Sources;
}

/** The value of an expression over registers, and over what was loaded; what they hold was made by this, or has no operators. */
export function openValue(
  expression: Expression,
  registers: readonly Pick<RegisterContent, 'value'>[],
  loaded: Expression | null = null,
): Expression {
  return refolded(expression, (leaf) => {
    if (leaf.kind === 'register') return registers[leaf.register].value;
    return leaf.kind === 'loaded' && loaded !== null ? loaded : leaf;
  });
}

/** The reads that an expression over registers depends on. */
export function taintOf(
  expression: Expression,
  registers: readonly Pick<RegisterContent, 'taint'>[],
): Sources {
  let taint = NO_SOURCES;
  eachRegister(expression, (register) => {
    taint = joined(taint, registers[register].taint);
  });
  return taint;
}

/** The reads that decided whether the registers of an expression were assigned. */
export function controlOf(expression: Expression, registers: readonly RegisterContent[]): Sources {
  let control = NO_SOURCES;
  eachRegister(expression, (register) => {
    control = joined(control, registers[register].control);
  });
  return control;
}

/**
 * What the arms of a branch on the condition depend on. Registers bring what they depend on. A read that stands in the
 * condition itself counts too, but a register assigned in an arm does not carry it on.
 */
export function conditionSources(
  condition: Expression,
  registers: readonly RegisterContent[],
): ControlSources {
  let [all, carried] = [NO_SOURCES, NO_SOURCES];
  eachRegister(condition, (register) => {
    const { control, access } = registers[register];
    const through = access === null ? control : access.address;
    carried = joined(carried, through);
    all = joined(all, access === null ? control : joined(access.read, through));
  });
  return { all, carried };
}

/**
 * The expression with its operators applied wherever their operands are constants, and what a value leaves of itself: `r ^ r` is 0,
 * whatever r is, also where r hangs on it in a circle. What depends on what is told beside the values, and stays.
 */
export function refold(expression: Expression): Expression {
  return refolded(expression, (leaf) => leaf);
}

/** The same with something else in the place of what the expression is made of, in which nothing is left to apply. */
function refolded(expression: Expression, replace: (leaf: Expression) => Expression): Expression {
  switch (expression.kind) {
    case 'unary':
    case 'convert':
      return fold(withOperand(expression, refolded(expression.operand, replace)));
    case 'binary': {
      const left = refolded(expression.left, replace);
      const right = refolded(expression.right, replace);
      if (isCancelled(expression.operator, left, right)) return constant(0n);
      return fold(withOperands(expression, left, right));
    }
    default:
      return replace(expression);
  }
}
