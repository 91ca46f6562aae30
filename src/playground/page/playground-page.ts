/** The page of the playground, from what it carries and what its address says to a page that is worked with. */
import { render } from 'lit-html';
import { type SharedState, stateOf, USUAL_STATE } from '../link.js';
import { redrawDialogs } from './dialog.js';
import { TestEditor } from './editor.js';
import { go, markPicture, zoomBy } from './explain-view.js';
import { libraryCases, workerAddress } from './packed.js';
import { Playground } from './page-state.js';
import { pageView } from './page-view.js';
import { stepCommandOf } from './step-view.js';
import { beginTheme } from './theme.js';

/** What a reader sees who brings nothing. */
const FIRST = 'litmus/classics/SB.litmus';
/** How often a running time is told anew. */
const TICK = 200;

let redraw = (): void => {};
beginTheme(() => redraw());
const root = document.createElement('div');
root.id = 'page';
document.body.append(root);
const cases = await libraryCases();
const first = cases.find(({ path }) => path === FIRST);
const usual: SharedState = { ...USUAL_STATE, file: FIRST, text: first?.text ?? '' };
const shared = await stateOf(location.hash);
const playground = new Playground(shared ?? usual, cases, await workerAddress());

render(pageView(playground), root);
const box = root.querySelector<HTMLElement>('.editor');
if (box === null) throw new Error('the page has an editor');
const editor = new TestEditor(box, playground.state.text, playground);
playground.setText = (text) => editor.setText(text);
playground.columns = columnsOf(root);
playground.draw = drawing();
redraw = playground.draw;
playground.refresh();
if (location.hash !== '' && shared === null)
  playground.tell('The link is damaged, so this is the usual test.');

new ResizeObserver(() => {
  const columns = columnsOf(root);
  if (columns === playground.columns) return;
  playground.columns = columns;
  playground.refresh();
}).observe(root.querySelector('#panel') ?? root);

window.addEventListener('hashchange', async () => {
  const next = await stateOf(location.hash);
  if (next !== null) playground.change(next);
});

root.addEventListener('keydown', (event) => {
  const { target, key, altKey, ctrlKey, metaKey, shiftKey } = event;
  if (altKey || ctrlKey || metaKey || !(target instanceof Element)) return;
  if (target.closest('.result') === null || target.closest('input, textarea, [role="tablist"]') !== null)
    return;
  const { view } = playground.state;
  const isWide = target.matches('figure, pre') && target.scrollWidth > target.clientWidth;
  const by = { ArrowRight: 1, ArrowLeft: -1 }[key];
  if (view === 'explain' && by !== undefined && !isWide && !shiftKey) go(playground, by);
  else if (view !== 'explain' || !zoomBy(key)) {
    const command = view === 'step' && !shiftKey ? stepCommandOf(key) : null;
    if (command === null) return;
    playground.command(command);
  }
  event.preventDefault();
});

/** Draws at most once a frame, and again while something runs, whose time is told. */
function drawing(): () => void {
  let isDue = false;
  let pointed = '';
  let tick: ReturnType<typeof setTimeout> | undefined;
  const draw = (): void => {
    isDue = false;
    document.title = `${playground.state.file.replace(/^.*[\\/]/, '')}: pinlitmus`;
    render(pageView(playground), root);
    redrawDialogs();
    markPicture(playground, root);
    const lines = playground.pointed;
    if (pointed !== JSON.stringify(lines)) editor.point(lines);
    pointed = JSON.stringify(lines);
    clearTimeout(tick);
    if (playground.asking.state === 'running') tick = setTimeout(playground.draw, TICK);
  };
  return () => {
    if (!isDue) requestAnimationFrame(draw);
    isDue = true;
  };
}

/** How many columns a report has. */
function columnsOf(parent: HTMLElement): number {
  const panel = parent.querySelector<HTMLElement>('#panel');
  if (panel === null) return 80;
  const ruler = document.createElement('pre');
  ruler.className = 'report ruler';
  ruler.textContent = 'x'.repeat(100);
  panel.append(ruler);
  const width = ruler.getBoundingClientRect().width / 100;
  ruler.remove();
  const { paddingLeft, paddingRight } = getComputedStyle(panel);
  const room = panel.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
  return Math.max(20, Math.min(Math.floor(room / width), 120));
}
