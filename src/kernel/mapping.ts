/** How a port's forms are written: a plain access, unless said otherwise. */
import type { Form } from './port.js';

/** An instruction with the ordering it carries; what is not said is plain. */
export function form(text: string, ordering: Partial<Omit<Form, 'text'>> = {}): Form {
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
