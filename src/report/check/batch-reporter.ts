/**
 * Many tests for people, as they finish: a line a test, grouped by directory, what failed in full below its line. On a run that is longer
 * than a screen the head of the columns comes again on each, and what is not as expected comes again at the end.
 */
import type { TestResult } from '../../check/result.js';
import type { CheckPlan, CheckSummary, Reporter } from '../reporter.js';
import type { Paint } from '../text/colour.js';
import { diagnosticLines } from '../text/diagnostic-lines.js';
import { joinLines, plural, wrapped } from '../text/layout.js';
import { observationText } from '../text/verdict-words.js';
import {
  batchLines,
  type Columns,
  columnsOf,
  headLine,
  isNotAsExpected,
  legendLines,
  split,
} from './batch.js';
import type { LineWidths } from './failure-lines.js';
import { plainText } from './single.js';
import { slowestLines, type TimedTest } from './slowest.js';
import { tallyLines, type Warned } from './tally-lines.js';

/** The lines of a screen where there is none: from head to head, and from a failure to where it is out of sight. */
const PAGE = 50;
const SIGHT = 200;
/** So many tests are shown in full again; of further ones it is said where. */
const AGAIN = 20;

/** A test that is not as expected, as it is shown again. */
interface Failed {
  /** What is said of it in full, and where alone. */
  readonly full: readonly string[];
  readonly places: readonly string[];
  /** The number of the line that it began on. */
  readonly from: number;
  readonly isShown: boolean;
}

/** The reporter of one run. */
export class BatchReporter implements Reporter<'check'> {
  readonly #plan: CheckPlan;
  readonly #widths: LineWidths;
  readonly #page: number;
  /** So many lines above the last one a reader still sees. */
  readonly #sight: number;
  readonly #paint: Paint;
  readonly #columns: Columns;
  readonly #warned: Warned[] = [];
  readonly #failed: Failed[] = [];
  readonly #times: TimedTest[] = [];
  readonly #verdicts = new Set<string>();
  #directory: string | null = null;
  #apart = true;
  /** Lines so far, and at the last head. */
  #lines = 0;
  #head = 0;

  constructor(plan: CheckPlan, widths: LineWidths, page: number | undefined, paint: Paint) {
    this.#plan = plan;
    this.#widths = widths;
    this.#page = Math.max(page ?? PAGE, 10);
    this.#sight = page ?? SIGHT;
    this.#paint = paint;
    this.#columns = columnsOf(plan, widths.width);
  }

  begin(): string {
    return this.#isQuiet ? '' : this.#text(this.#headLines());
  }

