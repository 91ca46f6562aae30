/**
 * What can go together. Two barriers that are each redundant may cover for each other, so the redundant ones are taken away
 * in sets, largest first: a set that can go settles all sets within it, for order only ever forbids.
 */

import { type Audit, bareOf } from './audit.js';
import type { AuditedSite, Together } from './barrier-result.js';
import { edited } from './edit.js';

/** Sets tried on one model; beyond it the sets that were found are reported, and that there may be more. */
const MOST_TRIES = 300;

type Sets = Pick<Together, 'sets' | 'covers' | 'complete'>;

/** The maximal sets on each model, models that agree together, and those on all models at once where they differ. */
export function together(audit: Audit, sites: readonly AuditedSite[]): readonly Together[] {
  const asked = audit.answers.flatMap(({ kind }, model) => (kind === 'forbidden' ? [model] : []));
  const groups = new Map<string, Together>();
  for (const model of asked) {
    const found = setsOn(audit, sites, [model]);
    const key = JSON.stringify(found);
    const models = [...(groups.get(key)?.models ?? []), model];
    groups.set(key, { models, joint: false, ...found });
  }
  const each = [...groups.values()];
  // What holds on all of them is not known while it is not of one.
  if (each.length < 2 || audit.answers.some(({ kind }) => kind === 'unknown')) return each;
  return [...each, { models: asked, joint: true, ...setsOn(audit, sites, asked) }];
}

/** The maximal sets that can go on all of some models. */
function setsOn(audit: Audit, sites: readonly AuditedSite[], models: readonly number[]): Sets {
  const redundant = sites.flatMap(({ cells }, site) =>
    models.every((model) => cells[model].kind === 'redundant') ? [site] : [],
  );
  const maximal: (readonly number[])[] = [];
  const failed: (readonly number[])[] = [];
  let tries = 0;
  let undecided = sites.some(({ cells }) => models.some((model) => cells[model].kind === 'unknown'));
  let wave: readonly (readonly number[])[] = redundant.length === 0 ? [] : [redundant];
  while (wave.length > 0 && tries < MOST_TRIES) {
    const rejected: (readonly number[])[] = [];
    for (const set of wave) {
      if (maximal.some((larger) => set.every((site) => larger.includes(site)))) continue;
      tries += 1;
      const verdict = goes(audit, set, models);
      if (verdict === 'yes') maximal.push(set);
      else rejected.push(set);
      if (verdict === 'no') failed.push(set);
      undecided ||= verdict === 'unknown';
    }
    wave = smaller(rejected);
  }
  const covers = failed.flatMap((set) => (set.length === 2 ? [[set[0], set[1]] as const] : []));
  return { sets: maximal, covers, complete: !undecided && wave.length === 0 };
}

/** Every set with one site fewer, each once. */
function smaller(sets: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const found = new Map<string, readonly number[]>();
  for (const set of sets) {
    for (const left of set) {
      const rest = set.filter((site) => site !== left);
      if (rest.length > 0) found.set(rest.join(), rest);
    }
  }
  return [...found.values()];
}

/** Whether the state stays forbidden on all of the models without those sites. */
function goes(
  { source, sites, models, oracle }: Audit,
  set: readonly number[],
  on: readonly number[],
): 'yes' | 'no' | 'unknown' {
  const edits = set.flatMap((site) => bareOf(sites[site])?.edits ?? []);
  const text = edited(source.text, edits);
  const answers = on.map((model) => oracle.ask(text, models[model]).kind);
  if (answers.includes('allowed')) return 'no';
  return answers.includes('unknown') ? 'unknown' : 'yes';
}
