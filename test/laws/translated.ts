/**
 * What C allows on a machine is what some translation to its assembly allows: a C test has every final state of its
 * translations, and where its name says so (choices.ts) no other.
 */

import { armv8 } from '../../src/models/armv8.js';
import { riscv } from '../../src/models/riscv.js';
import { queryOf } from '../../src/query/query.js';
import { explore } from '../../src/search/explore.js';
import { LIMITS, load } from './searches.js';

const MACHINES = [
  ['AArch64', armv8],
  ['RISCV', riscv],
] as const;

/** What is wrong with a C test and its translations, which stand behind it in the text; null when nothing is. */
export function translationsHold(text: string): string | null {
  const [source, ...translations] = text.split(/^(?=(?:AArch64|RISCV) translation$)/m);
  const test = load(source);
  const exact = source.slice(0, source.indexOf('\n'));
  for (const [dialect, model] of MACHINES) {
    const own = translations.filter((each) => each.startsWith(dialect)).map(load);
    const found = explore(queryOf(test, model, { atomics: 'lse', limits: LIMITS }));
    const others = own.map((each) => explore(queryOf(each, model, { atomics: 'lse', limits: LIMITS })));
    if ([found, ...others].some(({ limit }) => limit !== null)) continue;
    const allowed = new Set(found.states.map((state) => state.join()));
    const translated = new Set(others.flatMap(({ states }) => states.map((state) => state.join())));
    const missing = [...translated].filter((state) => !allowed.has(state));
    if (missing.length > 0) return `${model.name}, only in a translation: ${missing.slice(0, 3).join(' | ')}`;
    const beyond = [...allowed].filter((state) => !translated.has(state));
    if (exact.includes(model.name) && beyond.length > 0)
      return `${model.name}, in no translation: ${beyond.slice(0, 3).join(' | ')}`;
  }
  return null;
}
