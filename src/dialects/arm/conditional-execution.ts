/**
 * What a condition behind the name of an instruction makes of it. A register is set by a choice between the result and what it
 * held. An access is made or not: DDI 0406, A3.8.2, has a control dependency where a condition code check, "through conditional
 * execution, or through the evaluation of a branch", decides about an access; and what the condition is not of does not depend on it.
 */
import type { Emitter } from '../../lower/assembly/emitter.js';
import type { InstructionLowering } from '../../lower/assembly/instruction-set.js';
import type { Expression } from '../../program/expression.js';
import { CONDITION_NAMES, conditionOf, keepFlags, kept } from '../aarch64/flag.js';
import { ONE } from '../aarch64/operand.js';

/** What follows the name of an instruction: an S sets the flags, a condition makes it conditional. */
export interface Suffix {
  readonly sets: boolean;
  readonly condition: string | null;
}

const CONDITIONS: readonly (string | null)[] = [null, ...CONDITION_NAMES];

/** A name with nothing and with each condition behind it. */
export function conditioned(
  name: string,
  lower: (condition: string | null) => InstructionLowering,
): readonly (readonly [string, InstructionLowering])[] {
  return CONDITIONS.map((condition) => [name + (condition ?? ''), lower(condition)] as const);
}

/** The same of one that an S lets set the flags; before UAL the S came behind the condition. */
export function suffixed(
  name: string,
  lower: (suffix: Suffix) => InstructionLowering,
): readonly (readonly [string, InstructionLowering])[] {
  return CONDITIONS.flatMap((condition) => {
    const text = condition ?? '';
    const setting = lower({ sets: true, condition });
    return [
      [name + text, lower({ sets: false, condition })] as const,
      [`${name}S${text}`, setting] as const,
      [`${name}${text}S`, setting] as const,
    ];
  });
}

/** Whether the condition holds, as the flags are now. */
function holds(emitter: Emitter, condition: string): Expression {
  return conditionOf(emitter, condition) ?? ONE;
}

/** What an instruction sets: the flags first, then a register. */
interface Results {
  readonly flags?: () => void;
  readonly register?: { readonly target: number; readonly value: Expression };
}

/**
 * Sets flags and a register, each of which keeps what it held where the condition does not hold. The flags depend on what decides
 * that: A3.8.2 asks what determines them.
 */
export function assign(emitter: Emitter, condition: string | null, { flags, register }: Results): void {
  if (condition === null) {
    flags?.();
    if (register !== undefined) emitter.set(register.target, register.value);
    return;
  }
  // The flags that it sets are not those that it asks.
  const chosen = flags === undefined ? holds(emitter, condition) : kept(emitter, holds(emitter, condition));
  if (flags !== undefined) keepFlags(emitter, chosen, flags);
  if (register === undefined) return;
  const { target, value } = register;
  emitter.select(target, chosen, [value, { kind: 'register', register: target }]);
}

/** Emits an access whose operands have been read. */
export function access(emitter: Emitter, condition: string | null, emit: () => void): void {
  if (condition === null) emit();
  else emitter.predicated(holds(emitter, condition), emit);
}

/** Emits a branch: as any branch with a condition, it controls all behind it. */
export function branching(emitter: Emitter, condition: string | null, emit: () => void): void {
  if (condition === null) emit();
  else emitter.where(holds(emitter, condition), emit);
}
