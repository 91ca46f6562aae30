/**
 * Which of the tests that were found are run. Each option leaves some out, one after the other in a fixed order: what a name
 * or a title decides before what git says, and the part of one machine last.
 */
import { headingOf } from '../../dialects/parse.js';
import type { GivenModel } from '../../models/given-model.js';
import { plural } from '../../report/text/layout.js';
import type { FailedTests } from '../cache/last-failed.js';
import type { ConfigOptions } from '../config/find-config.js';
import { EXIT, type ExitCode } from '../exit.js';
import { type Document, nameOf, type Unread } from './document.js';
import { globSet } from './glob-set.js';
import { isInShard, type Shard } from './shard.js';

/** What selects tests. As commander hands it over. */
export interface SelectionOptions extends ConfigOptions {
  readonly filter?: RegExp;
  readonly exclude?: readonly string[];
  /** A commit, or true for the last. */
  readonly changed?: string | true;
  readonly lastFailed?: boolean;
  readonly shard?: Shard;
  /** A report, by whose times the parts are made. */
  readonly shardTimes?: string;
}

/** What is known of the tests before they are selected. */
interface Found {
  readonly documents: readonly (Document | Unread)[];
  readonly given: readonly GivenModel[];
  /** What failed last, where that is known. */
  readonly failed?: FailedTests | null;
}

/** The tests that are run. */
export interface Selection {
  readonly documents: readonly (Document | Unread)[];
  /** How many they are with those of all other shards. */
  readonly ofShards: number;
  /** How many of how many they are, and why, where some option selects: with those of all other shards. */
  readonly remarks: readonly string[];
  /** How many of those are of this shard. */
  readonly shardRemarks: readonly string[];
  /** Why there is none, where that is a fault. */
  readonly fault: string | null;
}

/** The tests that are left, and what else there is to say. */
interface Chosen {
  readonly documents: readonly (Document | Unread)[];
  readonly remark?: string;
}

/** One option that selects: how it is written, which tests it leaves, and what it means that it leaves none. */
interface Selector {
  readonly option: string;
  readonly choose: (found: Found) => Promise<Chosen> | Chosen;
  readonly code: ExitCode;
  readonly whyNone?: (found: Found) => string;
}

/** Selects among the tests. */
export async function select(found: Found, options: SelectionOptions): Promise<Selection> {
  const selectors = selectorsOf(options);
  const leftOut: string[] = [];
  const remarks: string[] = [];
  const shardRemarks: string[] = [];
  const all = found.documents.length;
  const others = selectors.length - (options.shard === undefined ? 0 : 1);
  let { documents } = found;
  let ofShards = all;
  for (const { option, choose, code, whyNone } of selectors) {
    const before = { ...found, documents };
    const { documents: chosen, remark } = await choose(before);
    if (chosen.length === 0 && documents.length > 0 && code !== EXIT.expected) {
      const fault = whyNone?.(before) ?? `${option} leaves out ${allOf(documents.length)}`;
      return { documents: [], ofShards: 0, remarks: [], shardRemarks: [], fault };
    }
    // The part of one machine is chosen last.
    const isShard = option.startsWith('--shard');
    ofShards = isShard ? documents.length : chosen.length;
    const left =
      chosen.length < documents.length ? [`${option} leaves out ${documents.length - chosen.length}`] : [];
    if (!isShard) leftOut.push(...left);
    else if (left.length > 0 || others === 0)
      shardRemarks.push(selectedText(chosen.length, documents.length, left));
    if (remark !== undefined) remarks.push(remark);
    documents = chosen;
  }
  if (all === 0) return { documents, ofShards, remarks, shardRemarks: [], fault: null };
  if (others > 0) remarks.unshift(selectedText(ofShards, all, leftOut));
  return { documents, ofShards, remarks, shardRemarks, fault: null };
}

function selectedText(chosen: number, all: number, leftOut: readonly string[]): string {
  const why = leftOut.length === 0 ? '' : `: ${leftOut.join(', ')}`;
  return `${chosen} of ${plural(all, 'test')} selected${why}`;
}

