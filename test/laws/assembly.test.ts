/** The laws on random tests in assembly. */
import { ASSEMBLY } from './assembly.js';
import { lawsHold } from './hold.js';

lawsHold([...ASSEMBLY].map(([name, make]) => [name, make(3)]));
