/** Places that the init block and the question name. */
import type { PlaceTree } from '../tree.js';

/** `x`, `a[1]`, `page.flags` */
export function placeText({ name, index, field }: Pick<PlaceTree, 'name' | 'index' | 'field'>): string {
  const element = index === null ? '' : `[${index.value}]`;
  return `${name.text}${element}${field === null ? '' : `.${field.text}`}`;
}
