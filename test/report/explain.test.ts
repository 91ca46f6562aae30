/** The JSON document of `pinlitmus explain` against its published schema; `npm run schema` writes the schema file anew. */
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { explainSource } from '../../src/explain/explain-source.js';
import { jsonExplain } from '../../src/report/formats/explain-json.js';
import {
  type ExplainDocument,
  explainJsonSchema,
  explainSchema,
} from '../../src/report/formats/explain-schema.js';
import { DEADLOCK, ENDLESS, MALFORMED, storeBuffering, X86 } from '../cli/cases.js';
import { caseText } from '../explain/explained.js';
import { planOf, reported } from './reported.js';

/** The document of texts, read back; `states` is the limit of each search. */
async function document(
  texts: readonly string[],
  states: number = DEFAULT_SETTINGS.limits.states,
): Promise<ExplainDocument> {
  const settings = { ...DEFAULT_SETTINGS, limits: { ...DEFAULT_SETTINGS.limits, states } };
  const results = texts.map((text, index) =>
    explainSource({ name: `${index}.litmus`, text }, settings, null),
  );
  const report = await reported(jsonExplain(), planOf(results), results, { milliseconds: 1 });
  return explainSchema.parse(JSON.parse(report));
}

async function modelsOf(text: string, states?: number) {
  return (await document([text], states)).files[0].models;
}

describe('the JSON document of an explanation', () => {
  it('follows its schema, which is published as it is', async () => {
    const schema = `${JSON.stringify(explainJsonSchema(), null, 2)}\n`;
    await expect(schema).toMatchFileSnapshot('../../src/report/formats/explain.schema.json');
  });

  it('has the steps of an allowed state, and what overtook what', async () => {
    const { armv8 } = await modelsOf(caseText('gup-writeback/barrier-set'));
    if (armv8.verdict !== 'allowed') throw new Error(armv8.verdict);
    const { execution, reorderings, sequential, deadlock } = armv8;
    expect([sequential, deadlock]).toEqual([false, null]);
    expect(execution.final).toEqual({ '0:wb': '0', '1:pinned': '0' });
    const [first] = execution.steps;
    expect([first.text, first.action, first.read]).toEqual(['pinned = page_is_pin(page)', 'read', '1']);
    const fences = [{ text: 'smp_wmb()', line: 33, orders: { before: 'w', after: 'w' } }];
    expect(reorderings).toEqual([{ earlier: 2, later: 3, half: null, fences }]);
  });

  it('has every cycle of a forbidden state, also those that the text leaves out', async () => {
    const { armv8 } = await modelsOf(caseText('gup-writeback/gups-6'));
    if (armv8.verdict !== 'forbidden') throw new Error(armv8.verdict);
    expect(armv8.cycles.map(({ edges }) => edges.map(({ relation }) => relation))).toEqual(
      Array.from({ length: 6 }, () => ['order', 'fr', 'fence', 'fr']),
    );
    expect(armv8).toMatchObject({ complete: true, ruled: true, impossible: [] });
  });

  it('has who waits for what in a deadlock', async () => {
    const { armv8 } = await modelsOf(DEADLOCK);
    expect(armv8.deadlock?.stuck.map(({ thread, line, waitsFor }) => [thread, line, waitsFor])).toEqual([
      ['P0', 10, { location: 's', value: '1' }],
    ]);
  });

  it('says why nothing is known', async () => {
    const { sc } = await modelsOf(ENDLESS.replace('x=2', 'x=3'), 50);
    expect(sc).toEqual({
      verdict: 'unknown',
      reason: 'stopped at 50 states; P0 may count for ever at line 7',
      deadlock: null,
      races: [],
    });
  });

  it('has a file that could not be understood with its faults', async () => {
    const [, bad] = (await document([X86, MALFORMED])).files;
    expect(bad).toMatchObject({ file: '1.litmus', name: null, state: null, models: {} });
    expect(bad.diagnostics.map(({ severity, start }) => [severity, start?.line])).toEqual([['error', 10]]);
  });

  it.each([
    ['coherence', caseText('classics/CoRR')],
    ['forwarding and ISB', caseText('assembly/MP+dmb.st+ctrlisb')],
    ['a forall', storeBuffering().replace('exists (0:r0=0 /\\ 1:r0=0)', 'forall (0:r0=1 \\/ 1:r0=1)')],
    ['impossible values', storeBuffering().replace('0:r0=0', '0:r0=5')],
    ['a race', caseText('pages/wb-stale-wake')],
    ['locks and loops', caseText('gup-writeback/lock-retry-clear')],
  ])('follows the schema with %s', async (_, text) => {
    expect(Object.keys(await modelsOf(text)).length).toBeGreaterThan(1);
  });
});
