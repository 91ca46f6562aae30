/** Where a file of a model is that another one names: beside that one. */

/** The path of a file that the file `from` names `path`. */
export function includePath(from: string, path: string): string {
  if (path.startsWith('/')) return path;
  return from.slice(0, from.lastIndexOf('/') + 1) + path.replace(/^(?:\.\/+)+/, '');
}
