/**
 * Which faults of a text say that it asks for more than pinlitmus does, rather than that it is wrong: another dialect, a
 * primitive, an instruction or a form that is refused by design. A name that nobody knows is none of these: it may be misspelt.
 */
import type { Diagnostic } from '../text/diagnostic.js';
import type { Status } from './result.js';

const REFUSED: ReadonlySet<Diagnostic['code']> = new Set([
  'unsupported-dialect',
  'unsupported',
  'mixed-size',
  'mixed-declaration',
]);

/** The status of a test that cannot be run; where one of its errors is a fault of the text, it is malformed whatever the others say. */
export function statusOfFaults(diagnostics: readonly Diagnostic[]): Status {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return errors.length > 0 && errors.every(({ code }) => REFUSED.has(code)) ? 'unsupported' : 'error';
}
