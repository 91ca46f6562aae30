/** The JSON report against its published schema; `npm run schema` writes the schema file anew. */
import { describe, expect, it } from 'vitest';
import { crashed } from '../../src/check/empty-result.js';
import { jsonCheck } from '../../src/report/formats/check-json.js';
import { jsonSchema, type Report, reportSchema } from '../../src/report/formats/check-schema.js';
import { reportedTests } from './reported.js';
import { SAMPLES } from './samples.js';

async function report(): Promise<Report> {
  const results = [
    ...Object.values(SAMPLES),
    crashed('bug.litmus', new Error('pinlitmus bug: no such thing')),
  ];
  const text = await reportedTests(jsonCheck(), results, []);
  return reportSchema.parse(JSON.parse(text));
}

describe('the JSON report', () => {
  it('follows its schema, which is published as it is', async () => {
    expect((await report()).schemaVersion).toBe(2);
    const schema = `${JSON.stringify(jsonSchema(), null, 2)}\n`;
    await expect(schema).toMatchFileSnapshot('../../src/report/formats/report.schema.json');
  });

  it('maps every observable to its value', async () => {
    const [, failing] = (await report()).tests;
    expect(failing.models.armv8).toMatchObject({
      observation: 'Sometimes',
      holds: true,
      expected: 'Never',
      status: 'fail',
      complete: true,
      deadlocks: 0,
      states: [
        { '0:r0': '0', '1:r0': '0' },
        { '0:r0': '0', '1:r0': '1' },
        { '0:r0': '1', '1:r0': '0' },
        { '0:r0': '1', '1:r0': '1' },
      ],
    });
  });

  it('says why an exploration is not complete, and gives no verdict then', async () => {
    const wide = (await report()).tests[2].models.armv8;
    expect(wide).toMatchObject({
      observation: 'Unknown',
      holds: null,
      complete: false,
      reason: 'stopped at 10,000,000 states',
    });
  });

  it('lists no states and claims nothing of deadlocks where only the verdict was asked for', async () => {
    const [barrier, , , , , , only] = (await report()).tests;
    expect(only.verdictOnly).toBe(true);
    expect(only.models.sc).toMatchObject({ observation: 'Sometimes', deadlocks: null, states: [] });
    expect(barrier).not.toHaveProperty('verdictOnly');
  });

  it('reports a bug of pinlitmus as an error of the test', async () => {
    const bug = (await report()).tests.at(-1);
    expect(bug).toMatchObject({
      file: 'bug.litmus',
      status: 'error',
      name: null,
      condition: null,
      models: {},
    });
    expect(bug?.diagnostics[0]).toMatchObject({ code: 'internal-error', start: null });
  });

  it('sums up', async () => {
    expect((await report()).summary).toMatchObject({
      tests: 9,
      passed: 2,
      failed: 4,
      undecided: 1,
      noExpectation: 1,
      crashed: 1,
    });
  });
});
