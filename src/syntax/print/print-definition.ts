/** What stands at file scope: types and variables, and functions, with the body from the line behind their head on. */
import { unreachable } from '../../text/invariant.js';
import type { DefinitionTree } from '../file-scope-tree.js';
import type { FunctionDefinition, ThreadDefinition } from '../tree.js';
import { CONDITIONAL, expressionText } from './print-expression.js';
import { itemText } from './print-init.js';
import { bodyLines } from './print-statement.js';
import { declared } from './print-type.js';

/** `P0(int *x, atomic_t *c)` or `static int f(int *x)`, with its body. */
export function definitionText(definition: FunctionDefinition | ThreadDefinition): string {
  const { name, parameters, body } = definition;
  const list = parameters.map((parameter) => declared(parameter.type, parameter.name.text)).join(', ');
  const head = 'result' in definition ? `static ${declared(definition.result, name.text)}` : name.text;
  return [`${head}(${list})`, ...bodyLines(body)].join('\n');
}

/** A structure, an enumeration, a typedef or a variable. */
export function fileScopeText(definition: DefinitionTree): string {
  switch (definition.kind) {
    case 'structure': {
      const members = definition.members.map(({ type, name, bits }) => {
        return `\t${declared(type, name.text)}${bits === null ? '' : ` : ${expressionText(bits, CONDITIONAL)}`};\n`;
      });
      return `${definition.name} {\n${members.join('')}};`;
    }
    case 'enum': {
      const members = definition.members.map(({ name, value }) => {
        return value === null ? name.text : `${name.text} = ${expressionText(value, CONDITIONAL)}`;
      });
      return `${definition.name ?? 'enum'} { ${members.join(', ')} };`;
    }
    case 'typedef':
      return `typedef ${declared(definition.type, definition.name.text)};`;
    case 'variable':
      return itemText(definition.item);
    default:
      return unreachable(definition);
  }
}
