/** The process: it runs the command line on its own arguments and streams, and ends with the exit code. */
import '../check/pool/interrupt.js';
import { run } from './command-line.js';
import { EXIT, SIGNALLED } from './exit.js';
import { systemReason } from './failure.js';
import { processStreams, say } from './io/streams.js';

const streams = processStreams();
endWithReader();
process.exitCode = await run(process.argv.slice(2), streams);

/**
 * Ends quietly when the reader of the report has closed its end, as `head` does. Prints a line where the report cannot be
 * written for another reason, such as a full disk.
 */
function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(SIGNALLED.pipe);
    say(streams, `error: cannot write to standard output: ${systemReason(error)}`);
    process.exit(EXIT.usage);
  });
  // There is no stream left for a message.
  process.stderr.on('error', () => process.exit(EXIT.usage));
}
