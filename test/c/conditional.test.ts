/** Lines that count or do not: `#if` and its kin, and what they know. */
import { describe, expect, it } from 'vitest';
import { finalState, said } from './outcome.js';

const text = (lines: string, head = ''): string =>
  `C t\n${head}{}\nP0(int *x)\n{\n\tint r = 0;\n${lines}\n\tWRITE_ONCE(*x, r);\n}\nexists (x=0)\n`;

describe('a conditional', () => {
  it.each([
    ['#if 1\nr = 1;\n#endif', '1'],
    ['#if 0\nr = 1;\n#else\nr = 2;\n#endif', '2'],
    ['#ifdef ONE\nr = 1;\n#elif defined(TWO)\nr = 2;\n#else\nr = 3;\n#endif', '2'],
    ['#ifndef TWO\nr = 1;\n#endif', '0'],
    ['#undef TWO\n#ifndef TWO\nr = 1;\n#endif', '1'],
    ['#if TWO == 2 && !defined ONE\nr = 5;\n#endif', '5'],
    ['#if (TWO + 1) * 2 > 5 || UNKNOWN\nr = 6;\n#endif', '6'],
    ['#if 1 << 3 == 8 && 7 % 4 == 3 && ~0 == -1 && 010 == 8 && 0x10UL == 16\nr = 7;\n#endif', '7'],
    ['#if 0\n#if 1\nr = 1;\n#else\nr = 2;\n#endif\n#elif 1\nr = 3;\n#elif 1\nr = 4;\n#endif', '3'],
    ['#if 0\n#define TWO 9\n#include "no.h"\n#nonsense\nwhat is this\n#endif\nr = TWO;', '2'],
    ['#if IS_ENABLED(TWO)\nr = 1;\n#endif', '1'],
    ['#if SUM(1, 2) == 3\nr = 3;\n#endif', '3'],
    ['#ifdef CONFIG_SMP\nr = 4;\n#else\nr = 5;\n#endif', '4'],
    ['#ifdef CONFIG_NUMA\nr = 4;\n#else\nr = 5;\n#endif', '5'],
  ])('%s', (lines, value) => {
    expect(finalState(text(lines, '#define TWO 2\n#define SUM(a, b) ((a) + (b))\n'))).toBe(`x=${value}`);
  });

  it('chooses between definitions before the init block', () => {
    const head =
      '#ifdef FAST\nstatic int f(int *x) { return 1; }\n#else\nstatic int f(int *x) { return 2; }\n#endif\n';
    expect(finalState(text('r = f(x);', head))).toBe('x=2');
    expect(finalState(text('r = f(x);', `#define FAST\n${head}`))).toBe('x=1');
  });

  it.each([
    ['#if 1\nr = 1;', ["6: expected '#endif' behind it, found the end of the file"]],
    ['#endif', ["6: expected an '#if' before it, found '#endif'"]],
    ['#if 1\n#else\n#else\n#endif', ["8: expected '#endif' after '#else', found '#else'"]],
    ['#if 1 +\n#endif', ["6: expected a number, a macro's name or 'defined(…)', found 'end of line'"]],
    ['#if 1 / 0\n#endif', ["6: expected a divisor other than 0, found '/'"]],
    ['#ifdef\n#endif', ["6: expected a macro's name, found 'end of line'"]],
    [
      '#pragma once',
      [
        "6: the directive '#pragma' is not supported: only #define, #undef, #include and conditionals are understood",
      ],
    ],
    [
      '#if IS_ENABLED(CONFIG_NUMA) || defined(CONFIG_NUMA)\n#endif\n#ifdef CONFIG_SMP\n#endif',
      [
        "6: warning: 'CONFIG_NUMA' is taken as not set: expected '#define CONFIG_NUMA 1' in the file where it is",
        "8: warning: 'CONFIG_SMP' is taken as set: a test has several CPUs of 64 bits",
      ],
    ],
  ])('%s is told of at its place', (lines, messages) => {
    expect(said(text(lines))).toEqual(messages);
  });
});
