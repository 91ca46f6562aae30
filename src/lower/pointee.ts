/** What addresses point at. */
import { C_INT, type CType, integerOf } from '../kernel/c-type.js';

/**
 * What an address of that type points at. An integer may hold an address, as in herd7's dialect: one as wide as a pointer
 * points at its like, for tests that have only intptr_t; any other at an int.
 */
export function pointee(type: CType): CType {
  if (type.kind === 'array') return type.of;
  if (type.kind === 'integer' && integerOf(type).bits === 64) return type;
  if (type.kind !== 'pointer') return C_INT;
  return type.to.kind === 'void' ? C_INT : type.to;
}
