/** Places that the init block and the question name. */
import type { LocationTree, PathStep } from '../tree.js';
import { expressionText } from './print-expression.js';

/** `x`, `a[1]`, `page.flags` */
export function locationText({ name, path }: Pick<LocationTree, 'name' | 'path'>): string {
  return name.text + pathText(path);
}

/** `[2].lock` */
export function pathText(path: readonly PathStep[]): string {
  return path
    .map((step) => (step.kind === 'field' ? `.${step.name.text}` : `[${expressionText(step.index)}]`))
    .join('');
}
