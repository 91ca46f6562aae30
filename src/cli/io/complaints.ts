/** What commands that report on files say on standard error beside the report. */
import type { Crash } from '../../check/result.js';
import { visible } from '../../text/visible.js';
import type { Collection } from './collect.js';
import { type Streams, say } from './streams.js';

/** Says of each path that stands for no test why; gives whether there was one. */
export function sayEmpty({ empty }: Pick<Collection, 'empty'>, streams: Streams): boolean {
  for (const reason of empty) say(streams, `pinlitmus: no test found: ${visible(reason)}`);
  return empty.length > 0;
}

/** Prints the stack of a bug where the environment asks for it. */
export function sayStack({ crash }: { readonly crash: Crash | null }, streams: Streams): void {
  if (crash !== null && streams.environment.PINLITMUS_DEBUG) say(streams, crash.stack);
}
