/**
 * What an audit of barriers found, one item a finding, for reporters for programs: barriers and orders that are redundant, what may
 * be weaker, order that is missing. With `--check` only what that fails on, and what keeps the audit from being known.
 */
import type { AuditedSite, BarrierResult } from '../../barriers/barrier-result.js';
import { faultsOf, problemOf, type ReportedProblem } from '../reported-problem.js';
import type { BarriersPlan } from '../reporter.js';
import { spellings } from '../text/final-state.js';
import { groupedBy, listed } from '../text/layout.js';
import { quotedForShell } from '../text/shell.js';
import { quoted } from '../text/test-words.js';
import { FORALL_WORDS, STATE_WORDS } from '../text/verdict-words.js';
import { changeText } from './advice.js';
import { enoughText, reasonText } from './finding.js';
import { editsOf } from './patch-edits.js';

/** The problems of a file, faults of its text first, then in the order of the text. */
export function problemsOfAudit(
  result: BarrierResult,
  { redundantOnly }: BarriersPlan,
): readonly ReportedProblem[] {
  const findings = result.sites.flatMap((site) => ofSite(result, site, redundantOnly ? 'error' : 'warning'));
  const chosen = redundantOnly
    ? findings.filter(({ rule }) => rule === 'redundant-barrier')
    : [...findings, ...missing(result)];
  return [...faultsOf(result.file, result.diagnostics, result.crash), ...chosen, ...undecided(result)];
}

/** The command that shows the audit in full. */
function commandFor({ file }: BarrierResult): string {
  return `pinlitmus barriers ${quotedForShell(file)}`;
}

/** What can be said of a site on all models together that forbid the state; `level` is that of a barrier that can go. */
function ofSite(
  result: BarrierResult,
  site: AuditedSite,
  level: ReportedProblem['level'],
): readonly ReportedProblem[] {
  const { kind, line, column, short, without, overall, removable, emitted } = site;
  const forbidding = result.models.filter(({ answer }) => answer.kind === 'forbidden');
  const common = {
    start: { line, column },
    models: forbidding.map(({ title }) => title),
    command: commandFor(result),
  };
  if (removable)
    return [
      problemOf(result.file, 'redundant-barrier', redundantText(result, site), {
        ...common,
        level,
        models: [],
      }),
    ];
  const note = { ...common, level: 'note' } as const;
  if (overall.kind === 'redundant' && kind === 'access') {
    const bare = without === null ? '' : `: ${without} is enough`;
    return [problemOf(result.file, 'redundant-order', `${short} needs no order${bare}`, note)];
  }
  if (overall.kind !== 'weaker' || !emitted) return [];
  const rule = kind === 'barrier' ? 'weaker-barrier' : 'weaker-order';
  return [problemOf(result.file, rule, `${short} may be ${enoughText(overall)}`, note)];
}

/** That a barrier is redundant, and with which others it must not go at once. */
function redundantText({ sites, together, models }: BarrierResult, site: AuditedSite): string {
  const own = sites.indexOf(site);
  const others = together.flatMap(({ covers }) =>
    covers.filter((pair) => pair.includes(own)).map(([a, b]) => (a === own ? b : a)),
  );
  const lines = [...new Set(others)].sort((a, b) => a - b).map((other) => String(sites[other].line));
  const where = lines.length === 1 ? `line ${lines[0]}` : `lines ${listed(lines)}`;
  const caution = lines.length === 0 ? '' : `, but not together with ${where}`;
  return `${site.text} is redundant on ${listed(models.map(({ title }) => title))}${caution}`;
}

/** The cheapest change that forbids a state that is allowed. */
function missing(result: BarrierResult): readonly ReportedProblem[] {
  const { advice, info, models, file } = result;
  if (advice.kind !== 'alternatives' || advice.alternatives.length === 0 || info === null) return [];
  const [{ changes }] = advice.alternatives;
  const fixes = advice.alternatives.map((each) => ({
    description: each.changes.map(changeText).join('; '),
    edits: editsOf(each.patch),
  }));
  const words = info.question.quantifier === 'forall' ? FORALL_WORDS : STATE_WORDS;
  const where = listed(models.flatMap(({ title, answer }) => (answer.kind === 'allowed' ? [title] : [])));
  const state = quoted(info.question, spellings(info, []));
  const message = `${state} is ${words.allowed} on ${where}; the cheapest change against it is ${changes.map(changeText).join('; ')}`;
  return [
    problemOf(file, 'missing-order', message, {
      level: 'note',
      start: { line: changes[0].line, column: 1 },
      command: commandFor(result),
      fixes,
    }),
  ];
}

/** What is not known within the limits: a verdict, what a site is for, advice. */
function undecided(result: BarrierResult): readonly ReportedProblem[] {
  const { file, info, models, sites, advice } = result;
  const start = info === null ? null : { line: info.line, column: 1 };
  const open = models.flatMap(({ title, answer }) =>
    answer.kind === 'unknown' ? [{ title, reason: reasonText(answer.reason) }] : [],
  );
  const verdicts = groupedBy(open, ({ reason }) => reason).map((same) =>
    problemOf(file, 'undecided', `whether the state appears is unknown: ${same[0].reason}`, {
      start,
      models: same.map(({ title }) => title),
    }),
  );
  const places = sites.flatMap(({ cells, line, column, short }) => {
    const cell = cells.find(
      ({ kind }, index) => kind === 'unknown' && models[index].answer.kind !== 'unknown',
    );
    if (cell?.kind !== 'unknown') return [];
    const message = `what ${short} is for is unknown: ${reasonText(cell.reason)}`;
    return [problemOf(file, 'undecided', message, { start: { line, column } })];
  });
  const isAdviceOpen = advice.kind === 'unknown' && open.length === 0 && info !== null;
  const unadvised = isAdviceOpen
    ? [problemOf(file, 'undecided', `no advice: ${reasonText(advice.reason)}`, { start })]
    : [];
  return [...verdicts, ...places, ...unadvised];
}
