/**
 * Variables of which each CPU has a copy: arrays, of which a thread's number chooses the element. A thread is not moved to another
 * CPU, and nothing interrupts it, so an operation on its own copy is a read and a write. include/linux/percpu-defs.h.
 */
import { definitionsFrom } from './definition.js';

const OWN = 'copy_of_cpu(var, smp_processor_id())';

/** `this_cpu_NAME`, the form that no interrupt may come between, and the ones that leave that to the caller. */
function accesses(
  name: string,
  parameters: string,
  marked: string,
  plain: string,
): readonly (readonly [string, string])[] {
  return [
    [`this_cpu_${name}`, `#define this_cpu_${name}(${parameters}) ${marked}\n`],
    [`__this_cpu_${name}`, `#define __this_cpu_${name}(${parameters}) ${plain}\n`],
    [`raw_cpu_${name}`, `#define raw_cpu_${name}(${parameters}) ${plain}\n`],
  ];
}

/** An operation that changes the copy to `value`, which may be made of `__old`. */
function changes(name: string, parameters: string, value: string): readonly (readonly [string, string])[] {
  const body = (read: string, write: string): string =>
    `do { typeof(${OWN}) __old = ${read}; ${write}; } while (0)`;
  return accesses(
    name,
    parameters,
    body(`READ_ONCE(${OWN})`, `WRITE_ONCE(${OWN}, ${value})`),
    body(OWN, `${OWN} = ${value}`),
  );
}

/** The same, with a result. */
function results(
  name: string,
  parameters: string,
  value: string,
  result: string,
): readonly (readonly [string, string])[] {
  const body = (read: string, write: string): string =>
    `({ typeof(${OWN}) __old = ${read}; typeof(${OWN}) __new = ${value}; ${write}; ${result}; })`;
  return accesses(
    name,
    parameters,
    body(`READ_ONCE(${OWN})`, `WRITE_ONCE(${OWN}, __new)`),
    body(OWN, `${OWN} = __new`),
  );
}

export const PERCPU = definitionsFrom('include/linux/percpu-defs.h', [
  ['per_cpu', '#define per_cpu(var, cpu) (copy_of_cpu(var, cpu))\n'],
  ['per_cpu_ptr', '#define per_cpu_ptr(ptr, cpu) (&copy_of_cpu(*(ptr), cpu))\n'],
  [
    'this_cpu_ptr raw_cpu_ptr get_cpu_ptr',
    ['this_cpu_ptr', 'raw_cpu_ptr', 'get_cpu_ptr']
      .map((name) => `#define ${name}(ptr) (&copy_of_cpu(*(ptr), smp_processor_id()))\n`)
      .join(''),
  ],
  [
    'get_cpu_var __get_cpu_var',
    ['get_cpu_var', '__get_cpu_var'].map((name) => `#define ${name}(var) (${OWN})\n`).join(''),
  ],
  ['put_cpu_var put_cpu_ptr', '#define put_cpu_var(var) ((void)0)\n#define put_cpu_ptr(ptr) ((void)0)\n'],
  ['get_cpu put_cpu', '#define get_cpu() smp_processor_id()\n#define put_cpu() ((void)0)\n'],
  ['nr_cpu_ids', '#define nr_cpu_ids num_possible_cpus()\n'],
  ...['for_each_possible_cpu', 'for_each_online_cpu', 'for_each_present_cpu'].map(
    (name) => [name, `#define ${name}(cpu) for ((cpu) = 0; (cpu) < num_possible_cpus(); (cpu)++)\n`] as const,
  ),
  ...accesses('read', 'var', `READ_ONCE(${OWN})`, `(${OWN})`),
  ...accesses('write', 'var, val', `WRITE_ONCE(${OWN}, (val))`, `((void)(${OWN} = (val)))`),
  ...changes('add', 'var, val', '__old + (val)'),
  ...changes('sub', 'var, val', '__old - (val)'),
  ...changes('inc', 'var', '__old + 1'),
  ...changes('dec', 'var', '__old - 1'),
  ...changes('and', 'var, val', '__old & (val)'),
  ...changes('or', 'var, val', '__old | (val)'),
  ...results('add_return', 'var, val', '__old + (val)', '__new'),
  ...results('sub_return', 'var, val', '__old - (val)', '__new'),
  ...results('inc_return', 'var', '__old + 1', '__new'),
  ...results('dec_return', 'var', '__old - 1', '__new'),
  ...results('xchg', 'var, val', '(val)', '__old'),
  ...['this_cpu_cmpxchg', '__this_cpu_cmpxchg', 'raw_cpu_cmpxchg'].map(
    (name) =>
      [
        name,
        `#define ${name}(var, old, new) ({ typeof(${OWN}) __old = (old); typeof(${OWN}) __found = READ_ONCE(${OWN}); if (__found == __old) WRITE_ONCE(${OWN}, (new)); __found; })\n`,
      ] as const,
  ),
]);
