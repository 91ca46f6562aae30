/**
 * Accesses of C itself, without a primitive. To a machine they are as READ_ONCE() and WRITE_ONCE(), not so to the kernel's memory
 * model.
 */
import { pointerTo } from '../kernel/c-type.js';
import type { Span } from '../text/source.js';
import { emitLoad, emitStore } from './access.js';
import { type Frame, localValue } from './frame.js';
import type { Lvalue } from './lvalue.js';
import { convert, type Value, ZERO_VALUE } from './value.js';

const PLAIN = { order: 'relaxed', tag: 'plain' } as const;

/** The value of an lvalue. The value of an array is its address; a structure has none, which is reported. */
export function loadFrom(frame: Frame, lvalue: Lvalue, span: Span): Value {
  if (lvalue.kind === 'local') {
    warnUnset(frame, lvalue.register, span);
    return localValue(lvalue);
  }
  const { address, type } = lvalue;
  if (type.kind === 'array') return { expression: address, type: pointerTo(type.of) };
  if (type.kind === 'structure') {
    const why = 'name one of its members, or pass a pointer to it';
    frame.session.problems.error(span, { code: 'unsupported', what: `a whole ${type.name} as a value`, why });
    return ZERO_VALUE;
  }
  if (lvalue.isLocal !== true) frame.session.plain.push(span);
  return emitLoad(frame, lvalue, PLAIN, span);
}

/** Writes a value; gives it as the lvalue's type holds it. */
export function storeTo(frame: Frame, lvalue: Lvalue, value: Value, span: Span): Value {
  if (lvalue.kind === 'local') {
    frame.code.set(lvalue.register, convert(value, lvalue.type), span);
    return localValue(lvalue);
  }
  if (lvalue.isLocal !== true) frame.session.plain.push(span);
  emitStore(frame, lvalue, { ...PLAIN, value }, span);
  return { expression: convert(value, lvalue.type), type: lvalue.type };
}

function warnUnset({ code, session }: Frame, register: number, span: Span): void {
  if (!code.unset.has(register)) return;
  const { name } = code.registers[register];
  session.problems.warnOnce(`unset ${span.start} ${name}`, span, { code: 'unset-local', name });
}
