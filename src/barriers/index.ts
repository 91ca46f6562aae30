/** `pinlitmus barriers` on one text: the audit, what can go together, x86's part, and advice. */
import { mostTime, namesOf } from '../check/check-source.js';
import { crashOf } from '../check/empty-result.js';
import { insistOn } from '../check/inclusion.js';
import { modelsNamed } from '../check/models-of.js';
import { infoOf } from '../check/run.js';
import { type Surveyed, strayDiagnostics, survey } from '../check/stray.js';
import { askedBesides } from '../check/unexplained.js';
import { loadTest } from '../dialects/load.js';
import type { GivenModel } from '../models/given-model.js';
import { lkmm } from '../models/lkmm.js';
import type { Model } from '../models/model.js';
import { sc } from '../models/sc.js';
import { addressesOf, speller } from '../program/spell.js';
import type { Test } from '../program/test.js';
import { within } from '../query/cut-off.js';
import { elapsedSince } from '../query/elapsed.js';
import type { Limits } from '../query/limits.js';
import { byPosition, type Diagnostic, hasErrors } from '../text/diagnostic.js';
import type { Source } from '../text/source.js';
import { advise } from './advise.js';
import { type Audit, auditedSites, openSites } from './audit.js';
import type { BarrierResult } from './barrier-result.js';
import { x86Remarks } from './locked-barriers.js';
import { Oracle, type OracleAnswer, type OracleOptions } from './oracle.js';
import { portInstructions } from './port-instructions.js';
import { sitesOf } from './sites.js';
import { together } from './together.js';

/** What to look at, and how far. */
export interface BarrierSettings extends OracleOptions {
  /** Names of models; null for each test's own without SC, on which every barrier is redundant. */
  readonly models: readonly string[] | null;
  /** Models of the user's own, which are asked too. */
  readonly given?: readonly GivenModel[];
  /** Searches that the advice on one file may take. */
  readonly searches: number;
}

/**
 * Looks at one text. Faults of the text are in the result; an exception is a bug and is kept there as well. What takes longer
 * than the limits let it is cut off, and the rest is unknown.
 */
export function auditSource(source: Source, settings: BarrierSettings): BarrierResult {
  const begin = performance.now();
  let known = nothingKnown(source, settings);
  const most = mostTime(source, settings);
  const done = within(most, () =>
    audited(source, settings, (part) => {
      known = part;
    }),
  );
  const result = done.kind === 'done' ? done.result : known;
  return { ...result, milliseconds: elapsedSince(begin) };
}

/** What is given the result as far as it is known; the advice says that the time is over until there is some. */
type Keep = (part: BarrierResult) => void;

function audited(source: Source, settings: BarrierSettings, keep: Keep): BarrierResult {
  try {
    const { test, diagnostics } = loadTest(source);
    const sorted = [...diagnostics].sort(byPosition);
    if (test === null || hasErrors(sorted)) return { ...emptyResult(source.name), diagnostics: sorted };
    return auditTest(test, settings, keep);
  } catch (error) {
    return { ...emptyResult(source.name), crash: crashOf(error) };
  }
}

function outOfTime({
  limits: { milliseconds },
}: BarrierSettings): OracleAnswer & { readonly kind: 'unknown' } {
  return { kind: 'unknown', reason: { kind: 'time', milliseconds } };
}

function nothingKnown(source: Source, settings: BarrierSettings): BarrierResult {
  const advice = outOfTime(settings);
  const models = namesOf(source, settings).map((model) => ({ ...model, answer: advice }));
  return { ...emptyResult(source.name), models, advice };
}

function auditTest(test: Test, settings: BarrierSettings, keep: Keep): BarrierResult {
  const { source } = test;
  const oracle = new Oracle(settings);
  const { models, strays, answers } = answersOn(test, namesFor(test, settings), settings, oracle);
  const diagnostics = [...test.diagnostics, ...strays];
  if (hasErrors(diagnostics)) return { ...emptyResult(source.name), diagnostics };
  const program = test.programFor(models[0].architecture(settings.atomics));
  const audit: Audit = { source, sites: sitesOf(source), models, answers, oracle };
  let result: BarrierResult = {
    ...emptyResult(source.name),
    info: infoOf(test, program, addressesOf(program)),
    diagnostics,
    models: models.map(({ name, title }, index) => ({ model: name, title, answer: answers[index] })),
    sites: openSites(audit, outOfTime(settings)),
    advice: outOfTime(settings),
  };
  keep(result);
  const sites = auditedSites(audit);
  result = { ...result, sites };
  keep(result);
  result = { ...result, together: together(audit, sites), x86: x86Remarks(audit, sites) };
  keep(result);
  const advice = advise(audit, settings.searches);
  return { ...result, advice, instructions: portInstructions(audit, sites, advice) };
}

/**
 * The answers for the test as it is, one a model; and what it does outside its objects, as `check` reports it: with an error
 * among that there are no answers. Of a variant of the test that does so the oracle says nothing.
 */
export function baseAnswers(
  test: Test,
  models: readonly Model[],
  { atomics, limits }: OracleOptions,
  oracle: Oracle = new Oracle({ atomics, limits }),
): { readonly strays: readonly Diagnostic[]; readonly answers: readonly OracleAnswer[] } {
  const programs = models.map((model) => test.programFor(model.architecture(atomics)));
  const surveyed = models.map((model, index) => {
    const program = programs[index];
    const nothing = { model, program, badAddresses: [] };
    const look = (left: Limits): Surveyed => survey(program, model, test.question, left);
    return oracle.budgetOf(model, test.source.text).spend(look, () => nothing);
  });
  const strays = strayDiagnostics(surveyed, speller(addressesOf(programs[0])));
  if (hasErrors(strays)) return { strays, answers: [] };
  const answers = models.map((model) => oracle.ask(test.source.text, model));
  const kinds = models.map((model, index) => ({ model, kind: answers[index].kind }));
  insistOn(kinds, test.source.text);
  return { strays, answers };
}

/** The answers of the models of those names, and of what is asked besides them. */
function answersOn(test: Test, names: readonly string[], settings: BarrierSettings, oracle: Oracle) {
  const models = modelsNamed(names, settings);
  const base = baseAnswers(test, models, settings, oracle);
  const besides = askedBesides(
    settings,
    base.answers.map(({ kind }, index) => ({
      model: models[index],
      hasState: kind === 'unknown' ? null : kind === 'allowed',
    })),
  );
  if (besides.length === 0) return { models, ...base };
  const all = modelsNamed([...names, ...besides], settings);
  return { models: all, ...baseAnswers(test, all, settings, oracle) };
}

function namesFor(test: Test, settings: BarrierSettings): readonly string[] {
  const own = test.models.filter((name) => name !== sc.name);
  // What a barrier of kernel code is for is the kernel's model to say, before any machine.
  return settings.models ?? (test.language === 'C' ? [lkmm.name, ...own] : own);
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
    instructions: [],
    advice: { kind: 'none-needed' },
    milliseconds: 0,
    crash: null,
  };
}
