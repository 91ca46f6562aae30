/** Under limits an audit says less, never something else. */
import { describe, expect, it } from 'vitest';
import type { BarrierResult, SiteVerdict } from '../../src/barriers/barrier-result.js';
import { Oracle } from '../../src/barriers/oracle.js';
import { MODELS } from '../../src/models/index.js';
import { audit, printed, SETTINGS, textOf } from './audited.js';

/** Message passing both ways, over a flag each: what is redundant on one model is needed on another. */
const BOTH = `C both

{}

P0(int *x, int *y, int *f)
{
	int r0;
	int r1;

	r0 = smp_load_acquire(f);
	WRITE_ONCE(*x, 1);
	smp_wmb();
	smp_store_release(y, 1);
	smp_mb();
	r1 = READ_ONCE(*x);
}

P1(int *x, int *y, int *f)
{
	int r0;
	int r1;

	r0 = smp_load_acquire(y);
	smp_rmb();
	r1 = READ_ONCE(*x);
	smp_store_release(f, 1);
}

exists (1:r0=1 /\\ 1:r1=0)
`;

const CASES = [BOTH, textOf('gup-writeback/barrier'), textOf('gup-writeback/barrier-no-mb')];
const STATES = [1, 2, 3, 5, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 50, 70, 100];

function limited(text: string, states: number): BarrierResult {
  return audit(text, { limits: { ...SETTINGS.limits, states } });
}

function spelled(cell: SiteVerdict): string {
  return cell.kind === 'weaker' ? cell.enough.map(({ label }) => label).join() : cell.kind;
}

/** The sets of a result by its groups' models. */
function setsOf({ together }: BarrierResult): ReadonlyMap<string, BarrierResult['together'][number]> {
  return new Map(
    together.flatMap((group) => group.models.map((model) => [`${model} ${group.joint}`, group])),
  );
}

describe.each(CASES)('law: a limit keeps open what it does not let be known', (text) => {
  const whole = audit(text);
  const results = STATES.map((states) => limited(text, states));

  it('in the rows', () => {
    for (const { sites, models } of results) {
      for (const [index, site] of sites.entries()) {
        const full = whole.sites[index];
        const cells = [...site.cells, site.overall];
        [...full.cells, full.overall].forEach((cell, each) => {
          if (cells[each].kind !== 'unknown') expect(spelled(cells[each])).toBe(spelled(cell));
        });
        const open = models.some(({ answer }) => answer.kind === 'unknown');
        if (open) expect(['unknown', 'needed', 'fixed']).toContain(site.overall.kind);
      }
    }
  });

  it('in what can go together', () => {
    for (const result of results) {
      const open = result.models.some(({ answer }) => answer.kind === 'unknown');
      for (const [key, group] of setsOf(result)) {
        const full = setsOf(whole).get(key);
        if (open) expect(group.joint).toBe(false);
        if (group.complete) expect([group.sets, group.covers]).toEqual([full?.sets, full?.covers]);
        const isWithin = (set: readonly number[]): boolean =>
          full?.sets.some((larger) => set.every((site) => larger.includes(site))) ?? false;
        expect(group.sets.filter((set) => !isWithin(set))).toEqual([]);
      }
    }
  });

  it('in advice', () => {
    const oracle = new Oracle(SETTINGS);
    for (const { advice, models } of results) {
      if (advice.kind !== 'alternatives') {
        if (advice.kind !== 'unknown') expect(advice.kind).toBe(whole.advice.kind);
        continue;
      }
      for (const alternative of advice.alternatives) {
        const known = MODELS.filter(({ name }) =>
          models.some(({ model, answer }) => model === name && answer.kind !== 'unknown'),
        );
        expect(known.map((model) => oracle.ask(alternative.text, model).kind)).toEqual(
          known.map(() => 'forbidden'),
        );
      }
    }
  });

  it('and in words', async () => {
    for (const result of results) {
      if (!result.models.some(({ answer }) => answer.kind === 'unknown')) continue;
      const report = (await printed(result, 200)).replaceAll('\n', ' ');
      expect(report).not.toMatch(/all of them|on all|For all/);
      const undecided = result.models.filter(({ answer }) => answer.kind === 'unknown');
      const [, advised = ''] =
        /The cheapest ways? to forbid it on ([^,]*(?:, [^,]*)*?), checked/.exec(report) ?? [];
      for (const { title } of undecided) expect(advised).not.toContain(title);
    }
  });
});

describe('the time of an audit', () => {
  it('is a model’s for all that is asked of it, and then nothing more is claimed', () => {
    const limits = { ...SETTINGS.limits, milliseconds: 0.001 };
    const { models, sites, advice, together } = audit(textOf('gup-writeback/barrier'), { limits });
    const open = models.flatMap(({ answer }, model) => (answer.kind === 'unknown' ? [model] : []));
    expect(open.length).toBeGreaterThan(0);
    for (const { cells } of sites) for (const model of open) expect(cells[model].kind).toBe('unknown');
    expect(together.flatMap((group) => group.models).filter((model) => open.includes(model))).toEqual([]);
    expect(['unknown', 'alternatives']).toContain(advice.kind);
  });

  it('ends one of a text that takes too long to read, as unknown', async () => {
    const limits = { ...SETTINGS.limits, milliseconds: 1 };
    const body = Array.from({ length: 20_000 }, () => '\tr0 = r0 + 1;\n').join('');
    const text = `C long\n\n{}\n\nP0(int *x)\n{\n\tint r0;\n\n${body}}\n\nexists (x=1)\n`;
    const result = audit(text, { limits, models: ['tso', 'armv8'] }, 'long.litmus');
    const reason = { kind: 'time', milliseconds: 1 };
    expect(result.models.map(({ answer }) => answer)).toEqual([
      { kind: 'unknown', reason },
      { kind: 'unknown', reason },
    ]);
    expect(result.advice).toEqual({ kind: 'unknown', reason });
    expect(await printed(result, 80)).toBe(
      'long.litmus is undecided on x86-TSO and Armv8: stopped after 1 ms.\n',
    );
  });
});
