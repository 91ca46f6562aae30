/**
 * What the page does: choose a model and a scene, go through its steps, change the theme. It is text, for it runs in the
 * reader's browser, in any of the last years; all that it knows of the test it reads from the page's attributes.
 */

/** The script of the page. */
export const SCRIPT = `'use strict';
(() => {
  const all = (selector, root) => [...(root || document).querySelectorAll(selector)];
  const root = document.documentElement;
  const nav = document.querySelector('nav');
  const theme = document.querySelector('.theme');
  const announcer = document.querySelector('.announcer');
  const source = document.querySelector('.source pre');
  let article = null;
  const places = new Map();

  all('nav, .stepping, .picks, .theme').forEach((each) => { each.hidden = false; });
  root.classList.add('scripted');

  const mark = (name, elements) => elements.forEach((each) => each.classList.add(name));
  const clear = (...names) => names.forEach((name) => {
    all('.' + name).forEach((each) => each.classList.remove(name));
  });
  const named = (names) => names.split(' ').filter(Boolean).flatMap((name) => all('svg .' + name, article));
  const lines = (numbers) => numbers.split(' ').filter(Boolean)
    .map((number) => source.querySelector('[data-line="' + number + '"]')).filter(Boolean);

  // Within their own boxes only: the page itself stays where the reader has it.
  const reveal = (box, element) => {
    const outer = box.getBoundingClientRect();
    const inner = element.getBoundingClientRect();
    if (inner.top < outer.top + 20 || inner.bottom > outer.bottom - 20)
      box.scrollTop += inner.top - outer.top - box.clientHeight / 3;
    if (element.closest('svg') && (inner.left < outer.left || inner.right > outer.right))
      box.scrollLeft += inner.left - outer.left - (box.clientWidth - inner.width) / 2;
  };

  const show = (place, quiet) => {
    if (article === null) return;
    const steps = all('.steps button', article);
    const at = Math.max(0, Math.min(place, steps.length));
    places.set(article, at);
    clear('now', 'later', 'also');
    steps.forEach((each) => each.removeAttribute('aria-current'));
    article.classList.toggle('stepped', at > 0);
    const where = article.querySelector('.place');
    where.textContent = at === 0 ? where.dataset.all : where.dataset.one + ' ' + at + ' of ' + steps.length;
    const [back, forth] = all('.stepping button', article);
    back.disabled = at === 0;
    forth.disabled = at === steps.length;
    if (at === 0) return;
    const step = steps[at - 1];
    step.setAttribute('aria-current', 'step');
    mark('later', named(step.dataset.later));
    mark('now', named(step.dataset.now));
    mark('also', lines(step.dataset.also));
    const now = lines(step.dataset.lines);
    mark('now', now);
    if (now.length > 0) reveal(source, now[0]);
    all('svg .event.now', article).reverse().forEach((each) => reveal(article.querySelector('figure'), each));
    if (!quiet) announcer.textContent = where.textContent + ': ' + step.textContent;
  };

  const choose = (next) => {
    const section = next.closest('section');
    all('section').forEach((each) => { each.hidden = each !== section; });
    all('article', section).forEach((each) => { each.hidden = each !== next; });
    all('.picks button', section).forEach((each) => {
      each.setAttribute('aria-pressed', String(each.dataset.scene === next.id));
    });
    article = next;
    show(places.get(next) || 0, true);
  };

  const chooseModel = (model) => {
    all('button', nav).forEach((each) => each.setAttribute('aria-pressed', String(each.dataset.model === model)));
    const section = all('section').find((each) => each.dataset.model === model);
    all('section').forEach((each) => { each.hidden = each !== section; });
    const chosen = all('article', section).find((each) => !each.hidden) || section.querySelector('article');
    article = null;
    clear('now', 'later', 'also');
    if (chosen !== null) choose(chosen);
  };

  // Every step has a link of its own, which the address shows: #scene-1-0/3.
  const remember = () => {
    if (article === null) return;
    const at = places.get(article) || 0;
    history.replaceState(null, '', '#' + article.id + (at === 0 ? '' : '/' + at));
  };
  const follow = () => {
    const [id, step] = location.hash.slice(1).split('/');
    const next = all('article').find((each) => each.id === id);
    if (next === undefined) return false;
    places.set(next, Number(step) || 0);
    const { model } = next.closest('section').dataset;
    all('button', nav).forEach((each) => each.setAttribute('aria-pressed', String(each.dataset.model === model)));
    choose(next);
    return true;
  };

  // The graph as large as one likes, or so that all of it is seen.
  const zoom = (how) => {
    const figure = article.querySelector('figure');
    const svg = figure.querySelector('svg');
    const { width, height } = svg.getBoundingClientRect();
    const fitting = Math.min(figure.clientWidth - 24, (innerHeight * 0.75 * width) / height);
    const next = { out: width * 0.8, in: width * 1.25, fit: fitting }[how];
    svg.style.width = svg.style.minWidth = Math.round(Math.max(60, Math.min(next, 8000))) + 'px';
    svg.style.maxWidth = 'none';
  };

  const isDark = () => root.dataset.theme
    ? root.dataset.theme === 'dark'
    : matchMedia('(prefers-color-scheme: dark)').matches;
  const nameTheme = () => { theme.textContent = isDark() ? 'Light' : 'Dark'; };

  document.addEventListener('click', ({ target }) => {
    const button = target.closest('button');
    if (button === null) {
      const event = target.closest('svg .event');
      if (event === null || article === null) return;
      const name = [...event.classList].find((each) => /^event-\\d+$/.test(each));
      const index = all('.steps button', article).findIndex((each) => each.dataset.now.split(' ')[0] === name);
      if (index !== -1) show(index + 1);
      remember();
    } else if (button === theme) {
      root.dataset.theme = isDark() ? 'light' : 'dark';
      nameTheme();
    } else if (button.dataset.zoom !== undefined) zoom(button.dataset.zoom);
    else {
      if (button.dataset.model !== undefined) chooseModel(button.dataset.model);
      else if (button.dataset.scene !== undefined) choose(document.getElementById(button.dataset.scene));
      else if (button.dataset.go !== undefined) show((places.get(article) || 0) + Number(button.dataset.go));
      else if (button.closest('.steps')) show(all('.steps button', article).indexOf(button) + 1);
      remember();
    }
  });

  document.addEventListener('keydown', (event) => {
    if (article === null || event.altKey || event.ctrlKey || event.metaKey) return;
    const size = { '+': 'in', '=': 'in', '-': 'out', 0: 'fit' }[event.key];
    if (size !== undefined) return zoom(size);
    if (event.shiftKey) return;
    if (event.key === 'n') {
      // The next execution or cycle of the model, round and round.
      const those = all('article', article.closest('section'));
      choose(those[(those.indexOf(article) + 1) % those.length]);
      return remember();
    }
    const box = event.target.closest && event.target.closest('figure, pre');
    if (box && box.scrollWidth > box.clientWidth) return;
    const at = places.get(article) || 0;
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    show(to);
    remember();
  });

  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', nameTheme);
  nameTheme();
  addEventListener('hashchange', follow);
  if (!follow()) chooseModel(nav.querySelector('[aria-pressed="true"]').dataset.model);
})();
`;
