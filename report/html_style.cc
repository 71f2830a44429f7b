#include "report/html_style.h"

namespace evenhand {

const std::string_view kReportStyle = R"css(
:root {
  color-scheme: light dark;
  --ground: #fdfdfc; --raised: #f4f4f1; --line: #dcdcd6; --ink: #1d1f21; --faint: #62666c;
  --accent: #1f5fa8; --won: #1b7340; --lost: #a8322a; --warn: #8a5a00; --warn-ground: #fff6df;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ground: #16181b; --raised: #1f2226; --line: #353a40; --ink: #e4e6e8; --faint: #9aa1a9;
    --accent: #7db4f0; --won: #6fcf97; --lost: #f08a80; --warn: #f0c36a; --warn-ground: #2d2616;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 84rem;
  background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
h1 { margin: 0; font-size: 1.6rem; line-height: 1.2; }
h2 { margin: 2.5rem 0 .6rem; font-size: 1.15rem; }
h3 { margin: 1.2rem 0 .4rem; font-size: .95rem; color: var(--faint); font-weight: 600; }
h4 { margin: 0 0 .4rem; font-size: 1rem; overflow-wrap: anywhere; }
p { margin: .4rem 0; max-width: 80ch; overflow-wrap: anywhere; }
bdi { unicode-bidi: isolate; }
.under { color: var(--faint); margin-bottom: 1.5rem; }
.lead { font-size: 1.3rem; line-height: 1.35; font-weight: 600; overflow-wrap: anywhere; }
.note, .facts, .role { color: var(--faint); font-size: .85rem; font-weight: 400; }
.warnings { margin: 1.2rem 0; padding: .7rem 1rem .7rem 2rem; background: var(--warn-ground);
  border-left: 4px solid var(--warn); overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .92rem; }
th, td { padding: .45rem .6rem; text-align: right; border-bottom: 1px solid var(--line);
  white-space: nowrap; }
thead th { color: var(--faint); font-weight: 600; font-size: .8rem; white-space: normal;
  vertical-align: bottom; }
th[scope=row], .ranks thead th:nth-child(2), thead th:first-child { text-align: left; }
th[scope=row] { font-weight: 600; min-width: 11rem; max-width: 24rem; white-space: normal;
  overflow-wrap: anywhere; }
.headline { font-weight: 600; }
.tight :is(th, td) { padding: .4rem .35rem; }
.tight th[scope=row] { min-width: 9.5rem; }
.tight .games { white-space: normal; }
.tight .bar svg { width: 8.5rem; height: auto; }
.tight .range { display: block; font-size: .78rem; font-weight: 400; color: var(--faint); }
.bar { text-align: center; }
.ranks td:last-child { white-space: normal; }
#leaderboard .mark { display: table; margin-left: auto; color: var(--warn); font-size: .75rem;
  border: 1px solid; border-radius: 3px;
  padding: 0 .3rem; }
svg { display: block; }
.axis { stroke: var(--line); fill: none; }
.interval { stroke: var(--accent); stroke-width: 4; stroke-linecap: round; opacity: .45; }
.value { fill: var(--accent); }
.ring { fill: var(--ground); stroke: var(--accent); stroke-width: 2; }
nav { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; margin: 1.4rem 0; padding: .6rem 0;
  border: solid var(--line); border-width: 1px 0; font-size: .92rem; }
a { color: var(--accent); }
button, select, input { font: inherit; color: inherit; }
th button { all: unset; cursor: pointer; color: inherit; font: inherit; }
th button:hover { text-decoration: underline; }
th[aria-sort=descending] button::after { content: " ▾"; }
th[aria-sort=ascending] button::after { content: " ▴"; }
:focus-visible, th button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.charts { columns: 34rem 2; column-gap: 2.5rem; }
figure { margin: 0 0 2rem; break-inside: avoid; }
figure h3 { margin: 0 0 .5rem; color: var(--ink); font-size: 1rem; }
figure svg { max-width: 100%; min-width: 30rem; height: auto; }
figcaption { margin-top: .5rem; max-width: 70ch; color: var(--faint); font-size: .85rem; }
.finding { padding-left: .8rem; border-left: 4px solid var(--warn); }
#trial th[scope=row] { max-width: 30rem; }
#filters { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: end; margin: .8rem 0;
  padding: .7rem 1rem; background: var(--raised); border-radius: 6px; }
