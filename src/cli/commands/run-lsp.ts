/** `pinlitmus lsp`: the server on the streams of the process, its searches on threads of their own, what it shows in files for a while. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { apiBy } from '../../api/api.js';
import { onThread } from '../../check/pool/thread.js';
import { serve } from '../../lsp/server.js';
import { fileSettings } from '../config/file-settings.js';
import type { CommandContext } from '../context.js';
import { EXIT } from '../exit.js';
import { AlreadySaid } from '../failure.js';
import { givenModels } from '../io/given-models.js';
import { onExit, processPipes } from '../io/streams.js';
import { codeSections } from '../manual/topics.js';
import { settingsWith } from '../options.js';
import { version } from '../version.js';
import type { LspOptions } from './lsp.js';

/** Runs the server. It goes on when this returns, and ends the process when the editor says so, or is gone. */
export async function runLsp(options: LspOptions, { streams }: CommandContext): Promise<void> {
  const given = await givenModels(options, streams);
  if (given === null) throw new AlreadySaid(EXIT.malformed);
  const { input, output } = processPipes();
  const worker = new URL('./api-worker.js', import.meta.url);
  serve(createConnection(ProposedFeatures.all, input, output), {
    api: apiBy((task, signal) => onThread(worker, task, signal)),
    version: version(),
    nameOf,
    settingsOf: fileSettings(settingsWith(options, given), options.configured?.overrides),
    pageOf: pages(),
    keep: shelf(),
  });
}

/** A file as messages name it, from the working directory on; what is no file is called as the editor calls it. */
function nameOf(uri: string): string {
  if (!uri.startsWith('file:')) return uri;
  return relative('.', fileURLToPath(uri));
}

/** The sections of the manual by codes, read when the first is asked for. */
function pages(): (code: string) => string | null {
  let sections: ReadonlyMap<string, string> | null = null;
  return (code) => {
    sections ??= new Map(codeSections().map((each) => [each.code, each.url]));
    return sections.get(code) ?? null;
  };
}

/** Writes documents that somebody asked for into a directory that goes when the server ends. */
function shelf(): (name: string, text: string) => string | null {
  let directory: string | null = null;
  return (name, text) => {
    try {
      if (directory === null) {
        const made = mkdtempSync(join(tmpdir(), 'pinlitmus-'));
        onExit(() => rmSync(made, { recursive: true, force: true }));
        directory = made;
      }
      const file = join(directory, name);
      writeFileSync(file, text);
      return pathToFileURL(file).href;
    } catch {
      return null;
    }
  };
}
