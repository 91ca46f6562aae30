/**
 * Text that others wrote, made fit to be shown. A control character drives a terminal: it clears the screen, moves the
 * cursor, sets colours; a bidirectional control turns the order of what stands around it. What is shown says which
 * character there is instead, as C would write it: `\x1b`, `\x9b`, `\u202e`. Whatever is printed comes through here.
 */

/**
 * Control characters (C0, DEL, C1), what ends a line or turns it for some readers, and halves of surrogate pairs: such a
 * half stands for a byte of a file name that is no UTF-8.
 */
const OBEYED = /[\p{Cc}\p{Bidi_Control}\p{Cs}\u2028\u2029]/gu;
/** The same but line ends, and tabs. */
const OBEYED_IN_LINES = /(?!\n|\t|\r\n)[\p{Cc}\p{Bidi_Control}\p{Cs}\u2028\u2029]/gu;
/** The same but what JSON escapes by itself. */
const OBEYED_IN_JSON = /[\u007f-\u009f\p{Bidi_Control}\u2028\u2029]/gu;

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\t': '\\t', '\r': '\\r' };

/** A byte that is no UTF-8, as file names hold it: see `cli/io/file-name.ts`. */
const FIRST_BYTE = 0xdc80;
const LAST_BYTE = 0xdcff;

/** A text that belongs on one line: every control character is escaped, line ends among them. */
export function visible(text: string): string {
  return text.replace(OBEYED, spelled);
}

/** Lines of text: line ends and tabs stay what they are. */
export function visibleLines(text: string): string {
  return text.replace(OBEYED_IN_LINES, spelled);
}

const ESCAPE = String.fromCharCode(0x1b);
/** A colour, as chalk sets it, and the two ends of a link (OSC 8) to a file of this machine. */
const OURS = new RegExp(`(${ESCAPE}\\[[\\d;]*m|${ESCAPE}\\]8;;(?:file://[\\w./%#~-]*)?${ESCAPE}\\\\)`);

/** A text that a terminal shows as a link to a file; there is nothing in it but the text where the URL is another. */
export function hyperlink(text: string, url: string): string {
  const linked = `${ESCAPE}]8;;${url}${ESCAPE}\\${text}${ESCAPE}]8;;${ESCAPE}\\`;
  return linked.split(OURS).length === 5 ? linked : text;
}

/** Lines of text with colours and links of our own in them: what else is there that a terminal would obey is escaped. */
export function visibleOutput(text: string): string {
  return text
    .split(OURS)
    .map((part, index) => (index % 2 === 1 ? part : visibleLines(part)))
    .join('');
}

/** A document as JSON text that holds the same strings, and no character in them that a terminal would obey. */
export function jsonText(document: unknown): string {
  return jsonLine(document, 2);
}

/** The same in one line, or with so many blanks for each level. */
export function jsonLine(document: unknown, indent = 0): string {
  const text = JSON.stringify(document, null, indent);
  return `${text.replace(OBEYED_IN_JSON, (character) => unicode(character.charCodeAt(0)))}\n`;
}

function spelled(character: string): string {
  const code = character.charCodeAt(0);
  if (code >= FIRST_BYTE && code <= LAST_BYTE) return hexadecimal(code - FIRST_BYTE + 0x80);
  return NAMED[character] ?? (code > 0xff ? unicode(code) : hexadecimal(code));
}

function hexadecimal(code: number): string {
  return `\\x${code.toString(16).padStart(2, '0')}`;
}

function unicode(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`;
}
