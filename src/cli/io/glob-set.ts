/**
 * Globs that name tests or directories of tests: of a configuration, and of `--exclude`. A glob without a slash means what is
 * called so in any directory, as in a .gitignore; one that means a directory means everything below it.
 */
import { relative, resolve, sep } from 'node:path';
import { STDIN } from './document.js';

/** Whether one of the globs means a file or a directory; globs count from `directory`, paths from the working directory. */
export async function globSet(
  globs: readonly string[],
  directory: string,
): Promise<(path: string) => boolean> {
  if (globs.length === 0) return () => false;
  const { default: picomatch } = await import('picomatch');
  const matches = picomatch(globs.flatMap(spellings), { dot: true });
  return (path) => {
    if (path === STDIN) return false;
    const name = relative(directory, resolve(path)).split(sep).join('/');
    return name !== '' && matches(name);
  };
}

function spellings(glob: string): readonly string[] {
  const bare = glob.replace(/^\.\//, '').replace(/\/+$/, '');
  const rooted = bare.includes('/') ? bare.replace(/^\//, '') : `**/${bare}`;
  return [rooted, `${rooted}/**`];
}
