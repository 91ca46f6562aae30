/** The JSON document of `pinlitmus barriers` against its published schema; `npm run schema` writes the schema file anew. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { auditSource } from '../../src/barriers/index.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { jsonBarriers } from '../../src/report/formats/barriers-json.js';
import {
  type BarriersDocument,
  barriersJsonSchema,
  barriersSchema,
} from '../../src/report/formats/barriers-schema.js';
import { planOf, reported } from './reported.js';

const LITMUS = join(import.meta.dirname, '../../litmus');

async function document(...files: readonly string[]): Promise<BarriersDocument> {
  const settings = { ...DEFAULT_SETTINGS, searches: 500 };
  const results = files.map((file) =>
    auditSource({ name: file, text: readFileSync(join(LITMUS, file), 'utf8') }, settings),
  );
  const plan = { ...planOf(results), redundantOnly: false };
  const text = await reported(jsonBarriers(), plan, results, { milliseconds: 1 });
  return barriersSchema.parse(JSON.parse(text));
}

describe('the JSON document of an audit', () => {
  it('follows its schema, which is published as it is', async () => {
    const schema = `${JSON.stringify(barriersJsonSchema(), null, 2)}\n`;
    await expect(schema).toMatchFileSnapshot('../../src/report/formats/barriers.schema.json');
  });

  it('carries the audit, by models', async () => {
    const [file] = (await document('gup-writeback/barrier.litmus')).files;
    expect(file.models.armv8).toEqual({ verdict: 'forbidden' });
    expect(file.sites.map(({ line, text, overall }) => [line, text, overall.verdict])).toEqual([
      [34, 'smp_mb()', 'needed'],
      [42, 'TestSetPageWriteback(page)', 'needed'],
      [43, 'smp_wmb()', 'redundant'],
    ]);
    expect(file.sites[0].models.riscv).toEqual({ verdict: 'weaker', enough: ['smp_rmb()'] });
    expect(file.sites.map(({ removable }) => removable)).toEqual([false, false, true]);
    expect(file.together).toContainEqual(
      expect.objectContaining({ models: ['tso', 'pso'], sets: [[0, 1, 2]] }),
    );
    expect(file.x86.map(({ kind }) => kind)).toEqual(['locked-beside', 'locked-anyway', 'no-instruction']);
  });

  it('carries the advice with patch and text', async () => {
    const [file] = (await document('classics/MP.litmus')).files;
    expect(file.advice.kind).toBe('alternatives');
    const [first] = file.advice.alternatives;
    expect(first.changes).toEqual([
      { kind: 'replace', line: 19, within: 'P0', old: 'WRITE_ONCE()', new: 'smp_store_release()' },
      { kind: 'replace', line: 27, within: 'P1', old: 'READ_ONCE()', new: 'smp_load_acquire()' },
    ]);
    expect(first.patch).toContain('+\tsmp_store_release(y, 1);');
    expect(first.text).toContain('r0 = smp_load_acquire(y);');
  });
});
