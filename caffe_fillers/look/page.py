"""A page of its own around a drawing: search, zoom, and what each box is; no network."""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING

from caffe_fillers.look.colours import FILLS, LINES

if TYPE_CHECKING:
    from caffe_fillers.look.graph import Box, Graph

__all__ = ["VIEWER_SCRIPT", "VIEWER_STYLE", "graph_page", "viewer"]

#: What a drawing in a page looks like; a report has it, too.
VIEWER_STYLE = """
.viewer{position:relative;border:1px solid var(--line);border-radius:8px;background:#fff;
overflow:hidden;touch-action:none}
.viewer svg{display:block;width:100%;height:100%;cursor:grab}
.viewer .bar{position:absolute;top:8px;left:8px;right:8px;display:flex;gap:6px;flex-wrap:wrap}
.viewer input,.viewer button{font:inherit;padding:.3em .6em;border:1px solid #888;
border-radius:6px;background:#fff;color:#111}
.viewer input{flex:0 1 16em;min-width:8em}
.viewer .told{position:absolute;left:8px;bottom:8px;max-width:calc(100% - 16px);background:#fffd;
color:#111;border:1px solid #888;border-radius:6px;padding:.4em .7em;display:none;
overflow-wrap:anywhere}
.viewer .node{cursor:pointer}
.viewer .hit>:is(path,polygon,rect){stroke-width:4!important}
.viewer .dim{opacity:.25}
"""

#: Zooms about the pointer, moves, finds boxes by their text, tells of the box that is clicked.
VIEWER_SCRIPT = """
for (const view of document.querySelectorAll('.viewer')) {
  const svg = view.querySelector('svg'), told = view.querySelector('.told');
  const find = view.querySelector('input'), count = view.querySelector('.count');
  const boxes = JSON.parse(view.querySelector('script').textContent);
  const nodes = [...svg.querySelectorAll('.node')], whole = svg.viewBox.baseVal;
  const all = {x: whole.x, y: whole.y, w: whole.width, h: whole.height};
  svg.removeAttribute('width'); svg.removeAttribute('height');
  let box = {...all}, at = -1, hits = [];
  const set = () => svg.setAttribute('viewBox', `${box.x} ${box.y} ${box.w} ${box.h}`);
  const zoom = (by, px = .5, py = .5) => {
    box.x += box.w * px * (1 - by); box.y += box.h * py * (1 - by); box.w *= by; box.h *= by;
    set();
  };
  const place = e => { const r = svg.getBoundingClientRect();
    return [(e.clientX - r.left) / r.width, (e.clientY - r.top) / r.height]; };
  const fit = () => { box = {...all}; set(); };
  const start = () => { // readable, the first layer on top
    const r = svg.getBoundingClientRect(), w = Math.max(420, r.width);
    box = {...all}; let x = all.x + all.w / 2;
    if (nodes.length) { const b = nodes[0].getBBox(), m = nodes[0].getCTM();
      x = svg.getCTM().inverse().multiply(m).a * (b.x + b.width / 2); }
    const by = w / Math.max(1, r.width); // below the buttons
    box = {x: x - w / 2, y: all.y - 50 * by, w, h: r.height * by}; set();
  };
  svg.addEventListener('wheel', e => { e.preventDefault();
    zoom(Math.exp(e.deltaY * .0015), ...place(e)); }, {passive: false});
  const down = new Map(); let moved = false;
  svg.addEventListener('pointerdown', e => { down.set(e.pointerId, e); moved = false; });
  addEventListener('pointermove', e => {
    const was = down.get(e.pointerId); if (!was) return;
    const r = svg.getBoundingClientRect(), scale = Math.max(box.w / r.width, box.h / r.height);
    if (down.size === 2) {
      const other = [...down.values()].find(each => each.pointerId !== e.pointerId);
      const d0 = Math.hypot(was.clientX - other.clientX, was.clientY - other.clientY);
      const d1 = Math.hypot(e.clientX - other.clientX, e.clientY - other.clientY);
      zoom(d0 / Math.max(1, d1), ...place(other));
    } else {
      if (Math.hypot(e.clientX - was.clientX, e.clientY - was.clientY) > 2) moved = true;
      box.x -= (e.clientX - was.clientX) * scale; box.y -= (e.clientY - was.clientY) * scale;
      set();
    }
    down.set(e.pointerId, e);
  });
  for (const end of ['pointerup', 'pointercancel'])
    addEventListener(end, e => down.delete(e.pointerId));
  const show = node => { told.textContent = boxes[node.id] || node.id;
    told.style.display = 'block'; };
  svg.addEventListener('click', e => { const node = e.target.closest('.node');
    if (node && !moved) show(node); else if (!moved) told.style.display = 'none'; });
  const go = step => { if (!hits.length) return; at = (at + step + hits.length) % hits.length;
    const b = hits[at].getBBox(), m = hits[at].getCTM(), s = svg.getCTM().inverse().multiply(m);
    const x = s.a * (b.x + b.width / 2) + s.e, y = s.d * (b.y + b.height / 2) + s.f;
    const w = Math.min(all.w, Math.max(700, box.w / 4)); box.h = w * box.h / box.w; box.w = w;
    box.x = x - box.w / 2; box.y = y - box.h / 2; set(); show(hits[at]);
    count.textContent = `${at + 1} of ${hits.length}`; };
  find.addEventListener('input', () => {
    const words = find.value.toLowerCase().split(/\\s+/).filter(Boolean);
    hits = words.length ? nodes.filter(n => words.every(
      w => (n.textContent + (boxes[n.id] || '')).toLowerCase().includes(w))) : [];
    for (const n of nodes) { n.classList.toggle('hit', hits.includes(n));
      n.classList.toggle('dim', words.length > 0 && !hits.includes(n)); }
    at = -1; count.textContent = words.length ? `${hits.length} found` : ''; go(1); });
  find.addEventListener('keydown', e => { if (e.key === 'Enter') go(e.shiftKey ? -1 : 1); });
  view.querySelector('[data-do=in]').onclick = () => zoom(.7);
  view.querySelector('[data-do=out]').onclick = () => zoom(1.4);
  view.querySelector('[data-do=fit]').onclick = fit;
  start();
}
"""

