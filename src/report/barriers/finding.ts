/** What an audit of barriers found, in sentences: the answer, what may go on all models, what goes together, x86's part. */

import type {
  AuditedSite,
  BarrierResult,
  SiteVerdict,
  Together,
  X86Remark,
} from '../../barriers/barrier-result.js';
import type { NoAnswerReason } from '../../barriers/oracle.js';
import { unreachable } from '../../text/invariant.js';
import { groupedBy, listed, plural } from '../text/layout.js';
import { FORALL_WORDS, limitText, STATE_WORDS, saidOfModels } from '../text/verdict-words.js';

/** The paragraphs behind the table, each of sentences that begin on lines of their own. */
export function findingTexts(result: BarrierResult): readonly (readonly string[])[] {
  return [[...overallTexts(result), ...togetherTexts(result)], x86Texts(result), portTexts(result)];
}

/** What the models say of the test as it is; `state` is the condition as the report quotes it. */
export function answerText({ models, sites, info }: BarrierResult, state: string): string {
  const words = info?.question.quantifier === 'forall' ? FORALL_WORDS : STATE_WORDS;
  const said = models.map(({ title, answer }) => ({ words: words[answer.kind], title }));
  const reasons = models.flatMap(({ title, answer }) =>
    answer.kind === 'unknown' ? [` ${title}: ${reasonText(answer.reason)}.`] : [],
  );
  const nothing =
    info !== null && sites.length === 0
      ? ' There is no barrier, and no ordered access but those of locks.'
      : '';
  return `${state} is ${saidOfModels(said)}.${reasons.join('')}${nothing}`;
}

/** Why something is not known, as a clause. */
export function reasonText(reason: NoAnswerReason): string {
  if (reason.kind === 'bad-address')
    return 'some execution uses an address at which there is nothing of that size';
  return reason.kind === 'unreadable' ? 'the changed test cannot be read' : limitText(reason);
}

/** What is true of all models that forbid the state, where there are several. */
function overallTexts({ models, sites }: BarrierResult): readonly string[] {
  const forbidding = models.filter(({ answer }) => answer.kind === 'forbidden');
  if (forbidding.length < 2) return [];
  const of = (kind: SiteVerdict['kind'], what?: AuditedSite['kind']): readonly AuditedSite[] =>
    sites.filter((site) => site.overall.kind === kind && (what ?? site.kind) === site.kind);
  const clauses = [
    clause(of('redundant', 'barrier'), sites, 'can go', 'can each go'),
    clause(of('redundant', 'access'), sites, 'needs no order', 'need no order'),
    clause(of('needed'), sites, 'is needed', 'are needed'),
    ...groupedBy(of('weaker'), ({ short, overall }) => `${short} ${enoughText(overall)}`).map(
      (alike) => `${named(alike, sites)} may be ${enoughText(alike[0].overall)}`,
    ),
  ].filter((text) => text !== null);
  if (clauses.length === 0) return [];
  const all = forbidding.length === models.length;
  const where = all
    ? `For all ${number(models.length)} models together`
    : `For ${listed(forbidding.map(({ title }) => title))} together`;
  return [`${where}: ${clauses.join('; ')}.`];
}

/** What a place that orders does on a model: `needed`, `redundant`, `smp_wmb() is enough`. */
export function roleText(cell: SiteVerdict): string {
  switch (cell.kind) {
    case 'needed':
    case 'redundant':
      return cell.kind;
    case 'weaker':
      return `${enoughText(cell)} is enough`;
    case 'moot':
      return 'the state appears as it is';
    case 'fixed':
      return 'nothing weaker can be written';
    case 'unknown':
      return `unknown: ${reasonText(cell.reason)}`;
    default:
      return unreachable(cell);
  }
}

/** `smp_wmb() or smp_rmb()`; empty where the site is not of that kind. */
export function enoughText(cell: SiteVerdict): string {
  return cell.kind === 'weaker' ? cell.enough.map(({ label }) => label).join(' or ') : '';
}

function clause(
  some: readonly AuditedSite[],
  all: readonly AuditedSite[],
  one: string,
  several: string,
): string | null {
  if (some.length === 0) return null;
  const names = groupedBy(some, ({ short }) => short).map((alike) => named(alike, all));
  return `${listed(names)} ${some.length === 1 ? one : several}`;
}

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six'];

function number(count: number): string {
  return NUMBERS[count] ?? String(count);
}

/** `smp_mb() (lines 34 and 40)`, with the threads where a line has several. */
function named(alike: readonly AuditedSite[], sites: readonly AuditedSite[]): string {
  return `${alike[0].short} (${linesText(alike.map((site) => siteLine(site, sites)))})`;
}

function linesText(places: readonly (string | number)[]): string {
  return `${places.length === 1 ? 'line' : 'lines'} ${listed(places.map(String))}`;
}

/** The line, and the thread where lines do not tell places apart. */
export function siteLine(site: AuditedSite, sites: readonly AuditedSite[]): string {
  const shared = sites.some((other) => other !== site && other.line === site.line);
  return shared ? `${site.line} ${site.within}` : String(site.line);
}

