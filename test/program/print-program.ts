/** A program as text, one instruction a line: for golden tests and for debugging, never parsed back. */

import type { Expression, IntegerType } from '../../src/program/expression.js';
import type { Fence, Instruction, Location, Program, Thread } from '../../src/program/program.js';
import { unreachable } from '../../src/text/invariant.js';

/** The whole program. Addresses of locations are printed as their names. */
export function printProgram(program: Program): string {
  const printer = new Printer(program.locations);
  const locations = program.locations.map((location) => printer.location(location));
  const threads = program.threads.map((thread) => printer.thread(thread));
  return `${[...locations, ...threads].join('\n')}\n`;
}

class Printer {
  private readonly names: ReadonlyMap<bigint, string>;

  constructor(locations: readonly Location[]) {
    this.names = new Map(locations.map(({ address, name }) => [address, name]));
  }

  location({ name, type, initial }: Location): string {
    return `${name}: ${spell(type)} = ${this.number(initial)}`;
  }

  thread({ name, registers, code }: Thread): string {
    const set = registers.filter(({ initial }) => initial !== 0n);
    const initial = set.map((register) => ` ${register.name}=${this.number(register.initial)}`).join('');
    const names = registers.map((register) => register.name);
    const width = String(code.length).length;
    const lines = code.map(
      (each, index) =>
        `${String(index).padStart(width + 2)}  ${this.instruction(each, names)}${eventText(each)}`,
    );
    return [`\n${name}:${initial}`, ...lines].join('\n');
  }

  private instruction(instruction: Instruction, names: readonly string[]): string {
    const show = (expression: Expression) => this.expression(expression, names);
    const into = (target: number | null) => (target === null ? '_' : names[target]);
    switch (instruction.kind) {
      case 'set':
        return `${into(instruction.target)} = ${show(instruction.value)}`;
      case 'read':
      case 'update':
        return `${into(instruction.target)} = ${this.access(instruction, show)}`;
      case 'write':
        return `write${order(instruction.order)} [${show(instruction.address)}] = ${show(instruction.data)}`;
      case 'select':
        return `${into(instruction.target)} = select ${show(instruction.condition)} ? ${show(instruction.then)} : ${show(instruction.otherwise)}`;
      case 'store-conditional':
        return `${into(instruction.status)} = conditional write${order(instruction.order)} [${show(instruction.address)}] = ${show(instruction.data)}`;
      case 'fence':
        return `fence ${fenceText(instruction.fence)}${instruction.domain === undefined ? '' : ` [${show(instruction.domain)}]`}`;
      case 'branch':
        if (instruction.foretells) return `if it is to fail goto ${instruction.destination}`;
        return `if ${show(instruction.condition)} goto ${instruction.destination}`;
      case 'jump':
        return `goto ${instruction.destination}`;
      case 'assume':
        return `assume ${show(instruction.condition)}`;
      default:
        return unreachable(instruction);
    }
  }

  /** `read.acquire [x]`, `update.acquire.release [x] = loaded + 1 if … until … giving …` */
  private access(
    instruction: Instruction & { readonly kind: 'read' | 'update' },
    show: (expression: Expression) => string,
  ): string {
    const { address, awaits: until, result } = instruction;
    const waiting = until === null ? '' : ` until ${show(until)}`;
    const giving = result.kind === 'loaded' ? '' : ` giving ${show(result)}`;
    if (instruction.kind === 'read') {
      return `read${instruction.exclusive ? '.exclusive' : ''}${order(instruction.order)} [${show(address)}]${waiting}${giving}`;
    }
    const { readOrder, writeOrder, noReturn, loop, looksFirst, data, condition } = instruction;
    const kind = `update${order(readOrder)}${order(writeOrder)}${noReturn ? '.noreturn' : ''}${loop ? '.loop' : ''}${looksFirst ? '.looksfirst' : ''}`;
    const only = condition === null ? '' : ` if ${show(condition)}`;
    return `${kind} [${show(address)}] = ${show(data)}${only}${waiting}${giving}`;
  }

  private expression(expression: Expression, names: readonly string[]): string {
    const show = (operand: Expression) => this.expression(operand, names);
    switch (expression.kind) {
      case 'constant':
        return this.number(expression.value);
      case 'register':
        return names[expression.register];
      case 'loaded':
        return 'loaded';
      case 'unary':
        return `${expression.operator}${show(expression.operand)}`;
      case 'binary':
        return `(${show(expression.left)} ${expression.operator}${suffix(expression.type)} ${show(expression.right)})`;
      case 'convert':
        return `(${spell(expression.type)})${show(expression.operand)}`;
      default:
        return unreachable(expression);
    }
  }

  private number(value: bigint): string {
    const name = this.names.get(value);
    return name === undefined ? String(value) : `&${name}`;
  }
}

/** `{once 3}`: the tag and the statement. */
function eventText({ event }: Instruction): string {
  return event === undefined ? '' : ` {${event.tag} ${event.statement}}`;
}

function order(text: string): string {
  return text === 'plain' ? '' : `.${text}`;
}

function fenceText(fence: Fence): string {
  return fence.kind === 'access' ? `${fence.name} (${fence.before} before ${fence.after})` : fence.name;
}

/** `i32`, `u64`. */
function spell(type: IntegerType): string {
  return `${type.signed ? 'i' : 'u'}${type.bits}`;
}

/** Operators compute in int unless it is said otherwise. */
function suffix(type: IntegerType): string {
  return type.bits === 32 && type.signed ? '' : `.${spell(type)}`;
}
