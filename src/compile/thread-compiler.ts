/** A thread of the intermediate form as instructions of a machine: expressions, branches, accesses, and what waits for a value. */
import type { Instruction, ReadInstruction, UpdateInstruction } from '../program/program.js';
import { unreachable } from '../text/invariant.js';
import { ExpressionCompiler, type ThreadSetting } from './expression-compiler.js';
import { shapeOf } from './update-shape.js';

/** Compiles the code; the writer has the lines then. */
export function compileThread(setting: ThreadSetting): void {
  new ThreadCompiler(setting).run();
}

class ThreadCompiler extends ExpressionCompiler {
  private readonly labels = new Map<number, string>();
  /** Whether what stands behind the instruction orders reads before everything, as an acquire does. */
  private isAcquired = false;

  run(): void {
    const { code } = this.setting.thread;
    for (const instruction of code)
      if ('destination' in instruction) this.labels.set(instruction.destination, '');
    for (const place of [...this.labels.keys()].sort((a, b) => a - b))
      this.labels.set(place, this.writer.label());
    code.forEach((instruction, place) => {
      this.writer.span = instruction.span;
      this.bindAt(place);
      this.writer.release();
      this.loaded = null;
      this.isAcquired = isAcquireFence(code[place + 1]);
      this.instruction(instruction);
    });
    this.bindAt(code.length);
  }

  private bindAt(place: number): void {
    const label = this.labels.get(place);
    if (label !== undefined) this.writer.bind(label);
  }

  private labelOf(place: number): string {
    return this.labels.get(place) ?? '';
  }

  private instruction(instruction: Instruction): void {
    const { writer } = this;
    switch (instruction.kind) {
      case 'set':
        this.into(this.registerOf(instruction.target), instruction.value);
        return;
      case 'select':
        writer.refuse('a conditional select');
        return;
      case 'read':
        this.read(instruction);
        return;
      case 'write':
        writer.store({
          register: writer.held(this.operand(instruction.data)),
          address: writer.held(this.operand(instruction.address)),
          type: instruction.type,
          order: instruction.order,
          large: false,
        });
        return;
      case 'store-conditional':
        writer.refuse('a store-conditional of its own');
        return;
      case 'update':
        this.update(instruction);
        return;
      case 'fence':
        if (instruction.fence.kind === 'none') return;
        // What the kernel's model calls an event of readers is a full barrier here.
        if (instruction.event === undefined) writer.fence(instruction.fence);
        else writer.emit(writer.fullBarrier);
        return;
      case 'branch':
        this.branch(instruction.condition, true, this.labelOf(instruction.destination));
        return;
      case 'jump':
        writer.jump(this.labelOf(instruction.destination));
        return;
      // The loop of the read before it has left with this condition.
      case 'assume':
        return;
      default:
        unreachable(instruction);
    }
  }

  private read(read: ReadInstruction): void {
    const { writer } = this;
    const { type, order, awaits, result, target } = read;
    const address = writer.held(this.operand(read.address));
    const register = result.kind === 'loaded' && target !== null ? this.registerOf(target) : writer.scratch();
    const again = awaits === null ? null : writer.label();
    if (again !== null) writer.bind(again);
    const access = { register, address, type, order, large: this.isLarge(type) };
    if (read.exclusive) writer.loadExclusive(access);
    else writer.load(access);
    this.loaded = { register, range: this.setting.ranges.loaded(type) };
    if (awaits !== null && again !== null) this.branch(awaits, false, again);
    if (target !== null && result.kind !== 'loaded') this.into(this.registerOf(target), result);
  }

  private update(update: UpdateInstruction): void {
    const { writer } = this;
    const { type, target, result } = update;
    const address = writer.held(this.operand(update.address));
    const isAsked = target !== null;
    const register = writer.scratch();
    this.loaded = { register, range: this.setting.ranges.loaded(type) };
    if (update.loop) this.exclusives(update, address, register);
    else if (!this.single(update, address, register, isAsked)) this.comparing(update, address, register);
    if (target !== null) this.into(this.registerOf(target), result);
  }

  /** One instruction, or one that is repeated until it succeeds; false where the machine has none. */
  private single(update: UpdateInstruction, address: string, register: string, isAsked: boolean): boolean {
    const { writer } = this;
    const { type, awaits } = update;
    const shape = shapeOf(update);
    const how = { ...update, address, waits: awaits !== null && this.isAcquired };
    if (shape === null) return false;
    if (shape.kind === 'fetch') {
      const value = this.operand(shape.value);
      const done = writer.fetch(shape.operator, isAsked ? register : null, value, how);
      if (done && isAsked && this.isLarge(type)) writer.extend(register, register, type);
      return done;
    }
    if (update.looksFirst) return false;
    const value = writer.held(this.operand(shape.value));
    const expected = this.operand(shape.expected);
    const again = awaits === null ? null : writer.label();
    if (again !== null) writer.bind(again);
    if (!writer.compareAndSwap(register, expected, value, how)) return false;
    if (this.isLarge(type)) writer.extend(register, register, type);
    if (again !== null) writer.branch({ operator: '!=', left: register, right: expected, type }, again);
    return true;
  }

  /** A load, and a compare-and-swap of what it found, again until nobody comes in between. */
  private comparing(update: UpdateInstruction, address: string, register: string): void {
    const { writer } = this;
    const { type, awaits, condition } = update;
    // What fails is an atomic to the model, and here it would be a plain load.
    if (condition !== null && !update.looksFirst && (update.readOrder !== 'plain' || writer.failsLocked))
      writer.refuse('an atomic that may fail on such a condition');
    const again = writer.label();
    const failed = writer.label();
    writer.bind(again);
    writer.load({ register, address, type, order: 'plain', large: this.isLarge(type) });
    if (awaits !== null) this.branch(awaits, false, again);
    if (condition !== null) this.branch(condition, false, failed);
    const value = writer.held(this.operand(update.data));
    const found = writer.scratch();
    if (
      !writer.compareAndSwap(found, register, value, {
        ...update,
        address,
        waits: awaits !== null && this.isAcquired,
      })
    )
      writer.refuse('a compare-and-swap');
    if (this.isLarge(type)) writer.extend(found, found, type);
    writer.branch({ operator: '!=', left: found, right: register, type }, again);
    if (condition !== null) writer.bind(failed);
  }

  /** A loop of load-exclusive and store-exclusive. */
  private exclusives(update: UpdateInstruction, address: string, register: string): void {
    const { writer } = this;
    const { type, awaits, condition, readOrder, writeOrder } = update;
    const large = this.isLarge(type);
    const again = writer.label();
    const failed = writer.label();
    if (update.looksFirst && condition !== null) {
      writer.load({ register, address, type, order: 'plain', large });
      this.branch(condition, false, failed);
    }
    writer.bind(again);
    writer.loadExclusive({ register, address, type, order: readOrder, large });
    if (awaits !== null) this.branch(awaits, false, again);
    if (condition !== null) this.branch(condition, false, failed);
    const value = writer.held(this.operand(update.data));
    writer.storeConditional({ register: value, address, type, order: writeOrder }, again);
    if (condition !== null) writer.bind(failed);
  }
}

function isAcquireFence(instruction: Instruction | undefined): boolean {
  if (instruction?.kind !== 'fence' || instruction.fence.kind !== 'access') return false;
  return instruction.fence.before !== 'w' && instruction.fence.after === 'rw';
}
