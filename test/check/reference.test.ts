/** Final states that were kept, or that herd7 printed, and what differs from them. */
import { describe, expect, it } from 'vitest';
import { checkSource } from '../../src/check/check-source.js';
import { looksLikeHerdLog, readHerdLog } from '../../src/check/reference/herd-log.js';
import { comparedWith, deviationsOf, type KnownStates } from '../../src/check/reference/reference-states.js';
import { readStates, statesText } from '../../src/check/reference/states-file.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { renderDiagnostic } from '../../src/report/text/render-diagnostic.js';
import { PASSING, UNJUDGED } from '../cli/cases.js';

const LOG = `Test SB Allowed
States 4
0:r0=0; 1:r0=0;
0:r0=0; 1:r0=1;
0:r0=1; 1:r0=0;
0:r0=1; 1:r0=1;
Ok
Witnesses
Positive: 1 Negative: 3
Condition exists (0:r0=0 /\\ 1:r0=0)
Observation SB Sometimes 1 3
Time SB 0.01
Hash=2d53e83cd627ba17ab11c875525e078b

`;
const SECOND = `Test second Forbidden
States 2
0:r0=x; [y]=0x10; a={1,-2};
0:r0=S5; [y]=2; a={3,4};
Loop No
Witnesses
Positive: 0 Negative: 2
Flag data-race
Condition ~exists (true)
Observation second Always 2 0
`;
const read = (text: string) => readHerdLog({ name: 'run.log', text });

describe("a log of herd7's", () => {
  it('has the states of each test by its name, whatever stands between', () => {
    const { entries, faults } = read(`herd7 -conf linux-kernel.cfg\nWarning: no\n${LOG}real 0.1\n${SECOND}`);
    expect(faults).toEqual([]);
    expect([...entries.keys()]).toEqual(['SB', 'second']);
    expect(entries.get('SB')).toMatchObject({ complete: true, deadlock: null, observation: 'Sometimes' });
    expect(entries.get('SB')?.states).toHaveLength(4);
    expect(entries.get('second')).toMatchObject({
      complete: false,
      flags: ['data-race'],
      states: [
        { '0:r0': 'x', y: '16', 'a[0]': '1', 'a[1]': '-2' },
        { '0:r0': 'thin-air', y: '2', 'a[0]': '3', 'a[1]': '4' },
      ],
    });
  });

  it('may have the line ends of DOS, and locations without brackets', () => {
    const { entries, faults } = read(LOG.replaceAll('1:r0=0;', 'x=0;').replaceAll('\n', '\r\n'));
    expect(faults).toEqual([]);
    expect(entries.get('SB')?.states[0]).toEqual({ '0:r0': '0', x: '0' });
  });

  it('may have no state, or one in which nothing is observed', () => {
    const none = 'Test a Allowed\nStates 0\nNo\nObservation a Never 0 0\n';
    const one = 'Test b Allowed\nStates 1\n\nOk\nObservation b Always 1 0\n';
    const { entries, faults } = read(none + one);
    expect(faults).toEqual([]);
    expect(entries.get('a')).toMatchObject({ states: [], observation: 'None' });
    expect(entries.get('b')).toMatchObject({ states: [{}], observation: 'Always' });
  });

  it.each([
    ['no test', 'nothing\n', "run.log:1:1: error: expected what herd7 prints: 'Test NAME Allowed' and its"],
    [
      'fewer states than it says',
      LOG.replace('States 4', 'States 5'),
      'run.log:7:1: error: expected a final state',
    ],
    [
      'more states than it says',
      LOG.replace('States 4', 'States 3'),
      "run.log:6:1: error: expected 'Ok' or 'No'",
    ],
    ['an entry that breaks off', LOG.slice(0, 40), 'run.log:3:1: error: expected a final state'],
    [
      'no states',
      'Test SB Allowed\nsyntax error\n',
      "run.log:2:1: error: expected 'States' and their number",
    ],
    [
      'two results of a test',
      LOG + LOG.replace('0:r0=1; 1:r0=1', '0:r0=1; 1:r0=2'),
      'run.log:15:1: error: expected one result',
    ],
  ])('is refused with a place where it has %s', (_, text, message) => {
    const [fault] = read(text).faults;
    expect(renderDiagnostic(fault, { colour: false }).replace(/\n +/g, ' ')).toContain(message);
  });

  it('may have a test twice with one result', () => {
    expect(read(LOG + LOG).faults).toEqual([]);
  });

  it('is told from other texts by its first line', () => {
    expect([LOG, SECOND, '{}', 'Testing SB\n'].map(looksLikeHerdLog)).toEqual([true, true, false, false]);
  });
});

