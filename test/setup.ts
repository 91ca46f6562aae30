/** What every test relies on: that work is cut off, as the command has it, and that the command remembers nothing. */
import '../src/check/pool/interrupt.js';

// What is remembered of one test is not for another one to find.
process.env.PINLITMUS_CACHE = 'off';
