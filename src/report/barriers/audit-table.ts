/**
 * `pinlitmus barriers` for people: a table with a row for each site, a barrier or an access that orders, and a column a
 * model; then in sentences what follows from it, then changes as patches. A patch is printed as it is, however wide, for it
 * is meant to be applied.
 */
import type { AuditedSite, BarrierResult, SiteVerdict } from '../../barriers/barrier-result.js';
import type { TestInfo } from '../../check/result.js';
import { unreachable } from '../../text/invariant.js';
import type { Paint } from '../text/colour.js';
import { spellings } from '../text/final-state.js';
import { apart, groupedBy, hanging, listed, longest, widthOf, wrapped } from '../text/layout.js';
import { tableRows } from '../text/table.js';
import { heading, quoted } from '../text/test-words.js';
import { undecidedText } from '../text/verdict-words.js';
import { adviceLines } from './advice.js';
import { answerText, findingTexts, reasonText, siteLine } from './finding.js';

/** The view of one file, as lines; what is wrong with a malformed one is the caller's. */
export function barrierLines(
  result: BarrierResult,
  info: TestInfo,
  width: number,
  paint: Paint,
): readonly string[] {
  return apart([findingLines(result, info, width, paint), adviceLines(result, stateIn(info), width, paint)]);
}

/** The condition as the report quotes it. */
export function stateIn(info: TestInfo): string {
  return quoted(info.question, spellings(info, []));
}

/** The view without the advice. */
export function findingLines(
  result: BarrierResult,
  info: TestInfo,
  width: number,
  paint: Paint,
): readonly string[] {
  const state = stateIn(info);
  const audited = result.sites.length > 0 && result.models.some(({ answer }) => answer.kind !== 'allowed');
  const sections = [
    heading(result.file, info, width, paint).map((line) => line.trimEnd()),
    wrapped(answerText(result, state), width),
    audited ? auditLines(result, width, paint) : [],
    audited ? legendLines(result, info, width, paint) : [],
    ...findingTexts(result).map((texts) => texts.flatMap((text) => wrapped(text, width))),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index === 0 || (index === 3 && audited) ? lines : ['', ...lines]));
}

/** The view of a file that was given up before it was understood. */
export function unknownLines(result: BarrierResult, width: number): readonly string[] {
  const [first] = result.models;
  if (first?.answer.kind !== 'unknown') return [];
  const titles = result.models.map(({ title }) => title);
  return wrapped(undecidedText(result.file, titles, reasonText(first.answer.reason)), width);
}

const INDENT = 2;
const GAP = 2;

/** The table. A text that is too long for its column has a line of its own. */
function auditLines({ models, sites }: BarrierResult, width: number, paint: Paint): readonly string[] {
  const heads = models.map(({ title }) => title);
  const columns = heads.map((head, model) =>
    Math.max(widthOf(head), longest(sites.flatMap(({ cells }) => cellText(cells[model]).split('\n')))),
  );
  const lineTexts = sites.map((site) => siteLine(site, sites));
  const first = longest(['line', ...lineTexts]);
  const room = width - INDENT - first - GAP - columns.reduce((sum, column) => sum + column + GAP, 0);
  if (room < 'what orders'.length) return stackedLines({ models, sites }, lineTexts, width, paint);
  const rows = sites.map((site, index) => {
    const cells = site.cells.map((cell) => cellPaint(cell, paint)(cellText(cell)));
    const name = [site.text, site.short].find((text) => widthOf(text) <= room);
    if (name !== undefined) return { above: [], cells: [lineTexts[index], name, ...cells] };
    return { above: [`${lineTexts[index].padEnd(first + GAP)}${site.short}`], cells: ['', '', ...cells] };
  });
  const head = ['line', 'what orders', ...heads].map((text) => paint.dim(text));
  const style = { indent: INDENT, gap: GAP };
  const [headLines, ...siteLines] = tableRows([head, ...rows.map(({ cells }) => cells)], style);
  const body = rows.flatMap(({ above }, index) => [
    ...above.map((line) => ' '.repeat(INDENT) + line),
    ...siteLines[index],
  ]);
  return [...headLines, ...body].map((line) => line.trimEnd());
}

