/** Many states of few words, as they are in a search. */

/** The product of `parts` independent threads with three local states each and a mask: what makes states many. */
export function* product(parts: number): Generator<Int32Array> {
  const state = new Int32Array(2 * parts);
  for (let count = 0; count < 3 ** parts; count++) {
    let rest = count;
    for (let part = 0; part < parts; part++) {
      state[part] = rest % 3;
      state[parts + part] = state[part] === 1 ? 1 << 30 : 0;
      rest = Math.floor(rest / 3);
    }
    yield state;
  }
}
