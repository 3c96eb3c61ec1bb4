import { Html } from "./markup";

/** Colours have names by meaning. Light, dark and print themes only differ in them. */
export const css = new Html(`
:root {
  --paper: #fff; --ink: #1b2430; --quiet: #5a6675; --edge: #c9d1da; --soft: #f4f6f8; --softer: #fafbfc;
  --good: #17713a; --good-soft: #e5f4ea; --bad: #b3261e; --bad-soft: #fdeceb; --doubt: #8a5a00; --doubt-soft: #fdf3dc;
  --data: #1f4fa8; --data-soft: #e8effb;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #12161c; --ink: #e3e8ee; --quiet: #98a4b3; --edge: #39434f; --soft: #1b212a; --softer: #161b22;
    --good: #63cf8b; --good-soft: #14301f; --bad: #ff8a80; --bad-soft: #3a1715; --doubt: #f0c05a; --doubt-soft: #33270c;
    --data: #8db4ff; --data-soft: #17243d;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", "Liberation Sans", Arial, sans-serif; }
main { max-width: 1240px; margin: 0 auto; padding: 32px 24px 48px; }
main + main { border-top: 6px double var(--edge); }
h1 { font-size: 28px; line-height: 1.2; margin: 0 0 12px; }
h2 { font-size: 20px; margin: 40px 0 8px; }
h3 { font-size: 15px; margin: 24px 0 8px; }
p { margin: 8px 0; max-width: 92ch; }
code, pre, .digest code { font: 12px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
code { overflow-wrap: anywhere; }
pre { background: var(--soft); border: 1px solid var(--edge); border-radius: 6px; padding: 10px 12px; margin: 8px 0; overflow-x: auto; }
th code, td code { color: var(--quiet); font-size: 11px; }
.small, .digest, figcaption { color: var(--quiet); font-size: 13px; }
.verdict { border: 1px solid; border-left-width: 6px; border-radius: 6px; padding: 12px 16px; margin: 20px 0; max-width: none; font-size: 17px; }
.verdict.good { color: var(--good); background: var(--good-soft); }
.verdict.bad { color: var(--bad); background: var(--bad-soft); font-size: 15px; }
.verdict pre { color: var(--ink); }
.verdict ul { list-style: none; padding-left: 0; margin: 4px 0; }
.verdict details { border-color: transparent; padding: 0; margin: 2px 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { text-align: left; vertical-align: top; font-weight: normal; padding: 6px 12px 6px 0; border-bottom: 1px solid var(--edge); }
thead th { color: var(--quiet); font-size: 13px; border-bottom: 2px solid var(--edge); }
td ul { margin: 4px 0; padding-left: 18px; }
.badge { display: inline-block; border-radius: 4px; padding: 0 7px; margin-right: 4px; font-size: 13px; white-space: nowrap; }
.badge.good { color: var(--good); background: var(--good-soft); }
.badge.bad { color: var(--bad); background: var(--bad-soft); font-weight: 600; }
.badge.doubtful { color: var(--doubt); background: var(--doubt-soft); font-weight: 600; }
.badge.none { color: var(--quiet); background: var(--soft); }
details { border: 1px solid var(--edge); border-radius: 6px; padding: 6px 12px; margin: 6px 0; }
summary { cursor: pointer; }
dt { font-weight: 600; margin-top: 8px; }
dd { margin: 0; color: var(--quiet); }
figure { margin: 12px 0; overflow-x: auto; }
figcaption { margin-top: 10px; }
.network { display: block; max-width: 100%; height: auto; }
.network text { font: 11px system-ui, "Segoe UI", "Liberation Sans", Arial, sans-serif; fill: var(--quiet); }
.network .title { font: 12px ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: var(--ink); }
.place > rect { fill: var(--softer); stroke: var(--edge); }
.box > rect { fill: var(--paper); stroke: var(--quiet); }
.box.allowed > rect { fill: var(--good-soft); stroke: var(--good); }
.box.breach > rect { fill: var(--bad-soft); stroke: var(--bad); }
.box.excepted > rect { fill: var(--doubt-soft); stroke: var(--doubt); }
.box.database > rect { fill: var(--data-soft); stroke: var(--data); stroke-width: 1.5; }
.box.relay > rect { stroke: var(--good); }
.box.kept-out > rect { fill: none; stroke-dasharray: 4 3; }
.box.gateway > rect { stroke: var(--edge); }
.box.doubtful > rect { fill: var(--doubt-soft); stroke: var(--doubt); }
.line { fill: none; stroke-width: 1.6; }
.line.allowed { stroke: var(--good); } .head.allowed { fill: var(--good); }
.line.breach { stroke: var(--bad); stroke-width: 2.2; } .head.breach { fill: var(--bad); }
.line.excepted { stroke: var(--doubt); } .head.excepted { fill: var(--doubt); }
.line.doubtful { stroke: var(--doubt); stroke-dasharray: 6 4; } .head.doubtful { fill: var(--doubt); }
.key { margin-right: 18px; white-space: nowrap; }
.key::before { content: ""; display: inline-block; width: 22px; height: 0; margin-right: 6px; vertical-align: middle; border-top: 2px solid; }
.key.allowed::before { color: var(--good); } .key.breach::before { color: var(--bad); }
.key.excepted::before { color: var(--doubt); }
.key.doubtful::before { color: var(--doubt); border-top-style: dashed; }
.key.kept-out::before { height: 12px; width: 18px; border: 1px dashed var(--quiet); border-radius: 3px; }
@media screen { .network { min-width: 720px; } }
@page { size: A4; margin: 14mm; }
@page drawing { size: A4 landscape; }
@media print {
  :root {
    --paper: #fff; --ink: #1b2430; --quiet: #4a5563; --edge: #c9d1da; --soft: #f4f6f8; --softer: #fafbfc;
    --good: #17713a; --good-soft: #e5f4ea; --bad: #b3261e; --bad-soft: #fdeceb; --doubt: #8a5a00; --doubt-soft: #fdf3dc;
    --data: #1f4fa8; --data-soft: #e8effb;
  }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { font-size: 10pt; }
  main { padding: 0; max-width: none; }
  main + main { break-before: page; border: 0; }
  table { font-size: 9pt; }
  .network { max-height: 165mm; }
  .landscape { page: drawing; }
  .landscape h2 { margin-top: 0; }
  .landscape .network { max-height: 145mm; }
  .verdict details::details-content { content-visibility: visible; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  tr, figure, .verdict { break-inside: avoid; }
  h2, h3, h2 + p { break-after: avoid; }
}
`);