/** A group that holds on all models together is reported with one of those models, where one has the same sets alone. */
function togetherTexts(result: BarrierResult): readonly string[] {
  const { together, models } = result;
  const joint = together.find((group) => group.joint);
  const same = ({ sets }: Together): boolean => joint !== undefined && String(sets) === String(joint.sets);
  const said = together.some((group) => !group.joint && same(group));
  return together.flatMap((group) => {
    if (group.joint && said) return [];
    const titles = listed(group.models.map((model) => models[model].title));
    const all = joint !== undefined && same(group) ? ', and so on all of them' : '';
    return groupTexts(result, group, group.joint ? 'on all of them' : `on ${titles}${all}`);
  });
}

/** Nothing where at most one can go, which the table says. */
function groupTexts({ sites }: BarrierResult, group: Together, where: string): readonly string[] {
  const { sets, covers, complete } = group;
  const largest = Math.max(0, ...sets.map((set) => set.length));
  if (sets.length < 2 && largest < 2) return [];
  const barriers = sets.flat().every((site) => sites[site].kind === 'barrier');
  const names = sets.map((set) => listed(set.map((site) => siteLine(sites[site], sites))));
  const pairs = covers.map(([a, b]) => {
    const both = `${siteLine(sites[a], sites)} and ${siteLine(sites[b], sites)}`;
    return `Lines ${both} cover for each other ${where}: either can go, not both.`;
  });
  const can =
    sets.length === 1
      ? [`Lines ${names[0]} can ${barriers ? 'go' : 'lose their order'} together ${where}.`]
      : largest === 1
        ? []
        : [`What can ${barriers ? 'go' : 'lose its order'} together ${where}: lines ${names.join('; or ')}.`];
  const open = complete ? [] : [`Not every set was tried ${where}: there may be larger ones.`];
  return [...can, ...pairs, ...open];
}

/** What an x86 has paid for already. */
function x86Texts({ x86, sites }: BarrierResult): readonly string[] {
  const of = (kind: X86Remark['kind'], what: AuditedSite['kind']): readonly AuditedSite[] =>
    x86.flatMap((remark) =>
      remark.kind === kind && sites[remark.site].kind === what ? [sites[remark.site]] : [],
    );
  const groups = [
    clause(of('no-instruction', 'barrier'), sites, 'is no instruction', 'are no instructions'),
    clause(of('no-instruction', 'access'), sites, 'is a plain MOV', 'are plain MOVs'),
    clause(
      of('locked-anyway', 'access'),
      sites,
      'is a locked instruction with or without its order',
      'are locked instructions with or without their order',
    ),
  ].filter((text) => text !== null);
  // What can go everywhere needs no cheaper spelling.
  const beside = groupedBy(
    x86.filter(
      (remark): remark is Beside => remark.kind === 'locked-beside' && !sites[remark.site].removable,
    ),
    ({ site, text, instead }) => `${sites[site].short} ${shortened(text)} ${instead}`,
  );
  const first = groups.length === 0 ? [] : [`On x86 ${groups.join('; ')}.`];
  return [...first, ...beside.map((alike) => besideText(alike, sites))];
}

/** What barriers are where they are not what one expects: `On POWER smp_rmb() is lwsync; smp_mb() sync.` */
function portTexts({ models, instructions }: BarrierResult): readonly string[] {
  return groupedBy(instructions, ({ model }) => String(model)).map((alike) => {
    const said = alike.map(
      ({ name, becomes }, index) => `${name}() ${index === 0 ? 'is ' : ''}${becomes.replaceAll('; ', ', ')}`,
    );
    return `On ${models[alike[0].model].title} ${said.join('; ')}.`;
  });
}

type Beside = X86Remark & { readonly kind: 'locked-beside' };

function besideText(alike: readonly Beside[], sites: readonly AuditedSite[]): string {
  const [{ text, instead }] = alike;
  const barriers = named(
    alike.map(({ site }) => sites[site]),
    sites,
  );
  const locked = `${shortened(text)} (${linesText(alike.map(({ line }) => line))})`;
  const cause = `x86 has paid for ${barriers}: ${locked}, a locked instruction, is a full barrier there already.`;
  if (instead === null) return cause;
  return `${cause} ${instead} in its place is no instruction on x86, and every model keeps its verdict.`;
}

/** A call without its arguments, and without the local that takes its value. */
function shortened(text: string): string {
  const [, name] = /^(?:\w+ = )?(\w+)\(/.exec(text) ?? [];
  return name === undefined ? text : `${name}()`;
}

/** `2 of 16 files have a barrier that is redundant on every model` */
export function checkSummary(files: number, found: number): string {
  const have = found === 1 || files === 1 ? 'has' : 'have';
  return `${found === 0 ? 'none' : found} of ${plural(files, 'file')} ${have} a barrier that is redundant on every model`;
}
