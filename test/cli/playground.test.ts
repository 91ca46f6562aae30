/** `pinlitmus playground`: the page is served or written, and its address has the test in it. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { stateOf, USUAL_STATE } from '../../src/playground/link.js';
import { type Serving, serving } from '../playground/opened-page.js';
import { directory, pinlitmus, pinlitmusProcess } from './command.js';

const PAGE = fileURLToPath(new URL('../../dist/playground.html', import.meta.url));
const TEST = 'C t\n{}\nP0(int *x) { WRITE_ONCE(*x, 1); }\nexists (x=1)\n';

async function served(args: readonly string[] = []): Promise<Serving> {
  const begun = await serving(args);
  onTestFinished(() => void begun.child.kill('SIGKILL'));
  return begun;
}

describe('pinlitmus playground', () => {
  it('serves the page and nothing else, to readers alone', async () => {
    const { address } = await served();
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    const response = await fetch(address);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toBe("frame-ancestors 'none'");
    expect(await response.text()).toBe(readFileSync(PAGE, 'utf8'));
    const plain = await fetch(address, { headers: { 'accept-encoding': 'identity' } });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(await plain.text()).toBe(readFileSync(PAGE, 'utf8'));
    for (const other of ['package.json', '../package.json', '%2e%2e/package.json'])
      expect((await fetch(address + other)).status).toBe(404);
    expect((await fetch(address, { method: 'POST', body: 'x' })).status).toBe(405);
    expect((await fetch(address, { method: 'HEAD' })).status).toBe(200);
  });

  it('has the test in the address, under its name', async () => {
    const root = directory({ 'a b.litmus': TEST });
    const { address } = await served([join(root, 'a b.litmus')]);
    expect(await stateOf(new URL(address).hash)).toEqual({
      ...USUAL_STATE,
      file: join(root, 'a b.litmus'),
      text: TEST,
    });
  });

  it('ends by an interruption, as it should', async () => {
    const { child, address } = await served();
    // A browser that keeps its connection keeps nobody waiting.
    await fetch(address);
    child.kill('SIGINT');
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
  });

  it('says that a port is in use, and what to do', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    const { code, stdout, stderr } = pinlitmusProcess(['playground', '--port', String(port)]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(
      `error: port ${port} is in use: --port takes another, and --port 0 any that is free\n`,
    );
  });

  it.each([
    [['--port', '65536'], 'It takes a number from 0 to 65535.'],
    [['--port', 'x'], 'It takes a number from 0 to 65535.'],
    [['--host', 'no.such.host.invalid'], "this machine has no address 'no.such.host.invalid' to listen at"],
  ])('refuses %j', (args, message) => {
    const { code, stderr } = pinlitmusProcess(['playground', ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('writes the page into a directory, which it makes, and gives a link to it', async () => {
    const cwd = directory({ 't.litmus': TEST });
    expect(pinlitmus(['playground', '--output', 'a/b'], { cwd })).toEqual({
      code: 0,
      stdout: 'a/b/index.html is written\n',
      stderr: '',
    });
    expect(readFileSync(join(cwd, 'a/b/index.html'), 'utf8')).toBe(readFileSync(PAGE, 'utf8'));
    const { stdout } = pinlitmus(['playground', '--output', 'a/b', 't.litmus'], { cwd });
    const link = /^a\/b\/index\.html is written: (file:\S+)\n$/.exec(stdout)?.[1] ?? '';
    expect(await stateOf(new URL(link).hash)).toEqual({ ...USUAL_STATE, file: 't.litmus', text: TEST });
  });

  it('begins with no test that is not there', () => {
    const cwd = directory({ 'x.litmus': Buffer.from([0, 1, 2]) });
    expect(pinlitmus(['playground', 'nope.litmus'], { cwd }).code).toBe(4);
    expect(pinlitmus(['playground', 'x.litmus'], { cwd }).code).toBe(3);
  });

  it('has all in one file of some 2 MB, whose policy lets nothing be fetched and one script run', () => {
    const html = readFileSync(PAGE, 'utf8');
    expect(statSync(PAGE).size).toBeLessThan(2_200_000);
    const markup = html.replace(/<script[\s\S]*?<\/script>/g, '');
    expect(markup).not.toMatch(/\b(?:src|href)="(?!data:)|url\(|@import/);
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    const scripts = [...html.matchAll(/<script type="module">([\s\S]*?)<\/script>/g)].map(([, text]) => text);
    const hash = createHash('sha256').update(scripts[0]).digest('base64');
    expect(scripts.length).toBe(1);
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src 'sha256-${hash}' 'wasm-unsafe-eval'`,
      'worker-src blob:',
      "style-src 'unsafe-inline'",
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });
});
