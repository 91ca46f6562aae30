/** A long text on a terminal: shown by the user's pager, one screen at a time. */
import { spawn } from 'node:child_process';
import { visibleOutput } from '../../text/visible.js';
import { leaveInterruptions } from './interruption.js';
import { print, type Streams } from './streams.js';

/** What less does where nobody has said so: it ends where all fits on the screen, and lets colours through. */
const LESS = 'FRX';

/** Shows the text through $PAGER, or less, on a terminal; prints it elsewhere, and where there is no pager. */
export async function showPaged(streams: Streams, text: string): Promise<void> {
  const { stdout, environment } = streams;
  const pager = environment.PAGER ?? 'less';
  const isPaged = stdout.isTTY === true && pager !== '' && pager !== 'cat';
  if (!isPaged || !(await pagedBy(pager, visibleOutput(text), environment))) print(streams, text);
}

/** Whether the pager was there and showed the text. */
function pagedBy(pager: string, text: string, environment: Streams['environment']): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(pager, {
      shell: true,
      stdio: ['pipe', 'inherit', 'inherit'],
      env: { LESS, ...environment },
    });
    const restore = leaveInterruptions();
    child.once('error', () => {
      restore();
      resolve(false);
    });
    child.once('close', (code) => {
      restore();
      // What a shell says where there is no such program.
      resolve(code !== 127 && code !== 126);
    });
    // Who leaves the pager early closes the pipe.
    child.stdin.on('error', () => {});
    child.stdin.end(text);
  });
}
