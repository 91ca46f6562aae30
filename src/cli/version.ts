/** The version, from the package's own package.json, which lies two levels up in the sources and in the build. */
import { readFileSync } from 'node:fs';

/** As `--version` prints it. */
export function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(text) as { readonly version: string };
  return version;
}
