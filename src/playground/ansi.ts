/** A report's colours, as a terminal has them, in classes of a page: what the terminal says and what the page says are one text. */

/** Text with the classes of its colours, in one string; `''` for none. */
export interface ColouredText {
  readonly text: string;
  readonly classes: string;
}

const ESCAPE = String.fromCharCode(0x1b);
const SEQUENCE = new RegExp(`${ESCAPE}\\[([\\d;]*)m`);

/** What each code sets: a class of a group, of which there is one at a time. */
const SET: Readonly<Record<string, readonly [group: string, name: string]>> = {
  '1': ['weight', 'bold'],
  '2': ['weight', 'dim'],
  '7': ['turn', 'inverse'],
  '31': ['colour', 'red'],
  '32': ['colour', 'green'],
  '33': ['colour', 'yellow'],
  '34': ['colour', 'blue'],
  '35': ['colour', 'magenta'],
  '36': ['colour', 'cyan'],
  '90': ['colour', 'grey'],
};
/** The group that each code ends. */
const ENDED: Readonly<Record<string, string>> = { '22': 'weight', '27': 'turn', '39': 'colour' };

/** The parts of a coloured text, none empty. A code that is not known changes nothing. */
export function colouredParts(text: string): readonly ColouredText[] {
  const on = new Map<string, string>();
  return text.split(SEQUENCE).flatMap((part, index) => {
    if (index % 2 === 0) return part === '' ? [] : [{ text: part, classes: [...on.values()].join(' ') }];
    for (const code of part.split(';')) {
      if (code === '' || code === '0') on.clear();
      const set = SET[code];
      if (set !== undefined) on.set(...set);
      on.delete(ENDED[code] ?? '');
    }
    return [];
  });
}
