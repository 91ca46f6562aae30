/**
 * Laws of audits and advice, on random tests. What is claimed of a text is asked again of `checkSource`, which lists all
 * final states, where an audit looks for one.
 */
import { applyPatch, formatPatch, parsePatch } from 'diff';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bareOf } from '../../src/barriers/audit.js';
import type { BarrierResult } from '../../src/barriers/barrier-result.js';
import { edited } from '../../src/barriers/edit.js';
import { sitesOf } from '../../src/barriers/sites.js';
import { checkSource } from '../../src/check/check-source.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { texts } from '../laws/generate.js';
import { audit, textOf } from './audited.js';

const RUNS = { numRuns: 60 };

/** Whether the state that is not to be appears, by enumeration; `forall` is refuted by it. */
function appears(text: string, model: string): boolean {
  const [result] = checkSource({ name: 'law', text }, { ...DEFAULT_SETTINGS, models: [model] }).models;
  if (result === undefined || result.holds === null) throw new Error(`no verdict on ${model} of\n${text}`);
  return /^exists/m.test(text) ? result.holds : !result.holds;
}

function without(text: string, sites: readonly number[]): string {
  const all = sitesOf({ name: 'law', text });
  return edited(
    text,
    sites.flatMap((site) => bareOf(all[site])?.edits ?? []),
  );
}

function eachModel(result: BarrierResult, law: (model: string, index: number) => void): void {
  for (const [index, { model }] of result.models.entries()) law(model, index);
}

describe('an audit', () => {
  it('says of the test as it is what check says', () => {
    fc.assert(
      fc.property(texts(), (text) => {
        eachModel(audit(text), (model, index) => {
          const allowed = audit(text).models[index].answer.kind === 'allowed';
          expect(appears(text, model)).toBe(allowed);
        });
      }),
      { numRuns: 20 },
    );
  });

  it('calls redundant what can go, and needed what cannot', () => {
    fc.assert(
      fc.property(texts(), (text) => {
        const result = audit(text, { searches: 1 });
        eachModel(result, (model, index) => {
          result.sites.forEach(({ cells }, site) => {
            const { kind } = cells[index];
            if (kind === 'redundant') expect(appears(without(text, [site]), model)).toBe(false);
            if (kind === 'needed' && bareOf(sitesOf({ name: 'law', text })[site]) !== null)
              expect(appears(without(text, [site]), model)).toBe(true);
          });
        });
      }),
      RUNS,
    );
  });

  it('takes away order, which never forbids what was allowed', () => {
    fc.assert(
      fc.property(texts(), (text) => {
        for (const { weaker } of sitesOf({ name: 'law', text })) {
          for (const { edits } of weaker) {
            for (const model of ['tso', 'pso', 'armv8', 'riscv'])
              if (appears(text, model)) expect(appears(edited(text, edits), model)).toBe(true);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it('lists sets that can go and are as large as can be, and pairs that cannot', () => {
    fc.assert(
      fc.property(texts(), (text) => {
        const { together, models, sites } = audit(text, { searches: 1 });
        for (const { models: on, sets, covers } of together) {
          const goes = (set: readonly number[]): boolean =>
            on.every((index) => !appears(without(text, set), models[index].model));
          for (const set of sets) {
            expect(goes(set)).toBe(true);
            const rest = sites.flatMap((_, site) =>
              !set.includes(site) && on.every((index) => sites[site].cells[index].kind === 'redundant')
                ? [site]
                : [],
            );
            for (const site of rest) expect(goes([...set, site])).toBe(false);
          }
          for (const pair of covers) expect(goes(pair)).toBe(false);
        }
      }),
      { numRuns: 30 },
    );
  });
});

/** Tests that are right because of their order. */
const ORDERED = [
  'gup-writeback/barrier',
  'gup-writeback/put',
  'gup-writeback/backout-clear-before-atomic',
  'pages/anon-exclusive',
  'pages/buffer-dirty',
  'classics/MP+wmb+rmb',
  'classics/MP+rel+acq',
  'classics/SB+mbs',
  'classics/R+mbs',
  'classics/IRIW+rmbs',
  'classics/ISA2+rel+acqrel+acq',
  'classics/3.LB+ctrl+data+acq',
  'classics/SB+lock-after_spinlocks',
  'assembly/SB+dmb.sys',
  'assembly/SB+stlr-ldars',
  'assembly/SB+mfences',
  'assembly/SB+swpals',
  'assembly/MP+fence.w.w+fence.r.r',
];

/** One of them with some of its order taken away. */
const weakened = fc
  .tuple(fc.constantFrom(...ORDERED), fc.infiniteStream(fc.nat(3)))
  .map(([name, choices]) => {
    const text = textOf(name);
    const edits = sitesOf({ name: 'law', text }).flatMap(
      ({ weaker }) => weaker[choices.next().value]?.edits ?? [],
    );
    return edited(text, edits);
  });

function holdsAndIsMinimal(text: string, patch: string, models: readonly string[]): void {
  const patched = applyPatch(text, patch);
  if (patched === false) throw new Error(`the patch does not apply:\n${patch}`);
  expect(models.filter((model) => appears(patched, model))).toEqual([]);
  for (const less of withOneHunkLess(patch)) {
    const left = applyPatch(text, less);
    if (left !== false) expect(models.some((model) => appears(left, model))).toBe(true);
  }
}

describe('advice', () => {
  it('forbids the state, from the text that its patch gives, and nothing of it can go', () => {
    fc.assert(
      fc.property(weakened, (text) => {
        const { advice, models } = audit(text);
        if (advice.kind === 'none-needed') return;
        if (advice.kind !== 'alternatives') throw new Error(`${advice.kind} for\n${text}`);
        expect(advice.complete).toBe(true);
        expect(advice.alternatives.length).toBeGreaterThan(0);
        const names = models.map(({ model }) => model);
        for (const { patch } of advice.alternatives) holdsAndIsMinimal(text, patch, names);
        const costs = advice.alternatives.map(({ cost }) => cost);
        expect(costs).toEqual(costs.toSorted((a, b) => a - b));
      }),
      { numRuns: 40 },
    );
  });
});

/** The patch without one of its hunks, which is a change of one thread or of several. */
function withOneHunkLess(patch: string): readonly string[] {
  const [parsed] = parsePatch(patch);
  return parsed.hunks.map((_, index) => formatPatch({ ...parsed, hunks: parsed.hunks.toSpliced(index, 1) }));
}
