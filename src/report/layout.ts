/** Small things that every report needs: numbers and lists in words, and lines that keep within the width. */

/** `1,000,000` */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 state`, `2 states` */
export function plural(number: number, one: string, many = `${one}s`): string {
  return `${grouped(number)} ${number === 1 ? one : many}`;
}

/** `SC, x86-TSO and Armv8` */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}

/** A duration for people: `1 ms`, `1.2 s`, `75 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  return milliseconds < 9950
    ? `${(milliseconds / 1000).toFixed(1)} s`
    : `${Math.round(milliseconds / 1000)} s`;
}

/** One line of text, with every run of white space made one blank. */
export function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

/** Breaks a text between words into lines of at most `width`; a word that is longer than that is cut. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of oneLine(text)
    .split(' ')
    .flatMap((long) => pieces(long, width))) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** Cuts after a slash or a parenthesis, or else an underscore, since the words that are too long are paths and calls. */
function pieces(word: string, width: number): readonly string[] {
  if (word.length <= width) return [word];
  const after = (mark: string): number => word.lastIndexOf(mark, width - 1) + 1;
  const end = Math.max(after('/'), after('(')) || after('_') || width;
  return [word.slice(0, end), ...pieces(word.slice(end), width)];
}

/** The lines of a text, those after the first further in by `indent`. */
export function hanging(text: string, width: number, indent: number): readonly string[] {
  const [first = ''] = wrapped(text, width);
  const rest = wrapped(oneLine(text).slice(first.length), width - indent);
  return [first, ...rest.map((line) => ' '.repeat(indent) + line)];
}

/** A paragraph, two columns in. */
export function indented(text: string, width: number): readonly string[] {
  return wrapped(text, width - 2).map((line) => `  ${line}`);
}

/** The longest length of all, 0 of none. */
export function longest(texts: readonly string[]): number {
  return texts.reduce((length, text) => Math.max(length, text.length), 0);
}

/** Ends every line and drops blanks before the ends, also those that a colour encloses. */
export function joinLines(lines: readonly string[]): string {
  return lines.map((line) => `${line.replace(/ +$/, '')}\n`).join('');
}
