/**
 * What a worker thread runs: one task is some tests, of which it does as many as it can in a while. The rest it gives
 * back undone, for a test may take a minute and nobody knows before.
 */
import './interrupt.js';
import { within } from '../../query/cut-off.js';
import type { Source } from '../../text/source.js';
import { buildId } from '../build-id.js';
import { checkSource, mostTime, outOfTime } from '../check-source.js';
import type { Settings, TestResult } from '../result.js';
import { modelsInAll } from './activity.js';
import { enterBatch, enterModel, enterTest, type Whereabouts } from './whereabouts.js';

/** After how many milliseconds a worker begins no more tests and answers. */
const WHILE = 20;

/** Tests and what to run them with. */
export interface WorkerTask {
  readonly sources: readonly Source[];
  readonly settings: Settings;
  /** Is told what is begun. */
  readonly whereabouts: Whereabouts;
  /** The build that asks. */
  readonly build: string | null;
}

/** What piscina calls for each task: the results of the first sources, of one at least. They cross by structured clone. */
export default function work({ sources, settings, whereabouts, build }: WorkerTask): readonly TestResult[] {
  // Results of two builds in one report, or remembered as those of the other, would be nobody's.
  if (build !== buildId()) throw new Error('another build of pinlitmus has come into its place');
  enterBatch(whereabouts);
  const models = modelsInAll(settings).map(({ name }) => name);
  const onModel = (name: string): void => enterModel(whereabouts, 1 + models.indexOf(name));
  const end = performance.now() + WHILE;
  const results: TestResult[] = [];
  // All tests but the last one are done in a while.
  const most = WHILE + Math.max(...sources.map((source) => mostTime(source, settings)));
  const done = within(most, () => {
    for (const [index, source] of sources.entries()) {
      enterTest(whereabouts, index);
      results.push(checkSource(source, settings, { onModel }));
      if (performance.now() > end) break;
    }
  });
  if (done.kind === 'over') results.push(outOfTime(sources[results.length], settings));
  return results;
}
