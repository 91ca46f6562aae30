/** The registry of kernel ports. Adding a port is adding a file and a line. */
import type { Architecture } from '../../program/program.js';
import { invariant } from '../../text/invariant.js';
import type { Port } from '../port.js';
import { ARMV7 } from './armv7.js';
import { ARMV8_LLSC, ARMV8_LSE } from './armv8.js';
import { LKMM } from './lkmm.js';
import { POWER } from './power.js';
import { RISCV } from './riscv.js';
import { SPARC } from './sparc.js';
import { X86 } from './x86.js';

/** The ports, in the order in which they are shown. */
export const PORTS: readonly Port[] = [X86, SPARC, ARMV8_LSE, ARMV8_LLSC, RISCV, POWER, ARMV7, LKMM];

/** The port of that name. */
export function portNamed(name: Architecture): Port {
  const port = PORTS.find((each) => each.name === name);
  invariant(port !== undefined, `no port is called ${name}`);
  return port;
}
