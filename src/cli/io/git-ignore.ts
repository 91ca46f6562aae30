/**
 * What git ignores below a directory that was named: the rules of .gitignore files, of which nearer ones win, and of
 * .git/info/exclude. In a repository those count from its top on, elsewhere from the working directory on. What was named is
 * not left out, whatever they say of it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { up } from 'empathic/find';
import ignore, { type Ignore } from 'ignore';
import { systemPath } from './file-name.js';

/** A file of rules, and the directory that they count from. */
interface RuleFile {
  readonly file: string;
  readonly directory: string;
  readonly rules: Ignore;
}

/** What is known of a directory: the rules for its entries, the nearest last, or the file that has it left out. */
type Standing = { readonly rules: readonly RuleFile[] } | { readonly leftOutBy: string };

/** The rules below one directory. */
export class GitIgnore {
  /** By absolute path. */
  readonly #standings = new Map<string, Standing>();

  constructor(root: string) {
    const named = resolve(root);
    const above = directoriesBetween(topOf(named), named);
    let rules: readonly RuleFile[] = [];
    for (const directory of above) {
      if (leftOutBy(directory, true, rules) !== null) rules = [];
      rules = rulesIn(directory, rules);
    }
    this.#standings.set(named, { rules });
  }

  /** The file whose rule leaves out what is at a path below the root, or a directory on the way; null for none. */
  leavesOut(path: string, isDirectory: boolean): string | null {
    const full = resolve(path);
    const standing = this.#standingOf(dirname(full));
    return 'leftOutBy' in standing ? standing.leftOutBy : leftOutBy(full, isDirectory, standing.rules);
  }

  #standingOf(directory: string): Standing {
    const known = this.#standings.get(directory);
    if (known !== undefined) return known;
    const above = dirname(directory) === directory ? { rules: [] } : this.#standingOf(dirname(directory));
    const standing = 'leftOutBy' in above ? above : standingBelow(directory, above.rules);
    this.#standings.set(directory, standing);
    return standing;
  }
}

function standingBelow(directory: string, above: readonly RuleFile[]): Standing {
  const by = leftOutBy(directory, true, above);
  return by === null ? { rules: rulesIn(directory, above) } : { leftOutBy: by };
}

/** Where rules begin to count for a directory. */
function topOf(directory: string): string {
  const git = up('.git', { cwd: directory });
  if (git !== undefined) return dirname(git);
  const here = resolve('.');
  return isWithin(directory, here) ? here : directory;
}

function isWithin(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory.endsWith(sep) ? directory : directory + sep);
}

/** The directories from one down to another, both with them. */
function directoriesBetween(top: string, bottom: string): readonly string[] {
  const parts = relative(top, bottom)
    .split(sep)
    .filter((part) => part !== '');
  return [top, ...parts.map((_, index) => join(top, ...parts.slice(0, index + 1)))];
}

/** The rules for the entries of a directory. A repository in another has rules of its own alone. */
function rulesIn(directory: string, above: readonly RuleFile[]): readonly RuleFile[] {
  const isTop = existsSync(systemPath(join(directory, '.git')));
  const names = isTop ? [join('.git', 'info', 'exclude'), '.gitignore'] : ['.gitignore'];
  const own = names.flatMap((name) => {
    const file = join(directory, name);
    const text = textOf(file);
    return text === null ? [] : [{ file, directory, rules: ignore().add(text) }];
  });
  return [...(isTop ? [] : above), ...own];
}

/** Null where there is no such file, or none that can be read; git says nothing then either. */
function textOf(file: string): string | null {
  try {
    return readFileSync(systemPath(file), 'utf8');
  } catch {
    return null;
  }
}

function leftOutBy(path: string, isDirectory: boolean, rules: readonly RuleFile[]): string | null {
  for (const { file, directory, rules: own } of rules.toReversed()) {
    const name = relative(directory, path).split(sep).join('/');
    if (!ignore.isPathValid(name)) continue;
    const { ignored, unignored } = own.test(isDirectory ? `${name}/` : name);
    if (ignored) return relative('.', file);
    if (unignored) return null;
  }
  return null;
}
