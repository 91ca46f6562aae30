/** How the tables of the ports write a mapping: as a plain access, but for what they say. */
import type { Mapping } from '../port.js';

/** An instruction with the ordering that it carries; without `ordering` it is plain. */
export function mapping(text: string, ordering: Partial<Omit<Mapping, 'text'>> = {}): Mapping {
  return {
    text,
    read: 'plain',
    write: 'plain',
    before: null,
    after: null,
    noReturn: false,
    loop: false,
    ...ordering,
  };
}
