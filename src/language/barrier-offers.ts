/**
 * What an audit of barriers offers to change: order that is missing where the state is allowed, order that may go or be weaker where it
 * is forbidden. Each is an edit of the text that was audited, and of no other.
 */
import { diffLines } from 'diff';
import type { Alternative, AuditedSite, BarrierResult, Change } from '../barriers/barrier-result.js';
import type { Edit } from '../barriers/edit.js';
import { sitesOf } from '../barriers/sites.js';
import { listed } from '../report/text/layout.js';
import type { TextRange } from '../syntax/lexer.js';
import { conditionOf } from './lenses.js';
import type { TextOutline } from './outline.js';

/** A change of order. */
export interface OrderOffer {
  readonly kind: 'add' | 'weaken' | 'remove';
  readonly title: string;
  /** Where it is offered: at the places that it changes, and for order that is missing at the condition too. */
  readonly places: readonly TextRange[];
  readonly edits: readonly Edit[];
}

/**
 * The changes, those that add order first and the cheapest of these before the others. Where some model allows the state, order is
 * missing, and none is offered to be taken away.
 */
export function orderOffersOf(outline: TextOutline, result: BarrierResult): readonly OrderOffer[] {
  const { advice, models } = result;
  const sites = models.some(({ answer }) => answer.kind === 'allowed') ? [] : result.sites;
  const adding = advice.kind === 'alternatives' ? advice.alternatives : [];
  const written = sitesOf(outline.source);
  return [
    ...adding.map((alternative) => addition(outline, alternative, result)),
    ...sites.flatMap((site, index) => reductions(site, written[index], result)),
  ];
}

function addition(
  outline: TextOutline,
  { changes, text }: Alternative,
  { models }: BarrierResult,
): OrderOffer {
  const { source } = outline;
  const condition = conditionOf(outline);
  const lines = changes.map(({ line }) => lineRange(source.text, line));
  const on = listed(models.map(({ title }) => title));
  return {
    kind: 'add',
    title: `${sentence(changes)}: forbidden on ${on}`,
    places: condition === null ? lines : [...lines, condition],
    edits: editsBetween(source.text, text),
  };
}

/** `Make this smp_store_release()`, `Insert smp_wmb() before line 14`. */
function sentence(changes: readonly Change[]): string {
  const [first] = changes;
  if (changes.length === 1 && first.kind === 'replace') return `Make this ${first.by}`;
  const clauses = changes.map((each) =>
    each.kind === 'insert'
      ? `${each.barrier} before line ${each.line}`
      : `${each.by} for ${each.old} on line ${each.line}`,
  );
  const verb = first.kind === 'insert' ? 'Insert' : 'Use';
  return `${verb} ${listed(clauses)}`;
}

function reductions(
  { kind, overall, removable, emitted, short }: AuditedSite,
  written: ReturnType<typeof sitesOf>[number] | undefined,
  { models }: BarrierResult,
): readonly OrderOffer[] {
  if (written === undefined) return [];
  const { start, end } = written.span;
  const places = [{ start, end }];
  const forbidding = models.filter(({ answer }) => answer.kind === 'forbidden').map(({ title }) => title);
  const on = listed(forbidding);
  const bare = written.weaker.find((each) => each.bare);
  if (overall.kind === 'redundant' && bare !== undefined) {
    if (kind === 'barrier' && !removable) return [];
    const title = kind === 'barrier' ? `Remove ${short}` : `Make this ${bare.label}`;
    return [
      {
        kind: kind === 'barrier' ? 'remove' : 'weaken',
        title: `${title}: enough on ${on}`,
        places,
        edits: bare.edits,
      },
    ];
  }
  if (overall.kind !== 'weaker' || !emitted) return [];
  return overall.enough.flatMap(({ label }): readonly OrderOffer[] => {
    const weaker = written.weaker.find((each) => each.label === label);
    if (weaker === undefined) return [];
    return [{ kind: 'weaken', title: `Make this ${label}: enough on ${on}`, places, edits: weaker.edits }];
  });
}

/** A line without its end, by its number from 1. */
function lineRange(text: string, line: number): TextRange {
  const lines = text.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  return { start, end: start + (lines[line - 1]?.length ?? 0) };
}

/** The edits that make one text of another, whole lines at a time. */
export function editsBetween(before: string, after: string): readonly Edit[] {
  const edits: Edit[] = [];
  let at = 0;
  for (const { added, removed, value } of diffLines(before, after)) {
    if (!added && !removed) {
      at += value.length;
      continue;
    }
    const last = edits.at(-1);
    const touches = last !== undefined && last.end === at;
    const edit = touches ? last : { start: at, end: at, text: '' };
    const grown = {
      start: edit.start,
      end: removed ? at + value.length : edit.end,
      text: edit.text + (added ? value : ''),
    };
    if (touches) edits[edits.length - 1] = grown;
    else edits.push(grown);
    if (removed) at += value.length;
  }
  return edits;
}
