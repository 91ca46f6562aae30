/** Types and what they declare, as C writes them: the stars beside the name, the lengths of an array behind it. */
import type { TypeName } from '../file-scope-tree.js';
import { expressionText } from './print-expression.js';

/** `int *`, `unsigned long`: a type alone. */
export function typeText(type: TypeName): string {
  const base = baseText(type);
  return type.pointers === 0 ? base : `${base} ${'*'.repeat(type.pointers)}`;
}

/** `int *x`, `int a[2]`: a type with what it is the type of. */
export function declared(type: TypeName, name: string): string {
  return `${baseText(type)} ${declaratorText(type, name)}`;
}

/** `*x`, `a[2]`: without the type's words. */
export function declaratorText({ pointers, lengths = [] }: TypeName, name: string): string {
  const brackets = lengths.map((length) => `[${length === null ? '' : expressionText(length)}]`);
  return `${'*'.repeat(pointers)}${name}${brackets.join('')}`;
}

function baseText({ base, like }: TypeName): string {
  return like === undefined ? base : `typeof(${expressionText(like)})`;
}
