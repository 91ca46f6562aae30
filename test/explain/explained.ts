/** Explanations for tests: of texts, as data and as printed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { loadTest, loadTestAsking } from '../../src/dialects/load.js';
import type { Explanation, ModelExplanation } from '../../src/explain/explanation.js';
import { explainTest } from '../../src/explain/index.js';
import { explainLines } from '../../src/report/explain/explain-text.js';
import { paintAt } from '../../src/report/text/colour.js';
import { joinLines } from '../../src/report/text/layout.js';

const LITMUS = join(import.meta.dirname, '../../litmus');

/** The text of a case of the library, `pages/wb-reuse`. */
export function caseText(name: string): string {
  return readFileSync(join(LITMUS, `${name}.litmus`), 'utf8');
}

/** Explains a text; `state` is another state than its own. */
export function explain(text: string, models: readonly string[] | null = null, state?: string): Explanation {
  const source = { name: 'test.litmus', text };
  const { test, diagnostics } =
    state === undefined ? loadTest(source) : loadTestAsking(source, { name: '--state', text: state });
  if (test === null) throw new Error(diagnostics.map(({ code }) => code).join());
  return explainTest(test, { ...DEFAULT_SETTINGS, models });
}

/** The explanation on one model. */
export function explainOn(text: string, model: string, state?: string): ModelExplanation {
  const [only] = explain(text, [model], state).models;
  return only;
}

/** As the command prints it, without colours. */
export function printed(explanation: Explanation, width: number): string {
  return joinLines(explainLines(explanation, width, paintAt(0)));
}
