/** The face of a memory model: what the machine asks of it. Each model is one file in models/. */
import type { Architecture } from '../program/program.js';

/** PLACEHOLDER while the machine is being written; fields are added, none of these goes away. */
export interface Model {
  /** As `--model` takes it: `sc`, `tso`, `armv8`. */
  readonly name: string;
  /** As the report prints it: `SC`, `x86-TSO`, `Armv8`. */
  readonly title: string;
  /** One line: what it allows. */
  readonly allows: string;
  /** The publication or manual that defines it. */
  readonly source: string;
  /** Whether it is a machine one can buy: `Result: Never` must hold on those. */
  readonly hardware: boolean;
  /** The kernel port whose code it runs. `atomics` is the user's choice for Armv8. */
  readonly architecture: (atomics: 'lse' | 'llsc') => Architecture;
}
