/** Text on one line, as a sentence or a table shows what stands in several lines of a file. */

/** The text without blanks around it, and with every run of white space in it made one blank. */
export function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}
