/**
 * The cases of the library, to choose one: by words of its name, its title or its folder. A name of the field's that no case needs to have
 * is made a test of.
 */
import { html, nothing, type TemplateResult } from 'lit-html';
import { plural } from '../../report/text/layout.js';
import type { ShapeOffer } from '../protocol.js';
import { openDialog } from './dialog.js';
import type { LibraryCase } from './packed.js';
import type { Playground } from './page-state.js';

/** More than these nobody looks through. */
const MOST = 200;

/** Opens the list. */
export function openCases(playground: Playground): void {
  let words = '';
  let offers: readonly ShapeOffer[] = [];
  openDialog('Cases', (redraw, close) => {
    const found = casesWith(playground.cases, words);
    const choose = ({ path, text }: LibraryCase): void => {
      close();
      playground.change({ file: path, text, model: null, state: null });
    };
    const search = (event: Event): void => {
      words = (event.target as HTMLInputElement).value;
      offers = [];
      redraw();
      const asked = words;
      playground.shapes(asked.trim()).then(
        (found) => {
          if (words !== asked) return;
          offers = found;
          redraw();
        },
        // Without offers it is a list of cases.
        () => {},
      );
    };
    const make = (offer: ShapeOffer): void => {
      close();
      void playground.make(offer);
    };
    return html`<div class="cases" @keydown=${move}>
      <input
        type="search"
        autofocus
        aria-label="Search by name, title or folder"
        placeholder="name, title or folder: sb mb, page, rcu; or what to make: SB+mb+rel-acq"
        autocomplete="off"
        spellcheck="false"
        @input=${search}
      />
      ${
        offers.length === 0
          ? nothing
          : html`<p class="offers">
            Make a test of ${words.trim()}:
            ${offers.map(
              (offer) => html`<button type="button" @click=${() => make(offer)}>${offer.dialect}</button>`,
            )}
          </p>`
      }
      <p class="quiet" role="status">${plural(found.length, 'case')}</p>
      <ul>
        ${found.slice(0, MOST).map((each) => caseItem(each, choose))}
      </ul>
      ${found.length > MOST ? html`<p class="quiet">and ${plural(found.length - MOST, 'more', 'more')}</p>` : nothing}
    </div>`;
  });
}

function caseItem(each: LibraryCase, choose: (chosen: LibraryCase) => void): TemplateResult {
  const { path, name, title } = each;
  return html`<li><button type="button" @click=${() => choose(each)}>
    <span><b>${name}</b> ${title}</span> <small class="quiet">${path.replace(/^litmus\/|\/[^/]*$/g, '')}</small>
  </button></li>`;
}

/** The cases that have all the words; those with the first in their names before others. */
function casesWith(cases: readonly LibraryCase[], words: string): readonly LibraryCase[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const found = cases.filter(({ path, name, title }) => {
    const text = `${path} ${name} ${title}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
  const [first = ''] = wanted;
  const rank = ({ name }: LibraryCase): number => {
    const at = name.toLowerCase().indexOf(first);
    return at === -1 ? 2 : Math.min(at, 1);
  };
  return found.toSorted((a, b) => rank(a) - rank(b));
}

/** Arrows go from case to case; Enter in the field chooses the first, or makes a test where there is none. */
function move(event: KeyboardEvent): void {
  const box = event.currentTarget as HTMLElement;
  const all = [...box.querySelectorAll<HTMLElement>('input, button')];
  const at = all.indexOf(document.activeElement as HTMLElement);
  if (event.key === 'Enter' && at === 0) {
    event.preventDefault();
    (box.querySelector<HTMLElement>('li button') ?? all[1])?.click();
    return;
  }
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by === undefined) return;
  event.preventDefault();
  all[Math.max(0, Math.min(at + by, all.length - 1))]?.focus();
}
