/** The public API in a place that has nothing of node: bundled for browsers, and run in a realm of its own. */
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { beforeAll, expect, it } from 'vitest';
import { storeBuffering } from '../cli/cases.js';

/** What a browser has and the language does not. */
const BROWSER = { performance, TextEncoder, TextDecoder, structuredClone };
const context = createContext({ ...BROWSER, text: storeBuffering() });

/** Runs code beside the API, `api`, and the text of store buffering, `text`. */
function run(code: string): unknown {
  return JSON.parse(runInContext(`JSON.stringify((() => { ${code} })())`, context));
}

beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, '../../src/index.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'api',
    platform: 'browser',
    target: 'es2023',
    external: ['@hpcc-js/wasm-graphviz', '@colors/colors/safe'],
    logLevel: 'silent',
  });
  runInContext(outputFiles[0].text, context);
});

it('checks', () => {
  const code = `const { models } = api.checkSource({ name: 'sb.litmus', text }, api.DEFAULT_SETTINGS);
    return models.map(({ title, states }) => [title, states.length]);`;
  expect(run(code)).toEqual([
    ['LKMM', 4],
    ['SC', 3],
    ['x86-TSO', 4],
    ['PSO', 4],
    ['Armv8', 4],
    ['RISC-V', 4],
  ]);
});

it('explains', () => {
  const code = `const { test } = api.loadTest({ name: 'sb.litmus', text });
    const { models } = api.explainTest(test, { ...api.DEFAULT_SETTINGS, models: ['sc', 'tso'] });
    return models.map(({ kind }) => kind);`;
  expect(run(code)).toEqual(['forbidden', 'allowed']);
});

it('audits barriers', () => {
  const code = `return api.auditSource({ name: 'sb.litmus', text }, api.DEFAULT_SETTINGS).diagnostics;`;
  expect(run(code)).toEqual([]);
});

it('steps', () => {
  const code = `const { test } = api.loadTest({ name: 'sb.litmus', text });
    const tso = api.MODELS.find(({ name }) => name === 'tso');
    const settings = { atomics: 'lse', limits: api.DEFAULT_SETTINGS.limits, seed: 1 };
    const { session } = api.beginStepping(test, tso, settings);
    const { kind } = session.do({ kind: 'witness', steps: null });
    return [kind, session.steps.length, api.screenOf(session, test).end.satisfies];`;
  expect(run(code)).toEqual(['taken', 4, true]);
});

it('answers questions, and none that is cancelled before', async () => {
  const code = `(async () => {
    const { models } = await api.check(text, { models: ['tso'] });
    const cancelled = { throwIfAborted() { throw new Error('cancelled'); } };
    const why = await api.check(text, { signal: cancelled }).catch(({ message }) => message);
    const dot = await api.graph(text, 'dot', { models: ['tso'] });
    return JSON.stringify([models[0].states[0], why, dot.slice(0, 7)]);
  })()`;
  expect(JSON.parse(await runInContext(code, context))).toEqual([
    { '0:r0': '0', '1:r0': '0' },
    'cancelled',
    'digraph',
  ]);
});
