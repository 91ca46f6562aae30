import fc from 'fast-check';
import { explore } from '../../src/explore/explore.js';
import { MODELS } from '../../src/machine/models/index.js';
import { LIMITS, load } from '../laws/law.js';
import { loops } from '../laws/loops.js';

const rows: [number, number, string, string][] = [];
for (const t of fc.sample(loops(), {
  numRuns: Number(process.argv[3] ?? 100),
  seed: Number(process.argv[2] ?? 1),
})) {
  const test = load(t);
  for (const m of MODELS) {
    const b = performance.now();
    const r = explore(test.programFor(m.architecture('lse')), m, test.question, LIMITS, {});
    rows.push([performance.now() - b, r.explored, m.name + ' ' + JSON.stringify(r.limit), t]);
  }
}
rows.sort((a, b) => b[0] - a[0]);
console.log(
  'total',
  rows.reduce((s, r) => s + r[0], 0),
  'limits',
  rows.filter((r) => !r[2].endsWith('null')).length,
);
for (const r of rows.slice(0, 3)) console.log(r[0].toFixed(0), r[1], r[2], r[3]);
