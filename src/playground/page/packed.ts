/** What the page carries in itself, deflated, in elements that run nothing: the worker's code, and the cases. */

/** A case of the library. */
export interface LibraryCase {
  /** `litmus/classics/SB.litmus` */
  readonly path: string;
  readonly name: string;
  readonly title: string;
  readonly text: string;
}

/** An address of the worker's code. */
export async function workerAddress(): Promise<string> {
  return URL.createObjectURL(new Blob([await unpacked('worker-code')], { type: 'text/javascript' }));
}

/** The cases, by their paths. */
export async function libraryCases(): Promise<readonly LibraryCase[]> {
  const rows: readonly (readonly [string, string, string, string])[] = JSON.parse(
    await unpacked('case-list'),
  );
  return rows.map(([path, name, title, text]) => ({ path, name, title, text }));
}

async function unpacked(id: string): Promise<string> {
  const base64 = document.getElementById(id)?.textContent?.trim() ?? '';
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Response(stream).text();
}
