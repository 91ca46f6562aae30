/**
 * The init block. In C an entry has a line of its own, as in the kernel's tests; in assembly, where most entries give a
 * register of a thread the address of a location, those of a thread share one, as in herd7's.
 */
import { unreachable } from '../../text/invariant.js';
import type { InitItem, InitValue } from '../file-scope-tree.js';
import type { PathStep } from '../tree.js';
import { CONDITIONAL, expressionText } from './print-expression.js';
import { locationText, pathText } from './print-location.js';
import { declared } from './print-type.js';

/** The block of a C test, with its braces. */
export function initText(items: readonly InitItem[]): string {
  return braced(items.map(itemText));
}

/** The block of an assembly test: neighbours that belong to the same thread, or to none, on a line. */
export function assemblyInitText(items: readonly InitItem[]): string {
  const lines: string[] = [];
  for (const [index, item] of items.entries()) {
    if (index > 0 && items[index - 1].thread === item.thread) lines.push(`${lines.pop()} ${itemText(item)}`);
    else lines.push(itemText(item));
  }
  return braced(lines);
}

function braced(lines: readonly string[]): string {
  return lines.length === 0 ? '{}' : `{\n${lines.map((line) => `\t${line}\n`).join('')}}`;
}

/** `int *p=&x;`, `page.flags=1;`, `0:r1=x;` */
export function itemText({ type, thread, name, path, value }: InitItem): string {
  const what = `${thread === null ? '' : `${thread}:`}${locationText({ name, path })}`;
  const place = type === null ? what : declared(type, what);
  return value === null ? `${place};` : `${place}=${valueText(value, type === null ? '' : '&')};`;
}

/** `ampersand` is what stands before an address: C's sign beside a type, nothing where herd7 has only the name. */
function valueText(value: InitValue, ampersand: '&' | ''): string {
  switch (value.kind) {
    case 'number':
      return `${value.value}`;
    case 'address':
      return ampersand + locationText(value.location);
    case 'label':
      return `P${value.thread}:${value.name.text}`;
    case 'list':
      return `{${value.items.map((item) => placed(item.place) + valueText(item.value, ampersand)).join(',')}}`;
    case 'expression':
      return expressionText(value.expression, CONDITIONAL);
    default:
      return unreachable(value);
  }
}

/** `.next=` */
export function placed(place: readonly PathStep[]): string {
  return place.length === 0 ? '' : `${pathText(place)}=`;
}
