/**
 * The audit: each site is taken away, or written weaker, and the test is looked at again. Order only ever forbids, so a
 * spelling between two is asked only where the weakest lets the state appear.
 */

import type { Model } from '../models/model.js';
import type { Source } from '../text/source.js';
import { positionAt } from '../text/source.js';
import type { AuditedSite, SiteVerdict } from './barrier-result.js';
import { edited } from './edit.js';
import type { Oracle, OracleAnswer } from './oracle.js';
import type { Site, Weaker } from './site.js';

/** What an audit is made with. */
export interface Audit {
  readonly source: Source;
  readonly sites: readonly Site[];
  readonly models: readonly Model[];
  /** The answers for the test as it is, one a model. */
  readonly answers: readonly OracleAnswer[];
  readonly oracle: Oracle;
}

/** The audit's rows, one a site. */
export function auditedSites(audit: Audit): readonly AuditedSite[] {
  return audit.sites.map((site) => auditedSite(audit, site));
}

/** The same rows before anything of them is known. */
export function openSites({ source, sites, models }: Audit, open: SiteVerdict): readonly AuditedSite[] {
  const cells = models.map(() => open);
  return sites.map((site) => ({
    ...named(source, site),
    cells,
    overall: open,
    emitted: true,
    removable: false,
  }));
}

function auditedSite(audit: Audit, site: Site): AuditedSite {
  const { source, models, oracle } = audit;
  const cells = models.map((_, model) => cellOf(audit, site, model));
  const bare = bareOf(site);
  const emitted =
    bare === null ||
    models.some((model) => !oracle.same(source.text, edited(source.text, bare.edits), model));
  return {
    ...named(source, site),
    cells,
    overall: overallOf(audit, site),
    emitted,
    removable: site.kind === 'barrier' && emitted && cells.every(({ kind }) => kind === 'redundant'),
  };
}

/** What a row is called by. */
function named(source: Source, site: Site): Omit<AuditedSite, 'cells' | 'overall' | 'emitted' | 'removable'> {
  const { kind, text, short, within } = site;
  const bare = bareOf(site);
  const without = bare === null || bare.label === 'nothing' ? null : bare.label;
  return { kind, ...positionAt(source, site.span.start), text, short, within, without };
}

/** What is needed on one model is needed, and what cannot be weaker cannot: all else is open while a model is. */
function overallOf(audit: Audit, site: Site): SiteVerdict {
  const forbidding = audit.answers.flatMap(({ kind }, model) => (kind === 'forbidden' ? [model] : []));
  const cell: SiteVerdict = forbidding.length === 0 ? { kind: 'moot' } : cellOn(audit, site, forbidding);
  const open = audit.answers.find((answer) => answer.kind === 'unknown');
  return open === undefined || cell.kind === 'needed' || cell.kind === 'fixed' ? cell : open;
}

/** The spelling in which nothing of the order is left, or null. */
export function bareOf({ weaker }: Site): Weaker | null {
  return weaker.find(({ bare }) => bare) ?? null;
}

function cellOf(audit: Audit, site: Site, model: number): SiteVerdict {
  const original = audit.answers[model];
  if (original.kind === 'allowed') return { kind: 'moot' };
  return original.kind === 'unknown' ? original : cellOn(audit, site, [model]);
}

/** What a site does on several models at once, all of which forbid the state. */
function cellOn({ source, models, oracle }: Audit, site: Site, on: readonly number[]): SiteVerdict {
  let level = -1;
  let tried = 0;
  const enough: Weaker[] = [];
  for (const weaker of site.weaker) {
    if (enough.length > 0 && weaker.level > level) break;
    level = weaker.level;
    const text = edited(source.text, weaker.edits);
    // A middle spelling that is the same code is not weaker here.
    if (!weaker.bare && on.every((model) => oracle.same(source.text, text, models[model]))) continue;
    tried += 1;
    const answers = on.map((model) => oracle.ask(text, models[model]));
    if (answers.some(({ kind }) => kind === 'allowed')) continue;
    const unknown = answers.find((answer) => answer.kind === 'unknown');
    if (unknown !== undefined) return unknown;
    enough.push(weaker);
  }
  if (enough.length === 0) return { kind: tried === 0 ? 'fixed' : 'needed' };
  if (enough[0].bare) return { kind: 'redundant' };
  return { kind: 'weaker', enough: enough.map(({ label, brief }) => ({ label, brief })) };
}
