/** Variables that each CPU has for itself: arrays, of which a thread's number chooses the element. include/linux/percpu-defs.h. */
import { definitionsFrom } from './definition.js';

export const PERCPU = definitionsFrom('include/linux/percpu-defs.h', [
  ['per_cpu', '#define per_cpu(var, cpu) ((var)[cpu])\n'],
  ['per_cpu_ptr', '#define per_cpu_ptr(ptr, cpu) (&(ptr)[cpu])\n'],
  [
    'this_cpu_ptr raw_cpu_ptr',
    '#define this_cpu_ptr(ptr) (&(ptr)[smp_processor_id()])\n#define raw_cpu_ptr(ptr) (&(ptr)[smp_processor_id()])\n',
  ],
  ['this_cpu_read', '#define this_cpu_read(var) READ_ONCE((var)[smp_processor_id()])\n'],
  ['this_cpu_write', '#define this_cpu_write(var, val) WRITE_ONCE((var)[smp_processor_id()], (val))\n'],
  [
    'this_cpu_add this_cpu_sub this_cpu_inc this_cpu_dec',
    `#define this_cpu_add(var, val) WRITE_ONCE((var)[smp_processor_id()], READ_ONCE((var)[smp_processor_id()]) + (val))
#define this_cpu_sub(var, val) this_cpu_add(var, -(val))
#define this_cpu_inc(var) this_cpu_add(var, 1)
#define this_cpu_dec(var) this_cpu_add(var, -1)
`,
  ],
  [
    '__this_cpu_read raw_cpu_read',
    `#define __this_cpu_read(var) ((var)[smp_processor_id()])
#define raw_cpu_read(var) ((var)[smp_processor_id()])
`,
  ],
  [
    '__this_cpu_write raw_cpu_write',
    `#define __this_cpu_write(var, val) ((void)((var)[smp_processor_id()] = (val)))
#define raw_cpu_write(var, val) ((void)((var)[smp_processor_id()] = (val)))
`,
  ],
]);
