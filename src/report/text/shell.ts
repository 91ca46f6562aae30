/** Commands that a report proposes, as one types them. */

/** A word of a command line. */
export function quotedForShell(word: string): string {
  return /^[\w./+,:@%-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
