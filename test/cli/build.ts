/** Builds dist/ before the tests where it is older than the sources, for transcripts run the built command. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../../scripts/build.js', import.meta.url));

export default function build(): void {
  const { status, stderr } = spawnSync(process.execPath, [SCRIPT, '--stale'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the build has errors:\n${stderr}`);
}
