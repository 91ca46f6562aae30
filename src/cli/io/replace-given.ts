/** Writes a file of the user's that a command was given, or one beside it; what a link would reach elsewhere is left alone. */
import { UsageError } from '../failure.js';
import { replace, targetOf } from './replace.js';

/** How the file, or the test that it stands beside, was given. */
export interface GivenBy {
  /** The directory. */
  readonly base: string | undefined;
  /** Whether it was named itself: then a link is meant to be followed. */
  readonly isNamed: boolean;
}

/** Puts the bytes there. Gives what the user may not expect, as a line; throws a UsageError that begins with `purpose`. */
export function replaceGiven(
  path: string,
  bytes: Buffer,
  { base, isNamed }: GivenBy,
  purpose: string,
): string | null {
  const target = targetOf(path, base, purpose);
  if (target.isOutside && !isNamed)
    throw new UsageError(
      `${purpose} ${path}: it is reached by a link, and ${target.real} is not among the files that were given`,
    );
  replace(target, bytes, purpose);
  return target.remark;
}