#filters[hidden], .question[hidden] { display: none; }
#filters label { display: grid; font-size: .8rem; color: var(--faint); }
#filters select, #filters input, #filters button { font-size: .92rem; padding: .25rem .5rem;
  border: 1px solid var(--faint); border-radius: 4px; background: var(--ground);
  color: var(--ink); max-width: 16rem; }
#filters output { font-size: .85rem; color: var(--faint); padding: .3rem 0; }
details { margin: .3rem 0; }
summary { cursor: pointer; }
.question { border-bottom: 1px solid var(--line); margin: 0; padding: .35rem 0;
  content-visibility: auto; contain-intrinsic-size: auto 2.2rem; }
.question > summary { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.question[open] { padding-bottom: 1.5rem; }
.question[open] > summary { white-space: normal; font-weight: 600; }
.id { font-family: ui-monospace, monospace; font-size: .85rem; }
.category { color: var(--faint); font-size: .85rem; }
.marks i { display: inline-block; min-width: 1.3rem; padding: 0 .2rem; margin-right: 1px;
  text-align: center; font: 600 .75rem/1.3rem ui-monospace, monospace; color: var(--faint);
  background: var(--raised); border-radius: 3px; }
.marks .won { color: var(--won); }
.marks .lost { color: var(--lost); }
.answers { display: grid; gap: .8rem;
  grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); }
.sides { display: grid; gap: .8rem; grid-template-columns: 1fr 1fr; align-items: start; }
.ours { display: grid; gap: .8rem; min-width: 0; }
.theirs { position: sticky; top: .5rem; max-height: 98vh; overflow-y: auto; min-width: 0; }
@media (max-width: 46rem) { .sides { grid-template-columns: 1fr; }
  .theirs { position: static; max-height: none; order: -1; } }
.moved { white-space: nowrap; color: var(--warn); font-size: .8rem; border: 1px solid; border-radius: 3px;
  padding: 0 .3rem; }
article { background: var(--raised); border-radius: 6px; padding: .8rem 1rem; min-width: 0; }
pre { margin: 0; font: inherit; font-size: .92rem; white-space: pre-wrap; overflow-wrap: anywhere;
  unicode-bidi: isolate; }
.game { padding-left: .4rem; }
.game > summary { overflow-wrap: anywhere; }
.game pre, details > pre { border-left: 3px solid var(--line); padding-left: .8rem;
  margin: .4rem 0; }
.prose { font-size: .92rem; overflow-wrap: anywhere; unicode-bidi: isolate; }
.prose .heading { font-weight: 600; }
.prose pre { padding: .5rem .7rem; background: var(--ground); border-radius: 4px; }
.prose ul, .prose ol { margin: .4rem 0; padding-left: 1.6rem; }
.prose li > p { margin: .2rem 0; }
.prose blockquote { margin: .4rem 0; padding-left: .8rem; border-left: 3px solid var(--line); }
.prose td { text-align: left; white-space: normal; }
.game .prose, details > .prose { border-left: 3px solid var(--line); padding-left: .8rem;
  margin: .4rem 0; }
.failure { color: var(--warn); overflow-wrap: anywhere; }
code { font-family: ui-monospace, monospace; font-size: .88rem; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.2rem; }
dt { color: var(--faint); }
dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 40rem) {
  dl { grid-template-columns: 1fr; }
  dd { margin-bottom: .5rem; }
  .range { display: block; font-size: .78rem; font-weight: 400; color: var(--faint); }
}
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  .wide { overflow: visible; }
  th, td { padding: .2rem .4rem; white-space: normal; }
  section { break-inside: avoid; }
  #questions { break-inside: auto; }
  .question { content-visibility: visible; }
  nav, #filters { display: none; }
  .theirs { position: static; max-height: none; }
}
)css";

}  // namespace evenhand
