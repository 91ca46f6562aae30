/**
 * Macros of the kernel that are formulas over their arguments and do nothing else: include/linux/compiler.h, bits.h, err.h,
 * byteorder/generic.h (all ports are little-endian).
 */
import { C_INT, C_LONG, C_ULONG, type CType, pointerTo, TYPES, VOID } from '../kernel/c-type.js';
import { binary, constant, convert, truth, type Value } from './value.js';

/** A macro with so many parameters, and its value. */
export interface BuiltinFormula {
  readonly parameters: number;
  readonly value: (...values: readonly Value[]) => Value;
}

const ULL: CType = TYPES.get('u64') ?? C_ULONG;
const POINTER = pointerTo(VOID);

function number(value: bigint, type: CType = C_ULONG): Value {
  return { expression: constant(value), type };
}

function cast(value: Value, type: CType): Value {
  return { expression: convert(value, type), type };
}

function formula(parameters: number, value: BuiltinFormula['value']): BuiltinFormula {
  return { parameters, value };
}

const one = number(1n);
const ALL = number((1n << 64n) - 1n);

/** `BIT(n)` */
const bit = formula(1, (n) => binary('<<', one, n));
/** `GENMASK(high, low)` */
const mask = formula(2, (high, low) =>
  binary('&', binary('<<', ALL, low), binary('>>', ALL, binary('-', number(63n), high))),
);
/** The last page of addresses is for errors: MAX_ERRNO. */
const isError = (pointer: Value): Value => binary('>=', cast(pointer, C_ULONG), number((1n << 64n) - 4095n));
const isZero = (value: Value): Value => binary('==', value, number(0n));
/** In the type of a value, so that a constant does not widen what it is added to. */
const oneOf = (value: Value): Value => number(1n, value.type);
const lowBits = (x: Value, unit: Value): Value => binary('-', cast(unit, x.type), oneOf(x));
const isBefore = (a: Value, b: Value): Value =>
  binary('<', cast(binary('-', cast(a, C_ULONG), cast(b, C_ULONG)), C_LONG), number(0n, C_LONG));
const identity = formula(1, (value) => value);

function typed(type: string): BuiltinFormula {
  return formula(1, (value) => cast(value, TYPES.get(type) ?? ULL));
}

/** The macros by name. */
export const FORMULAS: ReadonlyMap<string, BuiltinFormula> = new Map([
  ['likely', formula(1, truth)],
  ['unlikely', formula(1, truth)],
  ['__builtin_expect', formula(2, (value) => value)],
  [
    '__builtin_constant_p',
    formula(1, ({ expression }) => number(expression.kind === 'constant' ? 1n : 0n, C_INT)),
  ],
  ['BIT', bit],
  ['BIT_ULL', bit],
  ['BIT_MASK', formula(1, (n) => binary('<<', one, binary('&', n, number(63n))))],
  ['BIT_WORD', formula(1, (n) => binary('/', n, number(64n)))],
  ['GENMASK', mask],
  ['GENMASK_ULL', mask],
  ['IS_ERR', formula(1, isError)],
  ['IS_ERR_VALUE', formula(1, isError)],
  [
    'IS_ERR_OR_NULL',
    formula(1, (pointer) => binary('|', binary('==', pointer, number(0n)), isError(pointer))),
  ],
  ['PTR_ERR', formula(1, (pointer) => cast(pointer, C_LONG))],
  ['ERR_PTR', formula(1, (error) => cast(cast(error, C_LONG), POINTER))],
  ['ERR_CAST', formula(1, (pointer) => cast(pointer, POINTER))],
  // Powers of two, include/linux/align.h and math.h.
  ...['round_up', 'ALIGN'].map((name): [string, BuiltinFormula] => [
    name,
    formula(2, (x, unit) => binary('+', binary('|', binary('-', x, oneOf(x)), lowBits(x, unit)), oneOf(x))),
  ]),
  ...['round_down', 'ALIGN_DOWN'].map((name): [string, BuiltinFormula] => [
    name,
    formula(2, (x, unit) => binary('-', x, binary('&', x, lowBits(x, unit)))),
  ]),
  ['IS_ALIGNED', formula(2, (x, unit) => binary('==', binary('&', x, lowBits(x, unit)), number(0n)))],
  ['DIV_ROUND_UP', formula(2, (x, by) => binary('/', binary('-', binary('+', x, by), oneOf(by)), by))],
  ['rounddown', formula(2, (x, unit) => binary('-', x, binary('%', x, unit)))],
  [
    'roundup',
    formula(2, (x, unit) =>
      binary('*', binary('/', binary('-', binary('+', x, unit), oneOf(unit)), unit), unit),
    ),
  ],
  // Wraps around, include/linux/jiffies.h.
  ['time_after', formula(2, (a, b) => isBefore(b, a))],
  ['time_before', formula(2, isBefore)],
  ['time_after_eq', formula(2, (a, b) => isZero(isBefore(a, b)))],
  ['time_before_eq', formula(2, (a, b) => isZero(isBefore(b, a)))],
  ['lower_32_bits', typed('u32')],
  [
    'upper_32_bits',
    formula(1, (value) => cast(binary('>>', cast(value, ULL), number(32n)), TYPES.get('u32') ?? ULL)),
  ],
  ...(['16', '32', '64'] as const).flatMap((bits): [string, BuiltinFormula][] => [
    [`cpu_to_le${bits}`, typed(`__le${bits}`)],
    [`le${bits}_to_cpu`, typed(`u${bits}`)],
  ]),
  ['ATOMIC_INIT', identity],
  ['REFCOUNT_INIT', identity],
  ['KREF_INIT', identity],
]);
