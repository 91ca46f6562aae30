/** The public API for node, where work that takes longer than its limits is cut off, whatever it does. */
import './check/pool/interrupt.js';

export * from './index.js';
