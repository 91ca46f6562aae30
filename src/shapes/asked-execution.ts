/**
 * The execution that a test asks for: the one that its condition describes, on a model that forbids nothing but what each location
 * forbids by itself; where even that forbids it, on a model that forbids nothing. Where more than one is as the condition says, the
 * test asks for no single one.
 */

import { explore } from '../engine/explore-query.js';
import { findExecution } from '../engine/index.js';
import type { Execution } from '../execution/execution.js';
import { modelGiven } from '../models/given-model.js';
import type { AxiomaticModel } from '../models/model.js';
import { conjuncts, narrowed, type Observable, type Question } from '../program/condition.js';
import type { Program } from '../program/program.js';
import type { Test } from '../program/test.js';
import type { Limits } from '../query/limits.js';

/** The execution, or why there is no single one, as a clause. */
export type AskedExecution =
  | { readonly kind: 'found'; readonly program: Program; readonly execution: Execution }
  | { readonly kind: 'none'; readonly why: string };

function model(title: string, text: string): AxiomaticModel {
  const source = { name: `${title}.cat`, text: `"${title}"\n${text}` };
  return modelGiven({ name: `cat:${title}`, title, files: { model: source, bell: null, included: [] } });
}

const MODELS: readonly AxiomaticModel[] = [
  model(
    'coherence',
    'acyclic (po & loc) | rf | co | fr as coherence\nempty rmw & ((fr & ext) ; (co & ext)) as atomicity\n',
  ),
  model('anything', ''),
];

const UNSEEN = 'it has more executions than could be looked through';

/** Finds it. */
export function askedExecution(test: Test, limits: Limits): AskedExecution {
  const { question } = test;
  const why = whyMany(question);
  if (why !== null) return { kind: 'none', why };
  const program = test.programFor('lkmm');
  const target = narrowed(question, question.proposition);
  for (const model of MODELS) {
    const found = findExecution({ program, model, target, limits }, 'state');
    if (found.kind === 'limit') return { kind: 'none', why: UNSEEN };
    if (found.kind === 'none') continue;
    const open = openIn(program, model, question, limits);
    if (open !== null) return { kind: 'none', why: open };
    return { kind: 'found', program: found.program, execution: found.execution };
  }
  // Nor does the engine find a ring of values each of which is computed of the one before.
  return { kind: 'none', why: 'no execution that can be found ends as its condition says' };
}

/** Why a condition describes more than one state; null where it says one value of each thing that it names. */
function whyMany({ quantifier, proposition, filter, isAssertion, text }: Question): string | null {
  if (isAssertion || text === '') return 'it has no condition';
  if (quantifier === 'forall') return "its condition is a 'forall', which no single state decides";
  const parts = [...conjuncts(proposition), ...(filter === null ? [] : conjuncts(filter))];
  const single = parts.every((part) => part.kind === 'compare' && part.operator === '=');
  return single ? null : 'its condition describes more than one state';
}

/** What the condition leaves open: a register or a location that may have two values; null where there is nothing. */
function openIn(program: Program, model: AxiomaticModel, question: Question, limits: Limits): string | null {
  const asked = narrowed(question, question.proposition);
  const registers = program.threads.flatMap(({ registers: own }, thread) =>
    own.map(
      ({ name }, register): Observable => ({ kind: 'register', name: `${thread}:${name}`, thread, register }),
    ),
  );
  const locations = program.locations.map(
    ({ name }, location): Observable => ({ kind: 'location', name, location }),
  );
  const observables = [...asked.observables, ...locations, ...registers];
  const target = { ...asked, observables };
  const { states, limit } = explore({ program, model, target, limits });
  const [first, ...others] = states;
  const open = observables.find((_, index) => others.some((state) => state[index] !== first[index]));
  if (open === undefined) return limit === null ? null : UNSEEN;
  const what =
    open.kind === 'location'
      ? `which value ${open.name} has in the end`
      : `what P${open.thread} reads into ${open.name.replace(/^\d+:/, '')}`;
  return `its condition leaves open ${what}`;
}
