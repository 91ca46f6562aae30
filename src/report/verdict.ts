/** A model's verdict in a few words, and what kept it from being one. */
import type { Incompleteness, ModelResult } from '../check/result.js';
import { observationOf } from '../check/verdict.js';
import { unreachable } from '../diagnostic/invariant.js';
import type { Paint } from './colour.js';
import { duration, grouped, plural } from './layout.js';

/**
 * `Never, as expected`, `Sometimes, expected Never`, `Unknown: stopped at 1,000,000 states`. A state that was seen
 * stays seen, so that much is said; that none was seen so far is not, for it reads too much like Never.
 */
export function verdictText(model: ModelResult): string {
  const verdict = knownText(model);
  switch (model.status) {
    case 'pass':
      return `${verdict}, as expected`;
    case 'fail':
      return `${verdict}, expected ${model.expected}`;
    case 'unknown':
      if (model.incomplete === null) return 'Unknown';
      return model.possible.includes('Never')
        ? `Unknown: ${limitText(model.incomplete)}`
        : `${verdict}, but ${limitText(model.incomplete)}`;
    case 'none':
    case 'error':
      return verdict;
    default:
      return unreachable(model.status);
  }
}

/** `Never`, `Sometimes`, `Always`, or what is left of them: a failed model may be known only by half. */
function knownText(model: ModelResult): string {
  return model.possible.join(' or ');
}

/** The observation in one word. */
export function observationText(model: ModelResult): string {
  return observationOf(model) ?? 'Unknown';
}

/** Why an exploration ended early, as a clause: `stopped at 1,000,000 states`. */
export function limitText(incomplete: Incompleteness): string {
  switch (incomplete.kind) {
    case 'states':
      return `stopped at ${plural(incomplete.bound, 'state')}`;
    case 'time':
      return `stopped after ${duration(incomplete.milliseconds)}`;
    case 'memory':
      return `stopped at ${grouped(incomplete.megabytes)} MB`;
    case 'unrolling':
      return `a loop still open after ${plural(incomplete.bound, 'round')}`;
    case 'interrupted':
      return 'interrupted';
    case 'died':
      return incomplete.reason;
    default:
      return unreachable(incomplete);
  }
}

/** The colour of a verdict. */
export function verdictPaint(model: ModelResult, paint: Paint): (text: string) => string {
  switch (model.status) {
    case 'pass':
      return paint.green;
    case 'fail':
    case 'error':
      return paint.red;
    case 'unknown':
      return paint.magenta;
    case 'none':
      return (text) => text;
    default:
      return unreachable(model.status);
  }
}
