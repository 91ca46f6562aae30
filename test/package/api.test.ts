/** The API under node, as it is built: questions are answered on threads, and can be cancelled. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import type * as Api from '../../src/node.js';
import { DEADLOCK, ENDLESS, MALFORMED, storeBuffering } from '../cli/cases.js';

const url = pathToFileURL(join(import.meta.dirname, '../../dist/node.js')).href;
const { check, explain, barriers, explainText, compare, graph, messageOf }: typeof Api = await import(url);

const SB = storeBuffering('Expect=tso:Sometimes');

describe('the API', () => {
  it('checks, with states as objects by the names of observables', async () => {
    const { status, models } = await check(SB, { models: ['sc', 'tso'] });
    expect(status).toBe('pass');
    expect(models.map(({ model, possible }) => [model, possible])).toEqual([
      ['sc', ['Never']],
      ['tso', ['Sometimes']],
    ]);
    expect(models[1].states[0]).toEqual({ '0:r0': '0', '1:r0': '0' });
  });

  it('explains a state, with the final state of the execution by names', async () => {
    const { models } = await explain(SB, { models: ['sc', 'tso'], state: '0:r0=0 /\\ 1:r0=1' });
    expect(models.map(({ kind }) => kind)).toEqual(['allowed', 'allowed']);
    const [first] = models;
    expect(first.kind === 'allowed' && first.witness.final).toEqual({ '0:r0': '0', '1:r0': '1' });
    const stuck = (await explain(DEADLOCK, { models: ['sc'] })).models[0];
    expect(stuck.deadlock?.final).toEqual({ x: '0' });
  });

  it('audits barriers', async () => {
    const { sites, advice } = await barriers(storeBuffering('', 'smp_mb();'), { models: ['tso'] });
    expect(sites.map(({ cells }) => cells[0].kind)).toEqual(['needed', 'needed']);
    expect(advice.kind).toBe('none-needed');
  });

  it('compares two models on some tests', async () => {
    const texts = [SB, { name: 'mb.litmus', text: storeBuffering('', 'smp_mb();').replace('C SB', 'C MB') }];
    const { inBoth, equal, groups, models } = await compare(texts, ['sc', 'tso']);
    expect([inBoth, equal, models]).toEqual([2, 1, ['sc', 'tso']]);
    expect(groups.map(({ old, now, changes }) => [old, now, changes.map(({ file }) => file)])).toEqual([
      ['Never', 'Sometimes', ['test-1.litmus']],
    ]);
    await expect(compare(texts, ['sc', 'sc'])).rejects.toThrow('two different models');
  });

  it('draws', async () => {
    const told = await explainText(SB, 60, { models: ['tso'] });
    expect(told).toContain('x86-TSO: how');
    expect(Math.max(...told.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
    expect(await graph(SB, 'svg', { models: ['tso'] })).toMatch(/<svg/);
    expect(await graph(SB, 'dot', { models: ['tso'] })).toMatch(/^digraph/);
    expect(await graph(SB, 'html', { models: ['tso'] })).toMatch(/^<!doctype html>/i);
    expect(await graph(MALFORMED, 'dot')).toBeNull();
  });

  it('gives the faults of a text at their places, in the name that the text has', async () => {
    const { models, diagnostics } = await check({ name: 'mine.litmus', text: MALFORMED });
    expect(models).toEqual([]);
    expect([messageOf(diagnostics[0]), diagnostics[0].span.source.name]).toEqual([
      "missing ';' before 'r0'",
      'mine.litmus',
    ]);
  });

  it('keeps limits', async () => {
    const { models } = await check(ENDLESS, { models: ['sc'], limits: { states: 50 } });
    expect(models[0].incomplete).toEqual({ kind: 'states', bound: 50, loop: { thread: 'P0', line: 7 } });
  });
});

describe('a question that is cancelled', () => {
  // None of them would end before the test's time is over.
  const limits = { states: 1e12, milliseconds: 1e9 };
  const questions = [
    ['check', (signal: AbortSignal) => check(ENDLESS, { models: ['sc'], signal, limits })],
    ['explain', (signal: AbortSignal) => explain(ENDLESS, { models: ['sc'], signal, limits })],
    ['barriers', (signal: AbortSignal) => barriers(ENDLESS, { models: ['tso'], signal, limits })],
    ['explainText', (signal: AbortSignal) => explainText(ENDLESS, 80, { models: ['sc'], signal, limits })],
    ['compare', (signal: AbortSignal) => compare([ENDLESS], ['sc', 'tso'], { signal, limits })],
    ['graph', (signal: AbortSignal) => graph(ENDLESS, 'dot', { models: ['sc'], signal, limits })],
  ] as const;

  it.each(questions)('%s ends at once, with the reason of the signal', async (_, ask) => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('seen enough')), 100);
    await expect(ask(controller.signal)).rejects.toThrow('seen enough');
    await expect(ask(AbortSignal.abort(new Error('before')))).rejects.toThrow('before');
  });
});
