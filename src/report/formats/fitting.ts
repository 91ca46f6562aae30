/** Texts that no JavaScript engine can hold: a test has millions of final states, and its document half a gigabyte. */

/** Ends a report. */
class TooLarge extends Error {
  /** As the system says of a message that it cannot send. */
  readonly code = 'EMSGSIZE';
}

/** The text of what is told of a file; throws, with what can be done, where it would be too long to be one text. */
export function fitting(file: string, textOf: () => string): string {
  try {
    return textOf();
  } catch (error) {
    if (!(error instanceof RangeError && error.message.includes('string length'))) throw error;
    throw new TooLarge(
      `${file} has more final states than fit into a document: --verdict-only lists none, --max-states ends sooner`,
    );
  }
}
