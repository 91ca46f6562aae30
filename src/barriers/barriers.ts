/** `pinlitmus barriers` on one text: the audit, what can go together, x86's part, and advice. */
import { performance } from 'node:perf_hooks';
import { mixedSizes } from '../check/address.js';
import { infoOf } from '../check/run.js';
import { byPosition, hasErrors } from '../diagnostic/diagnostic.js';
import type { Source } from '../diagnostic/source.js';
import { loadTest } from '../lower/load.js';
import type { Model } from '../machine/model.js';
import { MODELS } from '../machine/models/index.js';
import type { Test } from '../program/test.js';
import { advise } from './advise.js';
import { type Audit, auditedSites } from './audit.js';
import { Oracle, type OracleOptions } from './oracle.js';
import type { BarrierResult } from './result.js';
import { sitesOf } from './sites.js';
import { together } from './together.js';
import { x86Remarks } from './x86.js';

/** What to look at, and how far. */
export interface BarrierSettings extends OracleOptions {
  /** Names of models; null for each test's own without SC, on which every barrier is redundant. */
  readonly models: readonly string[] | null;
  /** Searches that the advice on one file may take. */
  readonly searches: number;
}

/** Looks at one text. Faults of the text are in the result; an exception is a bug and is kept there as well. */
export function auditSource(source: Source, settings: BarrierSettings): BarrierResult {
  const begin = performance.now();
  try {
    const { test, diagnostics } = loadTest(source);
    const sorted = [...diagnostics].sort(byPosition);
    if (test === null || hasErrors(sorted)) return { ...emptyResult(source.name), diagnostics: sorted };
    const names = modelsFor(test, settings.models).map(({ name }) => name);
    const mixed = mixedSizes(test, names, settings);
    if (mixed.length > 0) return { ...emptyResult(source.name), diagnostics: [...sorted, ...mixed] };
    return { ...auditTest(test, settings), milliseconds: performance.now() - begin };
  } catch (error) {
    const { message, stack = '' } = error instanceof Error ? error : { message: String(error) };
    return { ...emptyResult(source.name), crash: { message, stack } };
  }
}

function auditTest(test: Test, settings: BarrierSettings): BarrierResult {
  const { source } = test;
  const models = modelsFor(test, settings.models);
  const oracle = new Oracle(settings);
  const answers = models.map((model) => oracle.ask(source.text, model));
  const audit: Audit = { source, sites: sitesOf(source), models, answers, oracle };
  const sites = auditedSites(audit);
  const program = test.programFor(models[0].architecture(settings.atomics));
  const addresses = new Map(program.locations.map(({ address, name }) => [address, name]));
  return {
    ...emptyResult(source.name),
    info: infoOf(test, program, addresses),
    diagnostics: test.diagnostics,
    models: models.map(({ name, title }, index) => ({ model: name, title, answer: answers[index] })),
    sites,
    together: together(audit, sites),
    x86: x86Remarks(audit, sites),
    advice: advise(audit, settings.searches),
  };
}

function modelsFor(test: Test, names: readonly string[] | null): readonly Model[] {
  const wanted = names ?? test.models.filter((name) => name !== 'sc');
  return MODELS.filter(({ name }) => wanted.includes(name));
}

/** A result that says nothing but where it belongs. */
export function emptyResult(file: string): BarrierResult {
  return {
    file,
    info: null,
    diagnostics: [],
    models: [],
    sites: [],
    together: [],
    x86: [],
    advice: { kind: 'none-needed' },
    milliseconds: 0,
    crash: null,
  };
}