function allOf(tests: number): string {
  return tests === 1 ? 'the only test' : `all ${plural(tests, 'test')}`;
}

function selectorsOf(options: SelectionOptions): readonly Selector[] {
  const { filter, exclude, changed, lastFailed, shard, shardTimes } = options;
  const selectors: Selector[] = [];
  if (exclude !== undefined)
    selectors.push({
      option: '--exclude',
      code: EXIT.noTest,
      choose: (found) => notExcluded(found, exclude),
    });
  if (filter !== undefined)
    selectors.push({
      option: '--filter',
      code: EXIT.noTest,
      choose: ({ documents }) => ({ documents: documents.filter((document) => isMeant(document, filter)) }),
      whyNone: (found) => noneMeant(found, filter),
    });
  if (changed !== undefined)
    selectors.push({
      option: '--changed',
      code: EXIT.expected,
      choose: (found) => changedOf(found, changed, options),
    });
  if (lastFailed) selectors.push({ option: '--last-failed', code: EXIT.expected, choose: failedOf });
  if (shard !== undefined)
    selectors.push({
      option: `--shard ${shard.index}/${shard.count}`,
      code: EXIT.expected,
      choose: (found) => partOf(found, shard, shardTimes),
    });
  return selectors;
}

async function partOf({ documents }: Found, shard: Shard, times: string | undefined): Promise<Chosen> {
  if (times === undefined)
    return { documents: documents.filter((document) => isInShard(nameOf(document), shard)) };
  const { balancedPart, readShardTimes } = await import('./shard-times.js');
  const part = balancedPart(documents.map(nameOf), shard, readShardTimes(times));
  return { documents: documents.filter((document) => part.has(nameOf(document))) };
}

async function notExcluded({ documents }: Found, globs: readonly string[]): Promise<Chosen> {
  const isExcluded = await globSet(globs, '.');
  return { documents: documents.filter((document) => !isExcluded(nameOf(document))) };
}

/** Whether the path, the name or the title of a test matches. */
function isMeant(document: Document | Unread, filter: RegExp): boolean {
  return textsOf(document).some((text) => filter.test(text));
}

function textsOf(document: Document | Unread): readonly string[] {
  const heading = 'source' in document ? headingOf(document.source) : null;
  return [nameOf(document), heading?.name ?? '', heading?.title ?? ''];
}

function noneMeant({ documents }: Found, filter: RegExp): string {
  const who = documents.length === 1 ? 'the only test has no' : `none of ${documents.length} tests has a`;
  const anyCase = new RegExp(filter.source, 'i');
  const others = documents.filter((document) => isMeant(document, anyCase)).length;
  const hint = others === 0 ? '' : `; ${others} would with another case of letters`;
  return `${who} path, name or title that matches /${filter.source}/${hint}`;
}

/** The tests that failed last. Where none did, it is all of them, for a run of nothing would pass. */
function failedOf({ documents, failed }: Found): Chosen {
  const chosen = documents.filter((document) => failed?.has(nameOf(document)));
  if (chosen.length > 0) return { documents: chosen };
  return { documents, remark: 'none of them failed last, so that all are run' };
}

/** The tests that git has as changed; all of them where a model or the configuration is. */
async function changedOf(
  { documents, given }: Found,
  commit: string | true,
  { configured }: ConfigOptions,
): Promise<Chosen> {
  const { changedFiles } = await import('./changed-files.js');
  const isChanged = await changedFiles(commit === true ? null : commit);
  const models = given.flatMap(({ files: { model, bell, included } }) => [
    model,
    ...(bell === null ? [] : [bell]),
    ...included,
  ]);
  const common = [
    ...(configured === undefined ? [] : [configured.config.file]),
    ...models.map(({ name }) => name),
  ];
  const cause = common.find((file) => isChanged(file));
  if (cause !== undefined)
    return { documents, remark: `${cause} is changed, and may change what every test gives` };
  const isTaken = (document: Document | Unread): boolean =>
    ('path' in document && document.path === null) || isChanged(nameOf(document));
  return { documents: documents.filter(isTaken) };
}
