import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { explore } from '../../src/explore/explore.js';
import { loadTest } from '../../src/lower/load.js';
import { MODELS } from '../../src/machine/models/index.js';

const dir = process.argv[2];
const rows: [number, number, string][] = [];
const cpu0 = process.cpuUsage();
const per: Record<string, number> = {};
let sum = 0;
const all: [string, string, readonly number[]][] = [];
for (const f of readdirSync(dir).filter((x) => x.endsWith('.litmus'))) {
  const { test } = loadTest({ name: f, text: readFileSync(join(dir, f), 'utf8') });
  if (test === null) continue;
  const counts: number[] = [];
  for (const m of MODELS) {
    if (!test.models.includes(m.name)) continue;
    const b = process.cpuUsage();
    const r = explore(
      test.programFor(m.architecture('lse')),
      m,
      test.question,
      { states: 20_000_000, milliseconds: 60_000, megabytes: 4096 },
      {},
    );
    const c = process.cpuUsage(b);
    const ms = (c.user + c.system) / 1000;
    per[m.name] = (per[m.name] ?? 0) + ms;
    sum += r.explored;
    rows.push([ms, r.explored, `${f} ${m.name}`]);
    counts.push(r.explored);
  }
  all.push([f, '', counts]);
}
rows.sort((a, b) => b[0] - a[0]);
const c = process.cpuUsage(cpu0);
console.log('cpu', (c.user + c.system) / 1e6, 'states', sum, per);
for (const r of rows.slice(0, 12)) console.log(r[0].toFixed(0), r[1], r[2]);
