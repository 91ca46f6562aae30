/** Places that the init block and the question name. */
import type { LocationTree } from '../tree.js';

/** `x`, `a[1]`, `page.flags` */
export function locationText({ name, index, field }: Pick<LocationTree, 'name' | 'index' | 'field'>): string {
  const element = index === null ? '' : `[${index.value}]`;
  return `${name.text}${element}${field === null ? '' : `.${field.text}`}`;
}
