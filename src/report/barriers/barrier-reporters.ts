/** The reporters of `pinlitmus barriers`: for people, for people who run it in CI, and for programs. */
import type { BarrierResult } from '../../barriers/barrier-result.js';
import { visible } from '../../text/visible.js';
import { faultLines } from '../check/not-run.js';
import type { Canvas } from '../reporter.js';
import { paintAt } from '../text/colour.js';
import { joinLines, NARROWEST } from '../text/layout.js';
import { barrierLines, unknownLines } from './audit-table.js';
import { checkSummary } from './finding.js';

/** A reporter: what it answers is text that ends in a newline, or nothing. */
export interface BarrierReporter {
  file(result: BarrierResult): Promise<string>;
  end(): string;
}

/** What a reporter is made for. */
export interface BarrierPlan {
  readonly canvas: Canvas;
  readonly name: 'pretty' | 'json';
  /** `check` lists the barriers that are redundant on every model, and no more. */
  readonly view: 'full' | 'check';
  readonly files: number;
  /** Of pinlitmus. */
  readonly version: string;
}

/** The reporter of that name. */
export function barrierReporter(plan: BarrierPlan): BarrierReporter {
  if (plan.name === 'json') return json(plan);
  return plan.view === 'check' ? findings(plan) : full(plan);
}

function full({ canvas }: BarrierPlan): BarrierReporter {
  const width = Math.max(canvas.width, NARROWEST);
  const paint = paintAt(canvas.colours);
  let apart = '';
  return {
    async file(result) {
      const faults = await faultLines(result, result.diagnostics, width, paint);
      const body =
        result.info === null ? unknownLines(result, width) : barrierLines(result, result.info, width, paint);
      const between = faults.length > 0 && body.length > 0 ? '\n' : '';
      const text = `${apart}${joinLines(faults)}${between}${body.map((line) => `${line}\n`).join('')}`;
      apart = '\n';
      return text;
    },
    end: () => '',
  };
}

function findings({ canvas, files }: BarrierPlan): BarrierReporter {
  const paint = paintAt(canvas.colours);
  let found = 0;
  return {
    async file(result) {
      const errors = result.diagnostics.filter(({ severity }) => severity === 'error');
      const faults = await faultLines(result, errors, Math.max(canvas.width, NARROWEST), paint);
      const sites = result.sites.filter(({ removable }) => removable);
      if (sites.length > 0) found += 1;
      const titles = result.models.map(({ title }) => title).join(', ');
      const lines = sites.map(
        ({ line, column, text }) =>
          `${visible(result.file)}:${line}:${column}: ${visible(text)} is redundant on ${titles}`,
      );
      return joinLines([...faults, ...lines]);
    },
    end: () => `${checkSummary(files, found)}\n`,
  };
}

function json({ version }: BarrierPlan): BarrierReporter {
  const results: BarrierResult[] = [];
  let text = '';
  return {
    async file(result) {
      results.push(result);
      const { barriersDocument } = await import('../formats/barriers-json.js');
      text = barriersDocument(results, version);
      return '';
    },
    end: () => text,
  };
}
