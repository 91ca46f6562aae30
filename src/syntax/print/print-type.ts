/** Types and what they declare, as C writes them: the stars beside the name. */
import type { TypeName } from '../tree.js';

/** `int *`, `unsigned long`: a type alone. */
export function typeText({ base, pointers }: TypeName): string {
  return pointers === 0 ? base : `${base} ${'*'.repeat(pointers)}`;
}

/** `int *x`: a type with what it is the type of. */
export function declared({ base, pointers }: TypeName, name: string): string {
  return `${base} ${'*'.repeat(pointers)}${name}`;
}
