/** What every test of the sources relies on: that work is cut off, as the command has it. */
import '../src/check/pool/interrupt.js';
