/** Audits texts and files of the library for tests, and prints them as a user sees them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BarrierResult } from '../../src/barriers/barrier-result.js';
import { auditSource, type BarrierSettings } from '../../src/barriers/index.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { prettyBarriers } from '../../src/report/barriers/barriers-reporter.js';
import { planOf, reported } from '../report/reported.js';

export const SETTINGS: BarrierSettings = { ...DEFAULT_SETTINGS, searches: 2000 };

const LITMUS = join(import.meta.dirname, '../../litmus');

/** The text of a case of the library, by its path without the ending. */
export function textOf(name: string): string {
  return readFileSync(join(LITMUS, `${name}.litmus`), 'utf8');
}

/** The audit of a text. */
export function audit(
  text: string,
  settings: Partial<BarrierSettings> = {},
  name = 'test.litmus',
): BarrierResult {
  const result = auditSource({ name, text }, { ...SETTINGS, ...settings });
  if (result.crash !== null) throw new Error(result.crash.stack);
  return result;
}

/** The audit of a case of the library. */
export function auditCase(name: string, settings: Partial<BarrierSettings> = {}): BarrierResult {
  return audit(textOf(name), settings, `litmus/${name}.litmus`);
}

/** What `pinlitmus barriers` prints of it. */
export function printed(result: BarrierResult, width: number): Promise<string> {
  const plan = { ...planOf([result]), redundantOnly: false };
  return reported(prettyBarriers({ width, colours: 0 }), plan, [result], { milliseconds: 1 });
}

/** A row of the audit in a line: `34 smp_mb(): needed, smp_rmb()`. */
export function rows({ sites }: BarrierResult): readonly string[] {
  return sites.map(({ line, text, cells }) => {
    const words = cells.map((cell) =>
      cell.kind === 'weaker' ? cell.enough.map(({ label }) => label).join(' or ') : cell.kind,
    );
    return `${line} ${text}: ${words.join(', ')}`;
  });
}
