/** What a text and its replacement differ in, as a person reads it: the place, the old lines, the new ones. */

/** `file:2`, `- Expect=sc:Never`, `+ Expect=sc:Always`: what is between the first and the last difference. */
export function changedLines(file: string, old: string, now: string): readonly string[] {
  const [before, after] = [old, now].map((text) => text.split(/\r?\n/));
  let start = 0;
  while (start < before.length && before[start] === after[start]) start += 1;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  return [
    `${file}:${start + 1}`,
    ...before.slice(start, before.length - end).map((line) => `- ${line}`),
    ...after.slice(start, after.length - end).map((line) => `+ ${line}`),
  ];
}
