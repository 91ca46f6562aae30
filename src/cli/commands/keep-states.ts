/** `--states`: compares the final states of each test with those in the file beside it, or writes that file. */

import { comparedWith, deviationsOf, namedStates } from '../../check/reference/reference-states.js';
import type { KeptStates } from '../../check/reference/states-file.js';
import { readStates, statesText } from '../../check/reference/states-file.js';
import type { ModelResult, TestResult } from '../../check/result.js';
import { listed, plural } from '../../report/text/layout.js';
import { renderDiagnostic } from '../../report/text/render-diagnostic.js';
import type { Diagnostic } from '../../text/diagnostic.js';
import { visible } from '../../text/visible.js';
import { EXIT, type ExitCode } from '../exit.js';
import { UsageError } from '../failure.js';
import { readDocument } from '../io/document.js';
import { fileExists } from '../io/file-name.js';
import { replaceGiven } from '../io/replace-given.js';
import { type Streams, say } from '../io/streams.js';
import type { CheckedTest, ResultStep } from './after-check.js';
import { StaleStates } from './stale-states.js';
import type { UpdateOptions } from './update-expectations.js';

/** What becomes of the files: they are compared with, those that are missing are written, or all are. */
export type StatesMode = 'compare' | 'missing' | 'update';

/** What of `check`'s options it needs. */
export interface StatesOptions extends UpdateOptions {
  readonly states?: StatesMode;
  readonly model?: readonly string[];
}

/** At most this number of files is named. */
const NAMED = 10;

/** The path of the file beside a test. */
function statesPath(test: string): string {
  return `${test.replace(/\.litmus$/, '')}.states`;
}

/** The step of a check. */
export function keepingStates(options: StatesOptions, streams: Streams): readonly ResultStep[] {
  if (options.states === undefined) return [];
  return [new KeptStatesStep({ ...options, states: modeOf(options) }, streams)];
}

/** `--update` is of the states too, where both are asked for. */
function modeOf({ states = 'compare', update }: StatesOptions): StatesMode {
  if (states !== 'compare' || update === undefined) return states;
  return update === 'missing' ? 'missing' : 'update';
}

class KeptStatesStep implements ResultStep {
  readonly #mode: StatesMode;
  readonly #dryRun: boolean;
  readonly #streams: Streams;
  readonly #codes: ExitCode[] = [];
  /** What has no states to compare with: a file, or models in one. */
  readonly #missing: string[] = [];
  readonly #stale: StaleStates;
  #written = 0;

  constructor(
    { states, dryRun = false, model }: StatesOptions & { readonly states: StatesMode },
    streams: Streams,
  ) {
    this.#stale = new StaleStates(model !== undefined);
    this.#mode = states;
    this.#dryRun = dryRun;
    this.#streams = streams;
  }

