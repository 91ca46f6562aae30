/** A change as a unified diff, made and read back by the diff package: what is shown is what was checked. */
import { applyPatch, createTwoFilesPatch } from 'diff';
import { invariant } from '../text/invariant.js';
import type { Source } from '../text/source.js';

/** The unified diff from a file to a changed text, as `git diff` names files, so that `git apply` and `patch -p1` take it. */
export function patchOf({ name, text }: Source, changed: string): string {
  const path = name.replaceAll('\\', '/').replace(/^(\.\/)+/, '');
  const relative = !path.startsWith('/') && !path.startsWith('<');
  const [before, after] = relative ? [`a/${path}`, `b/${path}`] : [path, path];
  const whole = createTwoFilesPatch(before, after, text, changed, undefined, undefined, { context: 3 });
  const patch = whole.slice(whole.indexOf('--- '));
  invariant(
    applyPatch(text, patch, { autoConvertLineEndings: false }) === changed,
    'a patch does not give the text that was checked',
  );
  return patch;
}
