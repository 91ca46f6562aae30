/** From the name of a configuration file to what is configured, or to what is wrong with the file. */
import { dirname, resolve } from 'node:path';
import { positionText } from '../../report/text/message.js';
import type { Diagnostic } from '../../text/diagnostic.js';
import { visible } from '../../text/visible.js';
import { readDocument, STDIN, unread } from '../io/document.js';
import type { InputStream } from '../io/streams.js';
import { type ConfigDocument, jsonDocument, type PartPath, scriptDocument } from './config-document.js';
import { configFaults } from './config-faults.js';
import { configSchema } from './config-schema.js';
import type { Configuration } from './configuration.js';

/** A configuration that was read and checked. */
export interface LoadedConfig {
  /** As seen from the working directory. */
  readonly file: string;
  /** Where its paths and globs count from. */
  readonly directory: string;
  readonly values: Configuration;
  /** `pinlitmus.config.json:3:5`: where a part of it stands. */
  readonly placeOf: (path: PartPath) => string;
}

/** A configuration, or what is wrong. */
export type LoadOutcome =
  | { readonly config: LoadedConfig }
  | { readonly config: null; readonly diagnostics: readonly Diagnostic[] };

/** Reads and checks a file. */
export async function loadConfig(file: string, stdin: InputStream): Promise<LoadOutcome> {
  if (file === STDIN) return refused(file, 'a configuration is not read from standard input');
  const kind = /\.(json|js|mjs|cjs)$/.exec(file)?.[1];
  if (kind === undefined) return refused(file, 'expected a file that ends in .json, .js or .mjs');
  const text = readDocument(file, stdin);
  if (!('source' in text)) return { config: null, diagnostics: [text] };
  const read = kind === 'json' ? jsonDocument(text.source) : await scriptDocument(text.source);
  if (read.document === null) return { config: null, diagnostics: read.diagnostics };
  const { document } = read;
  const parsed = configSchema.safeParse(document.value);
  if (!parsed.success) return { config: null, diagnostics: configFaults(document, parsed.error) };
  const directory = dirname(resolve(file));
  return { config: { file, directory, values: parsed.data, placeOf: (path) => placeText(document, path) } };
}

function refused(file: string, reason: string): LoadOutcome {
  return { config: null, diagnostics: [unread(file, { code: 'unreadable', reason })] };
}

function placeText({ source, keySpan }: ConfigDocument, path: PartPath): string {
  const span = keySpan(path);
  return span === null ? visible(source.name) : positionText(span);
}
