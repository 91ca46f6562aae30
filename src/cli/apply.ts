/** `pinlitmus barriers --write`: puts a chosen alternative into the file or a copy, and the new verdicts into its `Expect=`. */
import { writeFileSync } from 'node:fs';
import type { BarrierResult } from '../barriers/result.js';
import { checkSource } from '../check/source.js';
import type { BarrierOptions } from './barriers.js';
import type { Document } from './document.js';
import { EXIT, type ExitCode } from './exit.js';
import { systemReason, UsageError } from './failure.js';
import { settingsOf } from './options.js';
import { update } from './update.js';

/** Writes the chosen alternative and says so on standard error; where there is none, says why. */
export function apply(result: BarrierResult, document: Document, options: BarrierOptions): ExitCode {
  const { advice, file } = result;
  if (result.info === null) return EXIT.malformed;
  const path = options.writeTo ?? document.path;
  const chosen = advice.kind === 'alternatives' ? advice.alternatives[options.choose - 1] : undefined;
  if (chosen === undefined || path === null) {
    process.stderr.write(`pinlitmus: ${file}: nothing written, ${reasonOf(result, options)}\n`);
    return advice.kind === 'none-needed' ? EXIT.expected : EXIT.failed;
  }
  write(path, document.encode(chosen.text));
  if (result.info.expectations.models.size > 0) {
    const source = { name: file, text: chosen.text };
    update(checkSource(source, { ...settingsOf(options), models: null, verdictOnly: true }), {
      ...document,
      source,
      path,
    });
  }
  process.stderr.write(`pinlitmus: ${file}: alternative ${options.choose} written to ${path}\n`);
  return EXIT.expected;
}

function reasonOf({ advice }: BarrierResult, { choose }: BarrierOptions): string {
  if (advice.kind === 'none-needed') return 'for the state is forbidden as it is';
  if (advice.kind !== 'alternatives' || advice.alternatives.length === 0)
    return 'for there is no alternative';
  return `for there is no alternative ${choose}`;
}

function write(path: string, bytes: Buffer): void {
  try {
    writeFileSync(path, bytes);
  } catch (error) {
    throw new UsageError(`cannot write ${path}: ${systemReason(error)}`);
  }
}
