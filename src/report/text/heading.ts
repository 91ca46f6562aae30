/** The head of every report on one test: what it is called, and where it is. */
import type { TestInfo } from '../../check/result.js';
import { oneLine } from '../../text/one-line.js';
import { visible } from '../../text/visible.js';
import type { Paint } from './colour.js';
import { plural, widthOf, wrapped } from './layout.js';

/** The test's name and title, its file and what is in it. */
export function heading(file: string, info: TestInfo, width: number, paint: Paint): readonly string[] {
  const threads = `${info.dialect}, ${plural(info.threads, 'thread')}`;
  return [
    ...pair(info.name, info.title ?? '', width, paint.bold, (text) => text),
    ...pair(visible(file), threads, width, paint.dim, paint.dim),
  ];
}

type Painter = (text: string) => string;

/** Two texts on a line, or on lines of their own where they do not fit beside each other. */
function pair(
  left: string,
  right: string,
  width: number,
  paintLeft: Painter,
  paintRight: Painter,
): readonly string[] {
  const [first, second] = [left, right].map((text) => visible(oneLine(text)));
  if (widthOf(first) + 3 + widthOf(second) <= width) return [`${paintLeft(first)}   ${paintRight(second)}`];
  return [
    ...wrapped(left, width).map((line) => paintLeft(line)),
    ...wrapped(right, width).map((line) => paintRight(line)),
  ];
}
