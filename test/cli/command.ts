/** Runs the built command in a directory of its own, as a user would: in a process that serves many runs, or in one of its own. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { onTestFinished } from 'vitest';

export const BIN = fileURLToPath(new URL('../../bin/pinlitmus.js', import.meta.url));

/** What the user sees. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A fresh directory with these files in it; it goes when the test ends. */
export function directory(files: Readonly<Record<string, string | Buffer>> = {}): string {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'pinlitmus-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

/** What a run is given besides its arguments. */
interface Given {
  readonly cwd?: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

function completed({ cwd = directory(), input = '', env }: Given): Required<Given> {
  return { cwd, input, env: { ...(process.env as Readonly<Record<string, string>>), ...env } };
}

/** Runs `pinlitmus` with these arguments; in a process of its own only where it reads a test from standard input. */
export function pinlitmus(args: readonly string[], given: Given = {}): Outcome {
  return args.includes('-') ? pinlitmusProcess(args, given) : served({ args, ...completed(given) });
}

/** Runs `pinlitmus` in a process of its own, whose exit code it is and whose memory nobody else has used. */
export function pinlitmusProcess(args: readonly string[], given: Given = {}): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
    ...completed(given),
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

interface Request extends Required<Given> {
  readonly args: readonly string[];
}

/** Asks the process that serves runs (serving.mjs), which is started by the first request, and waits for the answer. */
const served = (() => {
  let ask: ((request: Request) => unknown) | null = null;
  return (request: Request): Outcome => {
    ask ??= connected();
    const answer = ask(request) as Outcome | { readonly ended: unknown };
    if ('ended' in answer)
      throw new Error(`pinlitmus ${request.args.join(' ')} ended its process: ${answer.ended}`);
    return answer;
  };
})();

function connected(): (request: Request) => unknown {
  const answered = new Int32Array(new SharedArrayBuffer(4));
  const { port1, port2 } = new MessageChannel();
  const relay = new Worker(new URL('./relay.mjs', import.meta.url), {
    workerData: { port: port2, answered },
    transferList: [port2],
  });
  relay.unref();
  return (request) => {
    Atomics.store(answered, 0, 0);
    port1.postMessage(request);
    Atomics.wait(answered, 0, 0);
    return receiveMessageOnPort(port1)?.message;
  };
}

/** A report without what may vary: times, and the numbers of states, which every reduction changes. */
export function timeless(text: string): string {
  return text
    .replace(/ +[\d,]+ states?( +)\d+(\.\d+)? m?s$/gm, '   N states   N ms')
    .replace(/^(Time \S+) \d+\.\d+$/gm, '$1 N')
    .replace(/in \d+(\.\d+)? m?s(?=$| \()/gm, 'in N ms')
    .replace(/"(timeMs|explored)": [\d.]+/g, '"$1": 0');
}
