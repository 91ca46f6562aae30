import fc from 'fast-check';
import { choices, translated } from '../laws/choices.js';
import { texts as ctexts } from '../laws/generate.js';
import { LAWS, load } from '../laws/law.js';
import { loops } from '../laws/loops.js';
import { translationsHold } from '../laws/translated.js';

const seed = Number(process.argv[2] ?? 1),
  runs = Number(process.argv[3] ?? 200);
const what = process.argv[4] ?? 'translated';
if (what === 'translated') {
  const stat: Record<string, number> = {};
  for (const t of fc.sample(translated(), { numRuns: 300, seed })) {
    const n = t.slice(0, t.indexOf('\n'));
    stat[n] = (stat[n] ?? 0) + 1;
  }
  console.log(stat);
}
const texts =
  what === 'translated'
    ? translated()
    : process.argv[5] === 'loops'
      ? loops()
      : process.argv[5] === 'c'
        ? ctexts()
        : choices();
const check =
  what === 'translated'
    ? translationsHold
    : (t: string) =>
        LAWS.filter((l) => l.name.includes(what))
          .map((l) => l.check(load(t)))
          .find((x) => x !== null) ?? null;
const begin = Date.now();
const r = fc.check(
  fc.property(texts, (t) => check(t) === null),
  { numRuns: runs, seed, interruptAfterTimeLimit: 500_000 },
);
console.log(r.failed, r.numRuns, (Date.now() - begin) / 1000);
if (r.counterexample) {
  console.log(check(r.counterexample[0]));
  console.log(r.counterexample[0]);
  console.log(r.errorInstance ? String((r.errorInstance as Error).stack).slice(0, 1500) : '');
}