/** Where the models' columns leave no room: each site, and under it what holds on which models. */
function stackedLines(
  { models, sites }: Pick<BarrierResult, 'models' | 'sites'>,
  lineTexts: readonly string[],
  width: number,
  paint: Paint,
): readonly string[] {
  return sites.flatMap((site, index) => {
    const cells = site.cells.map((cell, model) => ({ cell, title: models[model].title }));
    const under = groupedBy(cells, ({ cell }) => cellText(cell)).flatMap((same) => {
      const [{ cell }] = same;
      const text = `${cellText(cell)} on ${listed(same.map(({ title }) => title))}`;
      return wrapped(text, width - 3 * INDENT).map((line) => cellPaint(cell, paint)(line));
    });
    const name = hanging(`${lineTexts[index]} ${site.short}`, width - INDENT, INDENT);
    return [
      ...name.map((line) => ' '.repeat(INDENT) + line),
      ...under.map((line) => ' '.repeat(3 * INDENT) + line),
    ];
  });
}

function cellText(cell: SiteVerdict): string {
  switch (cell.kind) {
    case 'needed':
    case 'redundant':
    case 'unknown':
    case 'fixed':
      return cell.kind;
    case 'moot':
      return '-';
    case 'weaker':
      return cell.enough.map(({ brief }) => brief).join(' or\n');
    default:
      return unreachable(cell);
  }
}

/** Cells that a reader can act on stand out; cells without a finding are dim. */
function cellPaint({ kind }: SiteVerdict, paint: Paint): (text: string) => string {
  if (kind === 'redundant' || kind === 'weaker') return paint.yellow;
  if (kind === 'unknown') return paint.magenta;
  return kind === 'moot' || kind === 'fixed' ? paint.dim : (text) => text;
}

/** The words of the table that occur in it. */
function legendLines(
  { sites }: BarrierResult,
  { question: asked }: TestInfo,
  width: number,
  paint: Paint,
): readonly string[] {
  const forall = asked.quantifier === 'forall';
  const cells = sites.flatMap((site) => site.cells);
  const has = (kind: SiteVerdict['kind']): boolean => cells.some((cell) => cell.kind === kind);
  const all = <Value>(values: readonly Value[]): string => [...new Set(values)].join(', ');
  const spelled = sites.flatMap(spelledOut);
  const reasons = cells.flatMap((cell) => (cell.kind === 'unknown' ? [reasonText(cell.reason)] : []));
  const texts = [
    has('needed') ? `needed: without it ${forall ? 'the condition fails' : 'the state appears'}` : null,
    has('redundant') ? 'redundant: without it nothing changes' : null,
    spelled.length > 0 ? `${all(spelled)}: so much is enough in its place` : null,
    has('fixed') ? 'fixed: there is no weaker way to write it' : null,
    has('moot') ? `-: the model ${forall ? 'refutes the condition' : 'allows the state'} as it is` : null,
    has('unknown') ? `unknown: ${all(reasons)}` : null,
    withoutOrder(sites),
  ];
  const lines = texts
    .filter((text) => text !== null)
    .flatMap((text) => hanging(text, width - INDENT, INDENT));
  return lines.map((line) => ' '.repeat(INDENT) + paint.dim(line));
}

/** The weaker spellings of a site as the table has them, with the whole where the brief one does not say it. */
function spelledOut({ cells }: AuditedSite): readonly string[] {
  return cells.flatMap((cell) =>
    cell.kind !== 'weaker'
      ? []
      : cell.enough.map(({ label, brief }) => (brief === '_lock' ? `${brief} (${label})` : brief)),
  );
}

/** What is written where an access has lost its order. */
function withoutOrder(sites: readonly AuditedSite[]): string | null {
  const pairs = new Map<string, string>();
  for (const { short, without } of sites) if (without !== null) pairs.set(short, without);
  if (pairs.size === 0) return null;
  return `without its order: ${[...pairs].map(([name, bare]) => `${name} is ${bare}`).join(', ')}`;
}