describe('a file of states', () => {
  const kept = new Map([
    ['sc', { states: [{ '0:r0': '1', x: '2' }], complete: true, deadlock: true, flags: [] }],
    ['lkmm', { states: [{}], complete: true, deadlock: false, flags: ['data-race'] }],
    ['tso', { states: [], complete: true, deadlock: false, flags: [] }],
  ]);

  it('reads as it was written, with whatever line ends and comments', () => {
    const text = statesText('SB', kept);
    expect(text).toBe(
      'pinlitmus-states 1\ntest SB\n\nmodel sc\nstate 0:r0=1; x=2\ndeadlock\n\nmodel lkmm\nstate (nothing observed)\nflag data-race\n\nmodel tso\n',
    );
    for (const each of [text, text.replaceAll('\n', '\r\n'), `# mine\n${text}`])
      expect(readStates({ name: 'SB.states', text: each })).toEqual({ kept });
  });

  it.each([
    ['', "SB.states:1:1: error: expected 'pinlitmus-states 1', found the end"],
    ['states 1\n', "SB.states:1:1: error: expected 'pinlitmus-states 1', found 'states 1'"],
    ['pinlitmus-states 1\nstate x=1\n', "SB.states:2:1: error: expected 'model NAME' first"],
    ['pinlitmus-states 1\nmodel sc\n\n  state x\n', "SB.states:4:3: error: expected 'state NAME=VALUE; …'"],
    ['pinlitmus-states 1\nmodel sc\nmodel sc\n', 'SB.states:3:1: error: expected'],
  ])('is refused with a place: %j', (text, message) => {
    const outcome = readStates({ name: 'SB.states', text });
    if (outcome.kept !== null) throw new Error('it was read');
    expect(renderDiagnostic(outcome.fault, { colour: false })).toContain(message);
  });
});

describe('what differs', () => {
  const side = (values: readonly number[], rest: Partial<KnownStates> = {}): KnownStates => ({
    states: values.map((value) => ({ x: String(value) })),
    complete: true,
    deadlock: false,
    flags: [],
    ...rest,
  });
  const texts = (old: KnownStates, now: KnownStates) =>
    deviationsOf(old, now).map(({ what, change, text }) => `${change} ${what} ${text}`.trim());

  it('is each state that one of the two has alone, each deadlock, each flag', () => {
    expect(texts(side([1, 2]), side([2, 3]))).toEqual(['appeared state x=3', 'disappeared state x=1']);
    expect(texts(side([1], { deadlock: true }), side([1]))).toEqual(['disappeared deadlock']);
    expect(texts(side([1]), side([1], { flags: ['data-race'] }))).toEqual(['appeared flag data-race']);
    expect(texts(side([1, 2]), side([2, 1]))).toEqual([]);
  });

  it('is nothing that a search which was cut short has not found', () => {
    const cut = { complete: false };
    expect(texts(side([1, 2]), side([3], cut))).toEqual(['appeared state x=3']);
    expect(texts(side([1], cut), side([2]))).toEqual(['disappeared state x=1']);
    expect(texts(side([1], { deadlock: null }), side([1], { deadlock: true }))).toEqual([]);
  });

  it('is what is observed, where that is something else', () => {
    const other = { ...side([]), states: [{ y: '1' }] };
    expect(texts(side([1]), other)).toEqual(['appeared observable y', 'disappeared observable x']);
  });

  it('does not depend on the order of names', () => {
    const [one, two] = [
      { x: '1', y: '2' },
      { y: '2', x: '1' },
    ];
    expect(texts({ ...side([]), states: [one] }, { ...side([]), states: [two] })).toEqual([]);
  });
});

describe('a result that is compared', () => {
  const settings = { ...DEFAULT_SETTINGS, models: ['sc', 'tso'] };
  const result = checkSource({ name: 'SB.litmus', text: PASSING }, settings);
  const all = [0, 1].flatMap((a) => [0, 1].map((b) => ({ '0:r0': String(a), '1:r0': String(b) })));
  const reference = (states: typeof all, complete = true) => ({
    file: 'SB.states',
    models: new Map([['tso', { states, complete, deadlock: false, flags: [] }]]),
  });

  it('passes by the same states, also where it expects nothing else', () => {
    const bare = checkSource(
      { name: 'SB.litmus', text: UNJUDGED },
      { ...settings, requireExpectations: true },
    );
    expect(bare.status).toBe('fail');
    expect(comparedWith(bare, reference(all))).toMatchObject({
      status: 'pass',
      models: [{ status: 'none' }, { status: 'pass', compared: { reference: 'SB.states', deviations: [] } }],
    });
  });

  it('fails by a state that appears, or disappears', () => {
    for (const states of [all.slice(1), [...all, { '0:r0': '2', '1:r0': '2' }]])
      expect(comparedWith(result, reference(states))).toMatchObject({
        status: 'fail',
        models: [{ status: 'pass' }, { status: 'fail' }],
      });
  });

  it('is undecided where the search was cut short, or the reference was', () => {
    const limits = { ...settings.limits, states: 12 };
    const cut = checkSource({ name: 'SB.litmus', text: UNJUDGED }, { ...settings, limits });
    expect(comparedWith(cut, reference(all)).models[1]).toMatchObject({
      status: 'unknown',
      compared: { deviations: [] },
    });
    expect(comparedWith(result, reference(all, false)).status).toBe('unknown');
  });

  it('stays as it is without states of its models', () => {
    expect(comparedWith(result, { file: 'x', models: new Map() })).toBe(result);
  });
});
