/** The version, from the package's own package.json, which the build copies in. */
import manifest from '../../package.json' with { type: 'json' };

/** As `--version` prints it. */
export function version(): string {
  return manifest.version;
}
