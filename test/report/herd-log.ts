/**
 * Reads what herd7 prints, as its tools do: entries from `Test` to an empty line, and anything between them passed over. It is
 * written against the logs that herdtools7 publishes beside its tests, and takes nothing else for an entry.
 */

/** One entry. */
export interface HerdEntry {
  readonly name: string;
  readonly kind: 'Allowed' | 'Forbidden' | 'Required';
  /** Each line as its observables with their values. */
  readonly states: readonly (readonly (readonly [string, string])[])[];
  readonly loop: boolean;
  readonly ok: boolean;
  readonly positive: number;
  readonly negative: number;
  readonly flags: readonly string[];
  readonly quantifier: 'exists' | '~exists' | 'forall';
  readonly proposition: string;
  readonly observation: 'Never' | 'Sometimes' | 'Always';
  /** Null where the log leaves it out, as published ones do. */
  readonly time: string | null;
  readonly hash: string | null;
  /** The lines as they stand. */
  readonly lines: readonly string[];
}

const KINDS: Readonly<Record<HerdEntry['quantifier'], HerdEntry['kind']>> = {
  exists: 'Allowed',
  '~exists': 'Forbidden',
  forall: 'Required',
};

/** All entries of a log. It throws where an entry is not as herd7 prints it. */
export function readHerdLog(text: string): readonly HerdEntry[] {
  const lines = text.split('\n');
  const entries: HerdEntry[] = [];
  let at = 0;
  while (at < lines.length) {
    if (!/^Test \S+ (?:Allowed|Forbidden|Required)$/.test(lines[at])) {
      at += 1;
      continue;
    }
    const entry = readEntry(lines, at);
    entries.push(entry);
    at += entry.lines.length;
  }
  return entries;
}

function readEntry(all: readonly string[], from: number): HerdEntry {
  let at = from;
  const take = (pattern: RegExp): RegExpExecArray => {
    const found = pattern.exec(all[at] ?? '');
    if (found === null) throw new Error(`line ${at + 1}: ${JSON.stringify(all[at])} is not ${pattern}`);
    at += 1;
    return found;
  };
  const takeAny = (pattern: RegExp): RegExpExecArray | null =>
    pattern.test(all[at] ?? '') ? take(pattern) : null;
  const [, name, kind] = take(/^Test (\S+) (Allowed|Forbidden|Required)$/);
  const [, count] = take(/^States (\d+)$/);
  const states = Array.from({ length: Number(count) }, () => stateOf(take(/^((?:\S+=\S+; ?)*)$/)[1]));
  const [, loop, ok] = take(/^(Loop )?(Ok|No|Undef)$/);
  take(/^Witnesses$/);
  const [, positive, negative] = take(/^Positive: (\d+) Negative: (\d+)$/);
  const flags: string[] = [];
  for (let flag = takeAny(/^Flag (\S+)$/); flag !== null; flag = takeAny(/^Flag (\S+)$/)) flags.push(flag[1]);
  const [, quantifier, proposition] = take(/^Condition (exists|~exists|forall) \((.*)\)$/);
  const [, again, observation] = take(/^Observation (\S+) (Never|Sometimes|Always) (?:\d+) (?:\d+)$/);
  const time = takeAny(/^Time \S+ (\d+\.\d\d)$/)?.[1] ?? null;
  const hash = takeAny(/^Hash=([0-9a-f]{32})$/)?.[1] ?? null;
  take(/^$/);
  if (again !== name) throw new Error(`${again} is observed of ${name}`);
  if (KINDS[quantifier as HerdEntry['quantifier']] !== kind)
    throw new Error(`${kind} is asked by ${quantifier}`);
  return {
    name,
    kind: kind as HerdEntry['kind'],
    states,
    loop: loop !== undefined,
    ok: ok === 'Ok',
    positive: Number(positive),
    negative: Number(negative),
    flags,
    quantifier: quantifier as HerdEntry['quantifier'],
    proposition,
    observation: observation as HerdEntry['observation'],
    time,
    hash,
    lines: all.slice(from, at),
  };
}

function stateOf(text: string): readonly (readonly [string, string])[] {
  return [...text.matchAll(/(\S+?)=(\S+?);/g)].map(([, name, value]) => [name, value]);
}
