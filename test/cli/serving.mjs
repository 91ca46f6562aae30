/**
 * A process that runs the command many times: what a run costs then is what it does, not the start of node. It evaluates
 * the entry of the build anew for each run, with arguments, environment, directory and streams of that run. A run that
 * reads its test from standard input, is sent signals or runs out of something needs a process of its own.
 */
import { Readable, Writable } from 'node:stream';
import '../../bin/engine.js';

/** A stream that keeps what is written to it. */
function kept() {
  const chunks = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') };
}

function replaceEnvironment(environment) {
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  Object.assign(process.env, environment);
}

function setStreams(streams) {
  for (const [name, value] of Object.entries(streams))
    Object.defineProperty(process, name, { value, configurable: true });
}

let runs = 0;

process.on('message', async ({ args, cwd, input, env }) => {
  const [stdout, stderr] = [kept(), kept()];
  setStreams({ stdin: Readable.from([Buffer.from(input)]), stdout: stdout.stream, stderr: stderr.stream });
  replaceEnvironment(env);
  process.chdir(cwd);
  process.argv.splice(2, Number.POSITIVE_INFINITY, ...args);
  process.exitCode = undefined;
  runs += 1;
  // The evaluation of the entry ends when the command has ended.
  await import(`../../dist/cli.js?run=${runs}`);
  const { exitCode: code = 0 } = process;
  process.exitCode = undefined;
  process.send({ code, stdout: stdout.text(), stderr: stderr.text() });
});
