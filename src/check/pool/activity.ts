/** What the worker threads of a run are on, for a person who waits. */
import { MODELS } from '../../models/index.js';
import type { Source } from '../../text/source.js';
import { modelsNamed } from '../models-of.js';
import type { Settings } from '../result.js';
import { type Whereabouts, whereIs } from './whereabouts.js';

/** A test that is run now. */
export interface RunningTest {
  readonly file: string;
  /** The title of the model that it is run on; null while the text is read. */
  readonly model: string | null;
  /** How long the test has been run, and how long on this model. */
  readonly milliseconds: number;
  readonly modelMilliseconds: number;
}

/** The batches that are with the threads of a run. */
export class Activity {
  readonly #batches = new Map<Whereabouts, readonly Source[]>();
  #titles: readonly string[] = [];

  /** A batch goes to a thread, which notes where it is. */
  begin(sources: readonly Source[], settings: Settings, at: Whereabouts): void {
    this.#titles = modelsInAll(settings).map(({ title }) => title);
    this.#batches.set(at, sources);
  }

  /** A batch is done. */
  end(at: Whereabouts): void {
    this.#batches.delete(at);
  }

  /** The tests that are run now, one for each thread that is busy; the one that takes longest comes first. */
  running(now = Date.now()): readonly RunningTest[] {
    const running = [...this.#batches].flatMap(([at, sources]) => {
      const found = whereIs(at);
      const source = found === null ? undefined : sources[found.test];
      if (found === null || source === undefined) return [];
      const model = this.#titles[found.model - 1] ?? null;
      const [milliseconds, modelMilliseconds] = [found.testSince, found.modelSince].map((since) =>
        Math.max(now - since, 0),
      );
      return [{ file: source.name, model, milliseconds, modelMilliseconds }];
    });
    return running.sort((a, b) => b.milliseconds - a.milliseconds);
  }
}

/** All models that a run may come to, in an order that the worker knows as well. */
export function modelsInAll(settings: Settings) {
  return modelsNamed(
    MODELS.map(({ name }) => name),
    settings,
  );
}
