import { describe, expect, it } from 'vitest';
import { emptyResult } from '../../src/check/empty-result.js';
import { checkAll } from '../../src/check/pool/pool.js';
import type { Job } from '../../src/check/pool/queue.js';
import type { Settings, TestResult } from '../../src/check/result.js';

const worker = new URL('./dying-worker.mjs', import.meta.url);
const settings: Settings = {
  models: ['sc', 'armv8'],
  atomics: 'lse',
  limits: { states: 1000, milliseconds: 1000, megabytes: 100 },
};
const job = (name: string, text: string): Job => ({ source: { name, text } });

async function run(jobs: readonly Job[]): Promise<readonly TestResult[]> {
  const results: TestResult[] = [];
  for await (const result of checkAll(jobs, settings, { jobs: 2, worker })) results.push(result);
  return results;
}

describe('worker threads', () => {
  it('give results in the order of the input, whichever is ready first', async () => {
    const results = await run([job('a', 'slow'), job('b', ''), job('c', 'slow'), job('d', '')]);
    expect(results.map(({ file }) => file)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('leave a test undecided when they die, and the others as they are', async () => {
    const results = await run([job('a', ''), job('b', 'die'), job('c', ''), job('d', 'slow')]);
    expect(results.map(({ status }) => status)).toEqual(['pass', 'unknown', 'pass', 'pass']);
    expect(results[1].models).toMatchObject([
      { model: 'sc', status: 'unknown', incomplete: { kind: 'died' } },
      { model: 'armv8', status: 'unknown', incomplete: { kind: 'died' } },
    ]);
  });

  it('have as much memory as the limit says and a little more', async () => {
    const results = await run([job('a', ''), job('b', 'hog'), job('c', '')]);
    expect(results.map(({ status }) => status)).toEqual(['pass', 'unknown', 'pass']);
    expect(results[1].models[0].incomplete).toEqual({
      kind: 'died',
      reason: 'its worker thread ran out of memory',
    });
  });

  it('leave a test undecided on the models that it would have been run on', async () => {
    const own = { ...settings, models: null };
    const dead = async (text: string): Promise<readonly string[]> => {
      const results: TestResult[] = [];
      const deadly = new URL('./deadly-worker.mjs', import.meta.url);
      for await (const each of checkAll([job('a', text), job('b', text)], own, { jobs: 1, worker: deadly }))
        results.push(each);
      return results[0].models.map(({ model }) => model);
    };
    expect(await dead('(* a comment *) AArch64 SB')).toEqual(['sc', 'armv8']);
    expect(await dead('X86_64 SB')).toEqual(['sc', 'tso']);
    expect(await dead('C SB')).toEqual(['lkmm', 'sc', 'tso', 'pso', 'armv8', 'riscv']);
  });

  it('stop when they are told to, and what is done is handed out', async () => {
    const controller = new AbortController();
    const results: string[] = [];
    const jobs = [job('a', ''), job('b', 'slow'), job('c', 'slow'), job('d', 'slow')];
    for await (const { file } of checkAll(jobs, settings, {
      jobs: 1,
      worker,
      listen: () => controller.signal,
    })) {
      results.push(file);
      controller.abort();
    }
    expect(results).toEqual(['a']);
  });

  it('take many tests at a time, and each is answered once, whoever dies or is slow', async () => {
    const texts = Array.from({ length: 200 }, (_, each) =>
      each % 67 === 5 ? 'die' : each % 41 === 3 ? 'slow' : '',
    );
    const results = await run(texts.map((text, each) => job(String(each), text)));
    expect(results.map(({ file }) => file)).toEqual(texts.map((_, each) => String(each)));
    expect(results.map(({ status }) => status)).toEqual(
      texts.map((text) => (text === 'die' ? 'unknown' : 'pass')),
    );
  });

  it('are ended when they do not answer in time, and only that test is undecided', async () => {
    const hanging = new URL('./hanging-worker.mjs', import.meta.url);
    const brief = { ...settings, limits: { ...settings.limits, milliseconds: 10 } };
    const jobs = ['', 'hang', '', ''].map((text, each) => job(String(each), text));
    const results: TestResult[] = [];
    for await (const each of checkAll(jobs, brief, { jobs: 1, worker: hanging })) results.push(each);
    expect(results.map(({ status }) => status)).toEqual(['pass', 'unknown', 'pass', 'pass']);
    expect(results[1].models[0].incomplete).toEqual({ kind: 'time', milliseconds: 10 });
  });

  it('are not asked about files that could not be read', async () => {
    const unread: Job = { result: emptyResult('missing') };
    const results = await run([job('a', ''), unread, job('c', '')]);
    expect(results.map(({ status }) => status)).toEqual(['pass', 'error', 'pass']);
  });
});