  async result(result: TestResult): Promise<string> {
    const { diagnostics, file, models } = result;
    const warnings = diagnostics.filter(({ severity }) => severity === 'warning').length;
    if (warnings > 0) this.#warned.push({ file, warnings });
    for (const model of models) this.#verdicts.add(observationText(model));
    if (this.#plan.slowest !== undefined) {
      const milliseconds = models.reduce((sum, model) => sum + model.milliseconds, 0);
      this.#times.push({
        file,
        milliseconds,
        models: models.map(({ title, milliseconds: own }) => ({ title, milliseconds: own })),
      });
    }
    const from = this.#lines;
    const lines = this.#isQuiet ? await this.#quietLines(result) : await this.#testLines(result);
    const text = this.#text(lines);
    if (isNotAsExpected(result)) await this.#keep(result, from);
    return text;
  }

  async end(summary: CheckSummary): Promise<string> {
    if (this.#plan.files.length === 0) return '';
    const { width } = this.#widths;
    const again = this.#againLines();
    const slowest = slowestLines(this.#times, this.#plan.slowest ?? 0, width);
    return joinLines([
      ...(this.#apart || (this.#isQuiet && this.#lines === 0) ? [] : ['']),
      ...again,
      ...slowest.map((line) => this.#paint.dim(line)),
      ...(this.#isQuiet ? [] : legendLines(this.#columns, this.#verdicts, width, this.#paint)),
      ...tallyLines(summary, this.#plan.detail === undefined ? this.#warned : [], width, this.#paint),
    ]);
  }

  get #isQuiet(): boolean {
    return this.#plan.detail === 'quiet';
  }

  #text(lines: readonly string[]): string {
    this.#lines += lines.length;
    if (lines.length > 0) this.#apart = lines[lines.length - 1] === '';
    return joinLines(lines);
  }

  #headLines(): readonly string[] {
    return this.#columns.models.length === 0 ? [] : [headLine(this.#columns, this.#paint)];
  }

  /** A line for the test, below those of its directory and of the head where it is time for them. */
  async #testLines(result: TestResult): Promise<readonly string[]> {
    const { width, diagnosticWidth } = this.#widths;
    const lines: string[] = [];
    const own = split(result.file).directory;
    const isNew = own !== this.#directory && own !== '';
    const isHeadDue = this.#lines - this.#head >= this.#page - 1;
    if ((isNew || isHeadDue) && !this.#apart && this.#directory !== null) lines.push('');
    if (isHeadDue) {
      lines.push(...this.#headLines());
      this.#head = this.#lines;
    }
    if (isNew || (isHeadDue && own !== ''))
      lines.push(...wrapped(own, width).map((line) => this.#paint.dim(line)));
    this.#directory = own;
    const { status, diagnostics } = result;
    const isAll = status === 'fail' || this.#plan.detail === 'verbose';
    const shown = isAll ? diagnostics : diagnostics.filter(({ severity }) => severity === 'error');
    const problems = await diagnosticLines(result, shown, diagnosticWidth, this.#paint);
    const places = status === 'fail' ? await this.#placeLines(result) : [];
    return [
      ...lines,
      ...batchLines(result, { problems, places }, this.#columns, width, this.#paint),
      ...this.#plain(result),
    ];
  }

  /** With `--verbose` the plain accesses of a test that is not shown in full. */
  #plain({ info, status }: TestResult): readonly string[] {
    if (this.#plan.detail !== 'verbose' || info === null || status === 'fail') return [];
    const text = plainText(info.plainLines);
    return wrapped(text, this.#widths.width - 4).map((line) => `    ${this.#paint.dim(line)}`);
  }

  async #placeLines(result: TestResult): Promise<readonly string[]> {
    return (await import('./failure-lines.js')).placeLines(result, this.#widths);
  }

  async #quietLines(result: TestResult): Promise<readonly string[]> {
    if (!isNotAsExpected(result)) return [];
    const { failureLines } = await import('./failure-lines.js');
    return [...(await failureLines(result, this.#widths, this.#paint)), ''];
  }

  async #keep(result: TestResult, from: number): Promise<void> {
    const { failureLines, placesAlone } = await import('./failure-lines.js');
    const full = this.#failed.length < AGAIN ? await failureLines(result, this.#widths, this.#paint) : [];
    const places = placesAlone(result, this.#widths);
    this.#failed.push({ full, places, from, isShown: this.#isQuiet || result.status !== 'unknown' });
  }

  /** What was not shown in full so far, and where the screen has no room for all since the first failure, everything. */
  #againLines(): readonly string[] {
    const [first] = this.#failed;
    if (first === undefined || this.#isQuiet) return [];
    const isGone = this.#lines - first.from > this.#sight;
    const again = isGone ? this.#failed : this.#failed.filter(({ isShown }) => !isShown);
    if (again.length === 0) return [];
    const head = isGone ? `${plural(this.#failed.length, 'test')} not as expected:` : 'Undecided:';
    const inFull = again.filter(({ full }) => full.length > 0).flatMap(({ full }) => [...full, '']);
    const rest = again.filter(({ full }) => full.length === 0).flatMap(({ places }) => places);
    return [this.#paint.bold(head), '', ...inFull, ...(rest.length === 0 ? [] : [...rest, ''])];
  }
}
