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

const FORMS: ReadonlyMap<string, Form> = new Map([
  [sc.name, { text: SC_TEXT, instructions: [...X86, 'AArch64', 'RISCV'] }],
  [tso.name, { text: TSO_TEXT, instructions: X86 }],
  [pso.name, { text: PSO_TEXT, instructions: [...X86, 'SPARC'] }],
  [armv8.name, { text: ARMV8_TEXT, instructions: ['AArch64'] }],
  [riscv.name, { text: RISCV_TEXT, instructions: ['RISCV'] }],
]);

/** A machine as axioms, for a program of such instructions; null where it has none for them. */
export function axiomaticForm(machine: WindowModel, instructions: string | null): AxiomaticModel | null {
  const form = FORMS.get(machine.name);
  if (form === undefined || instructions === null || !form.instructions.includes(instructions)) return null;
  const { name, title, allows, source, includes, hardware, architecture } = machine;
  return {
    ...{ name, title, allows, source, includes, hardware, architecture },
    engine: 'axioms',
    takesAssembly: true,
    files: { model: { name: `${name}.cat`, text: form.text }, bell: null, included: [] },
  };
}
