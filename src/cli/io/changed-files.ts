/** `--changed`: which files git has as changed. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../failure.js';
import { nameOf, realPath } from './file-name.js';

/** What git says where there is no commit yet: the difference to a tree without files. */
const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/**
 * Whether a file is changed: since HEAD, or since the last commit that is in the history of `commit` too; or git does not know
 * it yet. Files outside the repository of the working directory are refused, for nothing is known of them.
 */
export async function changedFiles(commit: string | null): Promise<(file: string) => boolean> {
  const top = lineOf(await git(['rev-parse', '--show-toplevel']));
  const base = commit === null ? await head() : await forkOf(commit);
  const [tracked, untracked] = await Promise.all([
    git(['diff', '--name-only', '-z', base, '--'], top),
    git(['ls-files', '-z', '--others', '--exclude-standard'], top),
  ]);
  const names = [tracked, untracked].flatMap(namesIn);
  const changed = new Set(names.map((name) => realPath(join(top, name))));
  const within = `${realPath(top)}/`;
  return (file) => {
    const real = realPath(file);
    if (!real.startsWith(within))
      throw new UsageError(`--changed: ${file} is not in the git repository of the working directory`);
    return changed.has(real);
  };
}

async function head(): Promise<string> {
  return (await commitNamed('HEAD')) ?? EMPTY_TREE;
}

/** Where the history of HEAD leaves that of a commit. */
async function forkOf(commit: string): Promise<string> {
  const id = await commitNamed(commit);
  if (id === null) {
    const isPath = existsSync(commit);
    const hint = isPath ? `; to check ${commit} write --changed behind it, or before another option` : '';
    throw new UsageError(`--changed: git knows no commit '${commit}'${hint}`);
  }
  const fork = await attempt(['merge-base', id, 'HEAD']);
  if ('failure' in fork)
    throw new UsageError(
      `--changed: HEAD and '${commit}' have no commit in common; a shallow clone may have left it out`,
    );
  return lineOf(fork.output);
}

async function commitNamed(name: string): Promise<string | null> {
  const outcome = await attempt(['rev-parse', '--verify', '--quiet', `${name}^{commit}`]);
  return 'failure' in outcome ? null : lineOf(outcome.output);
}

async function git(args: readonly string[], cwd?: string): Promise<Buffer> {
  const outcome = await attempt(args, cwd);
  if ('failure' in outcome) throw new UsageError(`--changed asks git: ${outcome.failure}`);
  return outcome.output;
}

/** What git prints, or says is wrong. */
type GitOutcome = { readonly output: Buffer } | { readonly failure: string };

/** As much as a repository of a million files has to say. */
const LONGEST = 2 ** 28;

function attempt(args: readonly string[], cwd?: string): Promise<GitOutcome> {
  return new Promise((resolve) => {
    execFile('git', args, { cwd, encoding: 'buffer', maxBuffer: LONGEST }, (error, output, complaint) => {
      if (error === null) return resolve({ output });
      if (error.code === 'ENOENT') return resolve({ failure: 'there is no such command' });
      const [line] = complaint.toString().split('\n');
      resolve({ failure: line === '' ? error.message : line.replace(/^fatal: /, '') });
    });
  });
}

function lineOf(output: Buffer): string {
  return nameOf(output).replace(/\n$/, '');
}

/** Names that end in a zero byte each. */
function namesIn(output: Buffer): readonly string[] {
  return nameOf(output)
    .split('\0')
    .filter((name) => name !== '');
}
