/** `pinlitmus barriers --write`: puts a chosen alternative into the file or a copy, and new verdicts into its `Expect=`. */
import type { BarrierResult } from '../../barriers/barrier-result.js';
import { expecting } from '../../check/corrected.js';
import type { Settings } from '../../check/result.js';
import { visible } from '../../text/visible.js';
import { EXIT, type ExitCode } from '../exit.js';
import type { Document } from '../io/document.js';
import { replace, targetOf } from '../io/replace.js';
import { type Streams, say } from '../io/streams.js';
import type { BarriersOptions } from './barriers.js';

/**
 * Writes the chosen alternative and says so on standard error; where there is none, says why. `base` is the directory
 * that was given for the file.
 */
export function writeAlternative(
  result: BarrierResult,
  document: Document,
  options: BarriersOptions,
  settings: Settings,
  streams: Streams,
  base: string | undefined,
): ExitCode {
  const { advice, file } = result;
  if (result.info === null) return EXIT.malformed;
  const path = options.writeTo ?? document.path;
  const chosen = advice.kind === 'alternatives' ? advice.alternatives[options.choose - 1] : undefined;
  if (chosen === undefined || path === null) {
    say(streams, `pinlitmus: ${visible(file)}: nothing written, ${reasonOf(result, options)}`);
    return advice.kind === 'none-needed' ? EXIT.expected : EXIT.failed;
  }
  const target = targetOf(path, options.writeTo === undefined ? base : undefined);
  replace(target, document.encode(expecting(result, { name: file, text: chosen.text }, settings)));
  say(streams, `pinlitmus: ${visible(file)}: alternative ${options.choose} written to ${visible(path)}`);
  if (target.remark !== null) say(streams, `pinlitmus: ${visible(target.remark)}`);
  return EXIT.expected;
}

function reasonOf({ advice }: BarrierResult, { choose }: BarriersOptions): string {
  if (advice.kind === 'none-needed') return 'for the state is forbidden as it is';
  if (advice.kind !== 'alternatives' || advice.alternatives.length === 0)
    return 'for there is no alternative';
  return `for there is no alternative ${choose}`;
}
