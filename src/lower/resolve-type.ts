/** From a type as written to a type. */

import { C_INT, type CType, integerOf, pointerTo, TYPES } from '../kernel/c-type.js';
import { STRUCTURES } from '../kernel/structure.js';
import type { TypeName } from '../syntax/tree.js';
import type { Problems } from './problems.js';

/** The type that the name stands for; an unknown one is reported and taken as int. */
export function resolveType(name: TypeName, problems: Problems): CType {
  let type = TYPES.get(name.base) ?? STRUCTURES.get(name.base);
  if (type === undefined) {
    const known = [...TYPES.keys(), ...STRUCTURES.keys()];
    problems.error(name.span, {
      code: 'unknown-type',
      name: name.base,
      ...problems.suggest(name.base, known),
    });
    type = C_INT;
  }
  for (let level = 0; level < name.pointers; level++) type = pointerTo(type);
  return type;
}

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
