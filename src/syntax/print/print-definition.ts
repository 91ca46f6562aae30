/** Threads and helper functions: a head, and the body from the next line on. */
import type { FunctionDefinition, ThreadDefinition } from '../tree.js';
import { bodyLines } from './print-statement.js';
import { declared } from './print-type.js';

/** `P0(int *x, atomic_t *c)` or `static int f(int *x)`, with its body. */
export function definitionText(definition: FunctionDefinition | ThreadDefinition): string {
  const { name, parameters, body } = definition;
  const list = parameters.map((parameter) => declared(parameter.type, parameter.name.text)).join(', ');
  const head = 'result' in definition ? `static ${declared(definition.result, name.text)}` : name.text;
  return [`${head}(${list})`, ...bodyLines(body)].join('\n');
}
