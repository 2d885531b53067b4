#include "harness/report/html_style.hpp"

namespace idproctor::report {

const char* const kHtmlStyle = R"(
:root {
  color-scheme: light dark;
  --paper: #fbfaf7; --sheet: #ffffff; --ink: #1c1b19; --soft: #6a665e; --line: #e2ded5; --well: #f4f1ea;
  --fail: #b3261e; --warn: #8a5a00; --error: #7a3b9c; --pass: #2e6b3f; --known: #4a5a70; --skip: #8b877e; --news: #0f6674;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #161513; --sheet: #1d1c19; --ink: #ebe7de; --soft: #a09a8e; --line: #35322d; --well: #24221e;
    --fail: #ff8a7d; --warn: #e8b45a; --error: #cf9fee; --pass: #86c797; --known: #a5b6cf; --skip: #8d887d; --news: #76c8d5;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere;
  font: 16px/1.55 Charter, "Bitstream Charter", "Iowan Old Style", "Source Serif 4", Georgia, "DejaVu Serif", serif;
}
main { max-width: 54rem; margin: 0 auto; padding: 4.5rem 2rem 6rem; }
code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .82em; }
h1, h2, h3, h4, h5, p, dl, blockquote, figure { margin: 0; }
h1 { font-size: 2.6rem; line-height: 1.12; font-weight: 400; letter-spacing: -.015em; }
h2 { font-size: 1.45rem; font-weight: 400; margin: 4rem 0 1.25rem; padding-bottom: .5rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.22rem; line-height: 1.35; font-weight: 600; margin: .55rem 0 .4rem; }
h4 { font-size: .95rem; font-weight: 600; margin: 2rem 0 .4rem; }
h5 { font-size: .8rem; font-weight: 600; margin: 1rem 0 .35rem; color: var(--soft); }
h5 span { font-weight: 400; font-style: italic; }
a { color: inherit; text-decoration-color: var(--soft); text-underline-offset: .15em; }
.kicker { font-variant-caps: all-small-caps; letter-spacing: .09em; color: var(--soft); margin-bottom: .6rem; }
.verdict { font-size: 1.25rem; line-height: 1.45; margin-top: 1.4rem; max-width: 40rem; }
.bar { display: flex; gap: 2px; height: 8px; margin: 2rem 0 .8rem; }
.bar i { min-width: 4px; background: currentColor; }
.bar i:first-child { border-radius: 4px 0 0 4px; } .bar i:last-child { border-radius: 0 4px 4px 0; }
.counts { display: flex; flex-wrap: wrap; gap: .2rem 1.6rem; padding: 0; margin: 0; list-style: none; color: var(--soft); font-size: .95rem; }
.counts b { font-weight: 600; font-variant-numeric: tabular-nums; }
.facts { display: flex; flex-wrap: wrap; gap: .9rem 3rem; margin-top: 2.2rem; padding-top: 1.2rem; border-top: 1px solid var(--line); font-size: .92rem; }
.facts dt, article dt { color: var(--soft); font-variant-caps: all-small-caps; letter-spacing: .06em; }
dd { margin: 0; }
.pass { color: var(--pass); } .fail { color: var(--fail); } .warn { color: var(--warn); } .known { color: var(--known); }
.skip { color: var(--skip); } .error, .inconclusive { color: var(--error); } .unexpected-pass { color: var(--news); }
.badge { font-variant-caps: all-small-caps; letter-spacing: .06em; font-weight: 600; white-space: nowrap; }
.alarm { background: var(--fail); color: var(--sheet); padding: .08em .5em .14em; border-radius: 3px; font-variant-caps: all-small-caps; letter-spacing: .08em; }
article { background: var(--sheet); border: 1px solid var(--line); border-left: 4px solid currentColor; border-radius: 4px; padding: 1.4rem 1.7rem 1.5rem; margin: 0 0 1.5rem; }
article > * { color: var(--ink); }
article > header { display: flex; flex-wrap: wrap; align-items: baseline; gap: .2rem .9rem; color: inherit; }
article > header > code { color: var(--ink); } .provider { color: var(--soft); font-size: .92rem; }
.reason { max-width: 42rem; }
article dl { display: grid; grid-template-columns: 8.5rem 1fr; gap: .25rem 1rem; margin-top: 1rem; font-size: .95rem; }
.fix { margin-top: 1.1rem; padding: .65rem .95rem; background: var(--well); border-radius: 3px; font-size: .95rem; }
.fix b { font-variant-caps: all-small-caps; letter-spacing: .06em; margin-right: .4rem; }
blockquote { margin-top: 1.1rem; padding-left: 1rem; border-left: 2px solid var(--line); font-size: .95rem; }
blockquote p { font-style: italic; } blockquote footer, .clause { color: var(--soft); font-size: .88rem; margin-top: .2rem; }
.level { font-variant-caps: all-small-caps; letter-spacing: .06em; font-weight: 600; margin-right: .3rem; }
table { width: 100%; border-collapse: collapse; font-size: .92rem; }
th { text-align: left; font-weight: 400; color: var(--soft); font-variant-caps: all-small-caps; letter-spacing: .06em; }
th, td { padding: .38rem .9rem .38rem 0; border-bottom: 1px solid var(--line); vertical-align: baseline; }
th:last-child, td:last-child { padding-right: 0; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
table.cases { table-layout: fixed; }
table.cases col:nth-child(1) { width: 8rem; } table.cases col:nth-child(3) { width: 8rem; } table.cases col:nth-child(4) { width: 5rem; }
td small { display: block; color: var(--soft); font-size: .88em; }
.evidence { margin-top: 1.2rem; font-size: .9rem; } .differs td:nth-child(4) { font-weight: 600; color: var(--fail); }
details { margin-top: .5rem; border-top: 1px solid var(--line); padding-top: .5rem; font-size: .9rem; }
.evidence + details, blockquote + details, dl + details, .fix + details, .clause + details { margin-top: 1.2rem; }
.evidence + details { border-top: 0; }
p.clause { margin-top: 1.1rem; }
summary { cursor: pointer; } summary:hover .what { text-decoration: underline; text-underline-offset: .15em; }
.x, .out { color: var(--soft); font-variant-numeric: tabular-nums; } .out { white-space: nowrap; }
pre { margin: 0; padding: .8rem 1rem; background: var(--well); border-radius: 3px; white-space: pre-wrap; line-height: 1.5; max-height: 32rem; overflow: auto; }
.words { display: grid; grid-template-columns: 9rem 1fr; gap: .35rem 1rem; font-size: .95rem; }
.words + p, .prose { margin-top: 1.1rem; max-width: 42rem; }
main > footer { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .88rem; }
@media (max-width: 40rem) {
  main { padding: 2.5rem 1.1rem 4rem; } h1 { font-size: 2rem; } article { padding: 1.1rem; }
  article dl, .words { grid-template-columns: 1fr; gap: 0; } article dd, .words dd { margin-bottom: .5rem; }
  .evidence { display: block; overflow-x: auto; }
}
@media print {
  :root { --paper: #fff; --sheet: #fff; --ink: #000; --soft: #555; --line: #bbb; --well: #f3f3f3; }
  body { font-size: 10.5pt; } main { max-width: none; padding: 0; } h2 { margin-top: 2rem; break-after: avoid; }
  article { border-radius: 0; } article > header, h3, h4, h5, thead { break-after: avoid; } tr, blockquote, .fix { break-inside: avoid; }
  details:not([open]) { display: none; } pre { max-height: none; } .bar, .badge, .alarm { print-color-adjust: exact; }
}
)";

}  // namespace idproctor::report
