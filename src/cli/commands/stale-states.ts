/** Files of states, and states in them, that nothing is compared with any more: their test is gone, or is not run on their model. */
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { KeptStates } from '../../check/reference/states-file.js';
import type { TestResult } from '../../check/result.js';
import { MODELS } from '../../models/index.js';
import { listed } from '../../report/text/layout.js';
import { visible } from '../../text/visible.js';
import { fileExists, nameOf, systemPath } from '../io/file-name.js';
import type { CheckedTest } from './after-check.js';

const ENDING = '.states';
/** How the names of models of the user's own begin, which a run need not have. */
const GIVEN = 'cat:';

/** What a run comes across. */
export class StaleStates {
  readonly #areModelsChosen: boolean;
  readonly #directories = new Set<string>();
  readonly #sections: string[] = [];

  /** `areModelsChosen` says whether the run is on models that were asked for, and not on each test's own. */
  constructor(areModelsChosen: boolean) {
    this.#areModelsChosen = areModelsChosen;
  }

  /** Looks at the directory of a test, unless it was named itself: then it was not asked what else is there. */
  visit({ document, base, isNamed }: CheckedTest): void {
    if (document?.path == null || isNamed) return;
    this.#directories.add(dirname(document.path));
    if (base !== undefined) this.#directories.add(base);
  }

  /** Looks at what a file keeps of models. */
  look(path: string, kept: KeptStates, { models }: TestResult): void {
    const run = new Set(models.map(({ model }) => model));
    const stale = [...kept.keys()].filter((name) => !run.has(name) && this.#isStale(name));
    if (stale.length > 0) this.#sections.push(`${visible(path)}, on ${listed(stale.map(visible))}`);
  }

  #isStale(name: string): boolean {
    if (name.startsWith(GIVEN)) return false;
    return !this.#areModelsChosen || MODELS.every((model) => model.name !== name);
  }

  /** Files without a test, sorted, and those with states of models that their test is not run on. */
  found(): { readonly files: readonly string[]; readonly sections: readonly string[] } {
    const files = [...this.#directories].flatMap((directory) =>
      entriesOf(directory)
        .filter((name) => name.endsWith(ENDING))
        .map((name) => join(directory, name))
        .filter((path) => !hasTest(path)),
    );
    return { files: [...new Set(files)].sort().map(visible), sections: this.#sections };
  }
}

function hasTest(path: string): boolean {
  const test = path.slice(0, -ENDING.length);
  return fileExists(`${test}.litmus`) || fileExists(test);
}

/** None where it cannot be read. */
function entriesOf(directory: string): readonly string[] {
  try {
    return readdirSync(systemPath(directory), { encoding: 'buffer' }).map(nameOf);
  } catch {
    return [];
  }
}
