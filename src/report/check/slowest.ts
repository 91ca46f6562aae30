/** The tests that took longest, with what they took on the model that took most of it. */
import type { ModelResult } from '../../check/result.js';
import { visible } from '../../text/visible.js';
import { behind, duration, plural, wrapped } from '../text/layout.js';

/** A test and the time of its search on all models. */
export interface TimedTest {
  readonly file: string;
  readonly milliseconds: number;
  readonly models: readonly Pick<ModelResult, 'title' | 'milliseconds'>[];
}

/** Columns before a name: a time of up to seven characters, and blanks around it. */
const LEAD = 11;

/** The slowest first, an empty line behind them; nothing where none is asked for. */
export function slowestLines(tests: readonly TimedTest[], most: number, width: number): readonly string[] {
  const slowest = [...tests].sort((a, b) => b.milliseconds - a.milliseconds).slice(0, most);
  if (slowest.length === 0) return [];
  const head = slowest.length === 1 ? 'The slowest test:' : `The ${plural(slowest.length, 'slowest test')}:`;
  const lines = slowest.flatMap(({ file, milliseconds, models }) => {
    const longest = models.reduce((a, b) => (b.milliseconds > a.milliseconds ? b : a), models[0]);
    const where =
      models.length < 2 ? '' : `, ${duration(longest.milliseconds)} of it on ${visible(longest.title)}`;
    const text = wrapped(`${visible(file)}${where}`, width - LEAD);
    return behind(`${duration(milliseconds).padStart(LEAD - 2)}  `, text);
  });
  return [head, ...lines, ''];
}
