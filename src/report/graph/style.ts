/** How the page looks, in light and in dark. Text keeps a contrast of 4.5 to 1. */
import { COLOURS_STYLE, GRAPH_STYLE } from './graph-style.js';

/** The style sheet of the page. */
export const STYLE = `:root {
  color-scheme: light dark;
${COLOURS_STYLE}  --mono: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, "Liberation Mono", monospace;
}
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body {
  margin: 0; padding: 1rem 1.5rem 2rem; background: var(--page); color: var(--text);
  font: 15px/1.45 system-ui, "Liberation Sans", Arial, sans-serif; overflow-wrap: anywhere;
}
header { display: flex; gap: 1rem; justify-content: space-between; align-items: flex-start; }
h1 { margin: 0; font-size: 1.35rem; }
h1 span { font-weight: 400; font-size: 1.05rem; color: var(--quiet); margin-left: .5rem; }
h2 { font-size: 1.05rem; margin: 1rem 0 .5rem; }
h3 { font-size: 1rem; font-weight: 400; margin: .75rem 0; }
p { margin: .5rem 0; max-width: 75ch; }
.answer { color: var(--quiet); }
.theme { flex: none; }
article.cycle .steps span { display: block; margin-left: 0; }
button {
  font: inherit; color: inherit; background: var(--panel); border: 1px solid var(--line);
  border-radius: 6px; padding: .3rem .7rem; cursor: pointer;
}
button:hover:not(:disabled) { border-color: var(--accent); }
button:disabled { opacity: .45; cursor: default; }
button[aria-pressed="true"] { border-color: var(--accent); box-shadow: inset 0 -2px var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
nav, .picks, .stepping { display: flex; flex-wrap: wrap; gap: .4rem; align-items: center; }
nav { margin: .75rem 0; }
small { font-size: .85em; color: var(--quiet); }
small.allowed { color: var(--fr); }
small.forbidden { color: var(--rf); }
small.deadlock { color: var(--co); }
main { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 1.5rem; align-items: start; }
main.wide { grid-template-columns: minmax(0, 2fr) minmax(0, 1fr); }
.scripted section > h2 { display: none; }
figure {
  margin: 0 0 .75rem; padding: .75rem; overflow-x: auto; background: var(--page);
  border: 1px solid var(--line); border-radius: 8px;
}
figure svg { display: block; max-width: 100%; height: auto; margin: 0 auto; }
figcaption {
  display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; margin-top: .75rem; font-size: .85rem; color: var(--quiet);
}
.place { min-width: 6.5em; text-align: center; }
.zooming { display: inline-flex; gap: .4rem; margin-left: auto; }
.hint { font-size: .85rem; color: var(--quiet); }
.steps { margin: .75rem 0; padding: 0; list-style: none; counter-reset: step; }
.steps li { counter-increment: step; margin: .15rem 0; position: relative; }
.steps a {
  position: absolute; right: .3rem; bottom: .2rem; z-index: 1; color: var(--quiet); text-decoration: none; opacity: 0;
}
.steps li:hover a, .steps a:focus { opacity: 1; }
.steps button {
  display: block; width: 100%; text-align: left; background: none; border-color: transparent;
  padding: .25rem .5rem .25rem 2.4rem; position: relative;
}
.steps button::before {
  content: counter(step); position: absolute; left: 0; width: 1.8rem; text-align: right; color: var(--quiet);
}
.steps button[aria-current] { background: var(--now); border-color: var(--accent); }
.steps code { font-family: var(--mono); font-size: .9em; }
.steps span { margin-left: .5rem; }
.steps samp { float: right; margin-left: 1rem; font-family: var(--mono); font-size: .9em; color: var(--quiet); }
.steps em { display: block; color: var(--fr); font-style: normal; }
.source { position: sticky; top: 1rem; }
.source h2 { margin-top: 0; font-family: var(--mono); font-size: .85rem; font-weight: 400; color: var(--quiet); }
pre {
  margin: 0; padding: .5rem 0; max-height: calc(100vh - 5rem); overflow: auto; overflow-wrap: normal;
  font: .85rem/1.5 var(--mono); tab-size: 4;
  background: var(--panel); border: 1px solid var(--line); border-radius: 8px;
}
pre code { display: block; width: max-content; min-width: 100%; font: inherit; }
.line { display: block; padding: 0 .75rem 0 0; border-left: 4px solid transparent; }
.line.also { background: var(--also); border-left-color: var(--order); }
.line.now { background: var(--now); border-left-color: var(--accent); }
.number {
  display: inline-block; width: 3.2em; padding-right: 1em; text-align: right; color: var(--quiet); user-select: none;
}
.source i { font-style: normal; }
.source .comment, .source .directive { color: var(--quiet); }
.source .keyword { color: var(--dependency); }
.source .type { color: var(--order); }
.source .call { color: var(--rf); }
.source .string, .source .literal { color: var(--co); }
.announcer { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

${GRAPH_STYLE}
@media (max-width: 60rem) {
  body { padding: .75rem; }
  main, main.wide { grid-template-columns: minmax(0, 1fr); }
  .source { position: static; }
  pre { max-height: 24rem; }
  .hint { display: none; }
}
@media (prefers-reduced-motion: reduce) { .event, .arrow { transition: none; } }
@media print {
  :root, :root[data-theme] { color-scheme: light; }
  body { padding: 0; font-size: 10pt; }
  nav, .stepping, .picks, .theme, .steps a { display: none !important; }
  main.wide { grid-template-columns: minmax(0, 2fr) minmax(0, 1fr); }
.scripted section > h2 { display: block; }
  main { display: block; }
  figure { border: 0; padding: 0; break-inside: avoid; overflow: visible; }
  figure svg { min-width: 0 !important; }
  .source { position: static; margin-top: 1rem; }
  pre { max-height: none; overflow: visible; border: 0; background: none; white-space: pre-wrap; }
  pre code { width: auto; }
  * { print-color-adjust: exact; }
}
`;