_STYLE = """
:root{color-scheme:light dark;--line:#999;--back:#fff;--text:#111}
@media (prefers-color-scheme:dark){:root{--line:#666;--back:#16181c;--text:#e8e8e8}}
*{box-sizing:border-box}
body{margin:0;height:100dvh;display:flex;flex-direction:column;background:var(--back);
color:var(--text);font:15px/1.4 system-ui,sans-serif}
header{padding:.5em .8em;display:flex;gap:.4em 1.2em;flex-wrap:wrap;align-items:baseline}
h1{font-size:1.1em;margin:0;overflow-wrap:anywhere}
.key{display:flex;gap:.3em .9em;flex-wrap:wrap;font-size:.85em}
.key i{display:inline-block;width:1em;height:1em;border:2px solid;border-radius:3px;
vertical-align:-.15em;margin-right:.3em}
.viewer{flex:1;min-height:0;margin:0 .5em .5em}
"""


def graph_page(graph: Graph, svg: str) -> str:
    """The drawing as a page that needs nothing else."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f"<title>{escape(graph.name)}</title>\n<style>{_STYLE}{VIEWER_STYLE}</style></head>\n"
        f"<body><header><h1>{escape(graph.name)}</h1>{key(graph)}</header>\n"
        f"{viewer(graph, svg)}\n<script>{VIEWER_SCRIPT}</script></body></html>\n"
    )


def key(graph: Graph) -> str:
    """What the colours of this graph mean."""
    kinds = dict.fromkeys(box.kind for box in graph.boxes)
    marks = (
        f'<span><i style="background:{FILLS[kind]};border-color:{LINES[kind]}"></i>{kind}</span>'
        for kind in kinds
    )
    return f'<div class="key">{"".join(marks)}</div>'


def viewer(graph: Graph, svg: str) -> str:
    """The drawing with its buttons."""
    told = {f"n{box.number}": _told(box) for box in graph.boxes}
    # "<" is the only letter with which a text could leave the element that holds it.
    data = json.dumps(told).replace("<", "\\u003c")
    inner = svg[svg.index("<svg") :]
    inner = re.sub(r"<!--.*?-->", "", inner, flags=re.DOTALL)
    return (
        f'<div class="viewer">{inner}<div class="bar">'
        '<input type="search" placeholder="Search layers" aria-label="Search layers">'
        '<button data-do="in" aria-label="Zoom in">+</button>'
        '<button data-do="out" aria-label="Zoom out">&minus;</button>'
        '<button data-do="fit">Fit</button><span class="count" role="status"></span></div>'
        f'<div class="told"></div><script type="application/json">{data}</script></div>'
    )


def _told(box: Box) -> str:
    parts = [f"{box.name} ({box.type})"]
    if box.said:
        parts.append(box.said)
    if box.parameters:
        parts.append(f"{box.parameters:,} parameters")
    parts += [f"{name} ({kind}) in place" for name, kind in box.folded]
    return "; ".join(parts)
