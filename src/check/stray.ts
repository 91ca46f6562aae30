/**
 * What executions do outside the objects of a test, or with parts of them, as `check` reports it. A test of which some
 * execution uses an address near no object, or makes an access of mixed size, has no verdict, on any model and for any command.
 */

import { explore } from '../engine/explore-query.js';
import type { Model } from '../models/model.js';
import { computesAddresses } from '../passes/constant.js';
import type { Question } from '../program/condition.js';
import { jumpedTo } from '../program/jump-target.js';
import type { Program } from '../program/program.js';
import { mixedSize } from '../program/width.js';
import type { BadAddress } from '../query/exploration.js';
import type { Limits } from '../query/limits.js';
import { byPosition, type Diagnostic } from '../text/diagnostic.js';

/** What was found on one model. */
export interface Strays {
  readonly model: Model;
  readonly badAddresses: readonly BadAddress[];
}

/** What executions do outside the objects, and the program with the cells that they reach there. */
export interface Surveyed extends Strays {
  readonly program: Program;
}

/**
 * Looks where the executions that the question lets count go, for those that need more than one of them: only a search of
 * all tells, and only where addresses are computed there is anything to be found.
 */
export function survey(program: Program, model: Model, question: Question, limits: Limits): Surveyed {
  if (!computesAddresses(program)) return { model, program, badAddresses: [] };
  const { program: whole, badAddresses } = explore({ program, model, target: question, limits });
  return { model, program: whole, badAddresses };
}

/** One diagnostic a place and value, whichever model met it first. */
export function strayDiagnostics(
  all: readonly Strays[],
  spell: (value: bigint) => string,
): readonly Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const { model, badAddresses } of all) {
    for (const bad of badAddresses) {
      // An access begins where its statement does, or not, as the port has it; it ends at the same place.
      const key = `${bad.span.end} ${bad.value}`;
      if (!found.has(key)) found.set(key, strayDiagnostic(bad, model.title, spell));
    }
  }
  return [...found.values()].sort(byPosition);
}

function strayDiagnostic(bad: BadAddress, model: string, spell: (value: bigint) => string): Diagnostic {
  const { thread, value, span, near, bits, mixed } = bad;
  if (mixed !== null) return mixedSize({ thread, span, bits, mixed, model });
  const target = near === null ? jumpedTo(value) : null;
  if (target !== null)
    return { severity: 'error', span, code: 'bad-jump', thread, value: spell(target), model };
  if (near === null)
    return { severity: 'error', span, code: 'bad-address', thread, value: spell(value), model };
  const { location, offset } = near;
  return {
    severity: 'warning',
    span,
    code: 'outside-object',
    thread,
    location,
    offset: Number(offset),
    model,
  };
}
