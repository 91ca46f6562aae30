/** Reads the files of models of the user's own, and checks each model once, so that no test is run on what is no model. */
import { statSync } from 'node:fs';
import { TAGS } from '../../cat/cat-library.js';
import { loadCat } from '../../cat/cat-model.js';
import { includePath } from '../../cat/include-path.js';
import { catTitle } from '../../cat/parse-cat.js';
import type { GivenModel } from '../../models/given-model.js';
import { MODELS } from '../../models/index.js';
import type { ModelFiles } from '../../models/model.js';
import type { Diagnostic } from '../../text/diagnostic.js';
import { oneLine } from '../../text/one-line.js';
import type { Source } from '../../text/source.js';
import { visible } from '../../text/visible.js';
import { UsageError } from '../failure.js';
import { sayDiagnostics } from './complaints.js';
import { readDocument } from './document.js';
import { systemPath } from './file-name.js';
import type { Streams } from './streams.js';

/** In a directory, the file of the kernel's that names the model and its tags. */
const CONFIGURATION = 'linux-kernel.cfg';

/** The models at these paths; null, with what is wrong on standard error, where one cannot be used. */
export async function readModels(
  paths: readonly string[],
  bell: string | null,
  streams: Streams,
): Promise<readonly GivenModel[] | null> {
  const models: GivenModel[] = [];
  for (const path of new Set(paths)) {
    const diagnostics: Diagnostic[] = [];
    const files = filesOf(path, bell, streams, diagnostics);
    if (files === null) {
      await sayDiagnostics({ file: diagnostics[0].span.source.name }, diagnostics, streams);
      return null;
    }
    const taken = [...MODELS, ...models].map(({ title }) => title);
    models.push({ name: `cat:${path}`, title: titleOf(files.model, path, taken), files });
  }
  return models;
}

/** The title that a model's file gives, or the file's name; with its path where another model is called so. */
function titleOf(model: Source, path: string, taken: readonly string[]): string {
  const own = catTitle(model) ?? model.name.replace(/^.*\/|\.cat$/g, '');
  const title = visible(oneLine(own));
  return taken.includes(title) ? `${title} (${visible(path)})` : title;
}

/** The files of a model; null, with diagnostics added, where there is something wrong with one. */
function filesOf(
  path: string,
  tags: string | null,
  { stdin }: Streams,
  diagnostics: Diagnostic[],
): ModelFiles | null {
  const read = (file: string): Source | null => {
    const document = readDocument(file, stdin);
    if ('source' in document) return document.source;
    diagnostics.push(document);
    return null;
  };
  const named = isDirectory(path) ? configured(path, read) : { model: path, bell: null };
  if (named === null) return null;
  const model = read(named.model);
  const bellPath = tags ?? named.bell;
  const bell = bellPath === null ? null : read(bellPath);
  if (model === null || diagnostics.length > 0) return null;
  const included = new Map<string, Source>();
  const include = (to: string, from: Source): Source | null => {
    const name = includePath(from.name, to);
    const known = included.get(name);
    if (known !== undefined) return known;
    const document = readDocument(name, stdin);
    if (!('source' in document)) return null;
    included.set(name, document.source);
    return document.source;
  };
  const loaded = loadCat({ model, bell, include, tags: TAGS });
  diagnostics.push(...loaded.diagnostics);
  return loaded.model === null ? null : { model, bell, included: [...included.values()] };
}

function isDirectory(path: string): boolean {
  return statSync(systemPath(path), { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** What the configuration in a directory names; it has a key and a value a line. */
function configured(
  directory: string,
  read: (file: string) => Source | null,
): { readonly model: string; readonly bell: string | null } | null {
  const path = `${directory.replace(/\/+$/, '')}/${CONFIGURATION}`;
  const configuration = read(path);
  if (configuration === null) return null;
  const named = (key: string): string | null => {
    const value = new RegExp(`^[ \\t]*${key}[ \\t]+(.*\\S)`, 'm').exec(configuration.text)?.[1];
    return value === undefined ? null : includePath(path, value);
  };
  const model = named('model');
  if (model === null) throw new UsageError(`${path} names no model`);
  return { model, bell: named('bell') };
}
