/** `pinlitmus playground`: serves the page that the build has made, or writes it, with the test to begin with in its link. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fragmentOf, USUAL_STATE } from '../../playground/link.js';
import { visible } from '../../text/visible.js';
import type { CommandContext } from '../context.js';
import { EXIT, type ExitCode } from '../exit.js';
import { systemReason, UsageError } from '../failure.js';
import { missing } from '../io/collect.js';
import { sayDiagnostics } from '../io/complaints.js';
import { readDocument } from '../io/document.js';
import { systemPath } from '../io/file-name.js';
import { interruption } from '../io/interruption.js';
import { replace, targetOf } from '../io/replace.js';
import { servePage } from '../io/serve-page.js';
import { print, type Streams, say } from '../io/streams.js';
import type { PlaygroundOptions } from './playground.js';

/** Runs the command until it is interrupted, and gives its exit code. */
export async function runPlayground(
  path: string | undefined,
  options: PlaygroundOptions,
  { streams }: CommandContext,
): Promise<ExitCode> {
  const fragment = path === undefined ? '' : await fragmentFor(path, streams);
  if (typeof fragment !== 'string') return fragment;
  const page = readPage();
  if (options.output !== undefined) {
    const file = written(page, options.output, streams);
    const link = pathToFileURL(resolve(file)).href + fragment;
    print(
      streams,
      fragment === '' ? `${visible(file)} is written\n` : `${visible(file)} is written: ${link}\n`,
    );
    if (options.open) await openInBrowser(link, streams);
    return EXIT.expected;
  }
  const stop = interruption();
  const signal = stop.listen();
  const { address, close } = await servePage(page, options);
  print(streams, `${address}${fragment}\n`);
  say(streams, 'pinlitmus: the page is served until Ctrl-C');
  if (options.open) await openInBrowser(address + fragment, streams);
  if (!signal.aborted) await new Promise((ended) => signal.addEventListener('abort', ended, { once: true }));
  stop.end();
  await close();
  return EXIT.expected;
}

/** The link's part for a test, or why there is none. */
async function fragmentFor(path: string, streams: Streams): Promise<string | ExitCode> {
  const nothing = missing(path);
  if (nothing !== null) {
    say(streams, `pinlitmus: no test found: ${visible(nothing)}`);
    return EXIT.noTest;
  }
  const document = readDocument(path, streams.stdin);
  if ('source' in document) {
    const { name, text } = document.source;
    return fragmentOf({ ...USUAL_STATE, file: document.path === null ? USUAL_STATE.file : name, text });
  }
  await sayDiagnostics({ file: path }, [document], streams);
  return EXIT.malformed;
}

/** The page, which stands beside the command. */
function readPage(): Buffer {
  try {
    return readFileSync(new URL('./playground.html', import.meta.url));
  } catch (error) {
    throw new UsageError(`the page is not there, of which a build makes one file: ${systemReason(error)}`);
  }
}

function written(page: Buffer, directory: string, streams: Streams): string {
  try {
    mkdirSync(systemPath(directory), { recursive: true });
  } catch (error) {
    throw new UsageError(`cannot write ${directory}: ${systemReason(error)}`);
  }
  const target = targetOf(join(directory, 'index.html'));
  replace(target, page);
  if (target.remark !== null) say(streams, `pinlitmus: ${visible(target.remark)}`);
  return target.path;
}

/** Opens the browser; where there is none, the reader has the link. */
async function openInBrowser(link: string, streams: Streams): Promise<void> {
  const { default: open } = await import('open');
  try {
    const browser = await open(link);
    browser.on('error', () => say(streams, NO_BROWSER));
  } catch {
    say(streams, NO_BROWSER);
  }
}

const NO_BROWSER = 'pinlitmus: no browser could be opened: open the link by hand';
