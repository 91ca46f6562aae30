/** The machines as axiomatic models: the same final states by another engine, and reasons in terms of relations. */
import { armv8 } from './armv8.js';
import { ARMV8_TEXT, PSO_TEXT, RISCV_TEXT, SC_TEXT, TSO_TEXT } from './machine-texts.js';
import type { AxiomaticModel, WindowModel } from './model.js';
import { pso } from './pso.js';
import { riscv } from './riscv.js';
import { sc } from './sc.js';
import { tso } from './tso.js';

interface Form {
  readonly text: string;
  /** The instructions whose fences and annotations it speaks of. */
  readonly instructions: readonly string[];
}

const X86 = ['X86', 'X86_64'];

/** By the machine's name. */
const FORMS: Readonly<Record<string, Form>> = {
  [sc.name]: { text: SC_TEXT, instructions: [...X86, 'AArch64', 'RISCV', 'PPC', 'ARM'] },
  [tso.name]: { text: TSO_TEXT, instructions: X86 },
  [pso.name]: { text: PSO_TEXT, instructions: [...X86, 'SPARC'] },
  [armv8.name]: { text: ARMV8_TEXT, instructions: ['AArch64'] },
  [riscv.name]: { text: RISCV_TEXT, instructions: ['RISCV'] },
};

/** A machine as axioms. */
export function axiomaticForm(machine: WindowModel): AxiomaticModel {
  const { name, title, allows, source, includes, hardware, architecture } = machine;
  const { text, instructions } = FORMS[name];
  return {
    ...{ name, title, allows, source, includes, hardware, architecture },
    engine: 'axioms',
    takesAssembly: true,
    instructions,
    files: { model: { name: `${name}.cat`, text }, bell: null, included: [] },
  };
}
