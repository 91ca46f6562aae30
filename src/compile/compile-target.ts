/** What a test can be compiled for: a kernel port with the dialect of its instructions. Adding one is adding a row, and a writer. */
import type { Architecture } from '../program/program.js';
import type { Span } from '../text/source.js';
import { AARCH64_REGISTERS, AArch64Writer } from './aarch64-writer.js';
import { ARM_REGISTERS, ArmWriter } from './arm-writer.js';
import type { MachineWriter } from './machine-writer.js';
import { PPC_REGISTERS, PpcWriter } from './ppc-writer.js';
import { RISCV_REGISTERS, RiscvWriter } from './riscv-writer.js';
import { X86_REGISTERS, X86Writer } from './x86-writer.js';

/** A target. */
export interface CompileTarget {
  /** As the command line has it. */
  readonly name: string;
  /** As people see it. */
  readonly title: string;
  readonly port: Architecture;
  readonly dialect: string;
  /** The model of the machine. */
  readonly model: string;
  /** How the ports' atomics are asked for, where the model has a choice. */
  readonly atomics: 'lse' | 'llsc';
  /** The machine registers that a thread may use, in order. */
  readonly registers: readonly string[];
  readonly writer: (thread: number, spare: readonly string[], span: Span) => MachineWriter;
  /** Whether a branch orders later stores, so that one too many shows. */
  readonly branchesOrder: boolean;
  /** How long its registers are. */
  readonly bits: 32 | 64;
}

const AARCH64 = {
  dialect: 'AArch64',
  model: 'armv8',
  registers: AARCH64_REGISTERS,
  writer: (...given: ConstructorParameters<typeof AArch64Writer>) => new AArch64Writer(...given),
  branchesOrder: true,
  bits: 64,
} as const;

/** The targets, in the order in which they are shown. */
export const COMPILE_TARGETS: readonly CompileTarget[] = [
  {
    ...{ name: 'x86', title: 'x86-64', port: 'x86', dialect: 'X86_64', model: 'tso', atomics: 'lse' },
    registers: X86_REGISTERS,
    writer: (...given) => new X86Writer(...given),
    branchesOrder: false,
    bits: 64,
  },
  { ...AARCH64, name: 'armv8', title: 'Armv8 LSE', port: 'armv8-lse', atomics: 'lse' },
  { ...AARCH64, name: 'armv8-llsc', title: 'Armv8 LL/SC', port: 'armv8-llsc', atomics: 'llsc' },
  {
    ...{ name: 'riscv', title: 'RISC-V', port: 'riscv', dialect: 'RISCV', model: 'riscv', atomics: 'lse' },
    registers: RISCV_REGISTERS,
    writer: (...given) => new RiscvWriter(...given),
    branchesOrder: true,
    bits: 64,
  },
  {
    ...{ name: 'power', title: 'POWER', port: 'power', dialect: 'PPC', model: 'power', atomics: 'lse' },
    registers: PPC_REGISTERS,
    writer: (...given) => new PpcWriter(...given),
    branchesOrder: true,
    bits: 64,
  },
  {
    ...{ name: 'armv7', title: 'ARMv7', port: 'armv7', dialect: 'ARM', model: 'armv7', atomics: 'lse' },
    registers: ARM_REGISTERS,
    writer: (...given) => new ArmWriter(...given),
    branchesOrder: true,
    bits: 32,
  },
];