  after(checked: CheckedTest): TestResult {
    const { result, document } = checked;
    this.#stale.visit(checked);
    if (document?.path == null || result.info === null || result.models.length === 0) return result;
    const path = statesPath(document.path);
    try {
      const old = this.#read(path);
      if (old !== null) this.#stale.look(path, old, result);
      if (this.#mode === 'update' || (this.#mode === 'missing' && old === null))
        return this.#write(path, old, checked);
      return this.#compare(path, old, result);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.#codes.push(EXIT.usage);
      say(this.#streams, `error: ${visible(error.message)}`);
      return result;
    }
  }

  end(): readonly ExitCode[] {
    if (this.#mode !== 'compare') {
      const would = this.#dryRun ? 'would be written' : 'written';
      say(this.#streams, `pinlitmus: ${plural(this.#written, 'file')} of states ${would}`);
      if (this.#dryRun && this.#written > 0) this.#codes.push(EXIT.failed);
    } else this.#name('not compared, for want of states that --states=missing would keep', this.#missing);
    const { files, sections } = this.#stale.found();
    this.#name('states whose test is gone', files);
    this.#name('states of models that the test is not run on', sections);
    return this.#codes;
  }

  /** Says what the first of these are. */
  #name(what: string, all: readonly string[]): void {
    if (all.length === 0) return;
    const more = all.length - NAMED;
    const named = all.slice(0, NAMED).map((each) => `  ${each}`);
    const lines = [`pinlitmus: ${what}:`, ...named, ...(more > 0 ? [`  … and ${more} more`] : [])];
    say(this.#streams, lines.join('\n'));
  }

  /** What is kept; null where there is no file, or one that cannot be read, which is said. */
  #read(path: string): KeptStates | null {
    if (!fileExists(path)) return null;
    const document = readDocument(path, this.#streams.stdin);
    if (!('source' in document)) return this.#malformed(document);
    const read = readStates(document.source);
    return read.kept === null ? this.#malformed(read.fault) : read.kept;
  }

  #malformed(fault: Diagnostic): null {
    say(this.#streams, renderDiagnostic(fault, { colour: false }));
    if (this.#mode !== 'update') {
      this.#codes.push(EXIT.malformed);
      throw new UsageError(`cannot compare with ${fault.span.source.name}: --states=update writes it anew`);
    }
    return null;
  }

  #compare(path: string, kept: KeptStates | null, result: TestResult): TestResult {
    const lacking = result.models.filter(({ model, aside }) => !aside && !kept?.has(model));
    const titles = listed(lacking.map(({ title }) => title));
    if (kept === null) this.#missing.push(visible(path));
    else if (lacking.length > 0) this.#missing.push(`${visible(path)}, on ${titles}`);
    return kept === null ? result : comparedWith(result, { file: path, models: kept });
  }

  /** Writes what is known for sure, and keeps what the file has of other models. */
  #write(path: string, old: KeptStates | null, checked: CheckedTest): TestResult {
    const { result } = checked;
    const open = result.models.filter(({ incomplete, aside }) => incomplete !== null && !aside);
    if (open.length > 0)
      say(
        this.#streams,
        `pinlitmus: not all states of ${visible(result.file)} are known on ${listed(open.map(({ title }) => title))}: none are kept`,
      );
    const now = new Map([...(old ?? []), ...knownOf(result)]);
    if (now.size === 0) return result;
    const [before, after] = [old ?? new Map(), now].map((kept) => statesText(result.info?.name ?? '', kept));
    if (old === null || before !== after) {
      if (!this.#dryRun) {
        const remark = replaceGiven(path, Buffer.from(after), checked, 'cannot keep states in');
        if (remark !== null) say(this.#streams, `pinlitmus: ${visible(remark)}`);
      }
      this.#written += 1;
      // Of a file that was not there, only what would be is worth a line.
      if (old !== null || this.#dryRun) say(this.#streams, changesOf(path, old, now).map(visible).join('\n'));
    }
    return comparedWith(result, { file: path, models: this.#dryRun ? (old ?? new Map()) : now });
  }
}

/** `SB.states`, `- tso 0:r0=7; 1:r0=1`, `+ pso 4 states`: what changes in a file, a line each. */
function changesOf(path: string, old: KeptStates | null, now: KeptStates): readonly string[] {
  const lines = [...now].flatMap(([model, after]) => {
    const before = old?.get(model);
    if (before === undefined) return [`+ ${model} ${plural(after.states.length, 'state')}`];
    return deviationsOf(before, after).map(
      ({ what, change, text }) =>
        `${change === 'appeared' ? '+' : '-'} ${model} ${what === 'state' ? text : `${what} ${text}`.trim()}`,
    );
  });
  return [path, ...lines];
}

/** The states of the models that were searched to their end. */
function knownOf(result: TestResult): KeptStates {
  const known = result.models.filter(({ incomplete, aside }) => incomplete === null && !aside);
  return new Map(
    known.map((model: ModelResult) => [
      model.model,
      {
        states: namedStates(result, model),
        complete: true,
        deadlock: (model.deadlocks ?? 0) > 0,
        flags: model.flags,
      },
    ]),
  );
}
