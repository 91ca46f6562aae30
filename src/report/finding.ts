/** What an audit of barriers found, in sentences: the answer, what may go on all models, what goes together, x86's part. */
import type { Reason } from '../barriers/oracle.js';
import type { AuditedSite, BarrierResult, Cell, Together, X86Remark } from '../barriers/result.js';
import { unreachable } from '../diagnostic/invariant.js';
import { listed, plural } from './layout.js';
import { limitText } from './verdict.js';

/** The paragraphs behind the table, each of sentences that begin on lines of their own. */
export function findingTexts(result: BarrierResult): readonly (readonly string[])[] {
  return [[...overallTexts(result), ...togetherTexts(result)], x86Texts(result)];
}

/** What the models say of the test as it is; `state` is the condition as the report quotes it. */
export function answerText({ models, sites, info }: BarrierResult, state: string): string {
  const words =
    info?.asked.quantifier === 'forall'
      ? ({
          forbidden: 'true of every final state on',
          allowed: 'refuted on',
          unknown: 'undecided on',
        } as const)
      : ({ forbidden: 'forbidden on', allowed: 'allowed on', unknown: 'undecided on' } as const);
  const clauses = (['forbidden', 'allowed', 'unknown'] as const).flatMap((kind) => {
    const titles = models.filter(({ answer }) => answer.kind === kind).map(({ title }) => title);
    return titles.length === 0 ? [] : [`${words[kind]} ${listed(titles)}`];
  });
  const reasons = models.flatMap(({ title, answer }) =>
    answer.kind === 'unknown' ? [` ${title}: ${reasonText(answer.reason)}.`] : [],
  );
  const nothing = sites.length === 0 ? ' There is no barrier, and no ordered access but those of locks.' : '';
  return `${state} is ${clauses.join('; ')}.${reasons.join('')}${nothing}`;
}

/** Why something is not known, as a clause. */
export function reasonText(reason: Reason): string {
  if (reason.kind === 'bad-address') return 'some execution uses an address at which there is nothing';
  return reason.kind === 'unreadable' ? 'the changed test cannot be read' : limitText(reason);
}

/** What is true of all models that forbid the state, where there are several. */
function overallTexts({ models, sites }: BarrierResult): readonly string[] {
  const forbidding = models.filter(({ answer }) => answer.kind === 'forbidden');
  if (forbidding.length < 2) return [];
  const of = (kind: Cell['kind'], what?: AuditedSite['kind']): readonly AuditedSite[] =>
    sites.filter((site) => site.overall.kind === kind && (what ?? site.kind) === site.kind);
  const clauses = [
    clause(of('redundant', 'barrier'), sites, 'can go', 'can go'),
    clause(of('redundant', 'access'), sites, 'needs no order', 'need no order'),
    clause(of('needed'), sites, 'is needed', 'are needed'),
    ...of('weaker').map((site) => `${named(site, sites)} may be ${enoughText(site.overall)}`),
  ].filter((text) => text !== null);
  if (clauses.length === 0) return [];
  const all = forbidding.length === models.length;
  const where = all
    ? `On all ${number(models.length)} models`
    : `On ${listed(forbidding.map(({ title }) => title))}`;
  return [`${where}: ${clauses.join('; ')}.`];
}

function enoughText(cell: Cell): string {
  return cell.kind === 'weaker' ? cell.enough.map(({ label }) => label).join(' or ') : '';
}

function clause(
  some: readonly AuditedSite[],
  all: readonly AuditedSite[],
  one: string,
  several: string,
): string | null {
  if (some.length === 0) return null;
  return `${listed(some.map((site) => named(site, all)))} ${some.length === 1 ? one : several}`;
}

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six'];

function number(count: number): string {
  return NUMBERS[count] ?? String(count);
}

/** `smp_mb() (line 34)`, with its thread where the line has several. */
function named(site: AuditedSite, sites: readonly AuditedSite[]): string {
  return `${site.short} (line ${placeOf(site, sites)})`;
}

/** The line, and the thread where lines do not tell places apart. */
export function placeOf(site: AuditedSite, sites: readonly AuditedSite[]): string {
  const shared = sites.some((other) => other !== site && other.line === site.line);
  return shared ? `${site.line} ${site.within}` : String(site.line);
}

/** What is true of all models at once is said with a model that it comes from, where there is one. */
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
  const names = sets.map((set) => listed(set.map((site) => placeOf(sites[site], sites))));
  const pairs = covers.map(([a, b]) => {
    const both = `${placeOf(sites[a], sites)} and ${placeOf(sites[b], sites)}`;
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
  const beside = x86.flatMap((remark) => besideText(remark, sites) ?? []);
  const first = groups.length === 0 ? [] : [`On x86 ${groups.join('; ')}.`];
  return [...first, ...beside];
}

function besideText(remark: X86Remark, sites: readonly AuditedSite[]): string | null {
  switch (remark.kind) {
    case 'no-instruction':
    case 'locked-anyway':
      return null;
    case 'locked-beside': {
      const { site, line, text, instead } = remark;
      const cause = `x86 has paid for ${named(sites[site], sites)}: the LOCK prefix of ${shortened(text)} (line ${line}) is a full barrier there already.`;
      return instead === null
        ? cause
        : `${cause} ${instead} in its place is no instruction on x86, and every model keeps its verdict.`;
    }
    default:
      return unreachable(remark);
  }
}

/** A call without its arguments. */
function shortened(text: string): string {
  return /^\w+\(/.test(text) ? `${text.slice(0, text.indexOf('('))}()` : text;
}

/** `2 of 16 files have a barrier that is redundant on every model` */
export function checkSummary(files: number, found: number): string {
  const have = found === 1 || files === 1 ? 'has' : 'have';
  return `${found === 0 ? 'none' : found} of ${plural(files, 'file')} ${have} a barrier that is redundant on every model`;
}
