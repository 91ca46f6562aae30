/** Builds dist/ once before the tests, so that transcripts and worker threads run what is being tested. */
import { spawnSync } from 'node:child_process';

export default function build(): void {
  const result = spawnSync('npx', ['tsc', '-p', 'tsconfig.build.json'], { encoding: 'utf8' });
  if (result.status !== 0) console.error(`the build has errors:\n${result.stdout}`);
}
