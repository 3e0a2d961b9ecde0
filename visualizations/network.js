/* The behaviour of a view's page: draws the cards and the axis on vis-network's canvas, and joins the search, the
 * legend, the keyboard, the panel, the table and the address to one state.
 *
 * Design decision: one state (focus, and what is filtered out) and one function that shows it. Everything a reader
 * sees follows from the state, and the address holds all of it, so a view can be cited. Text is only ever written
 * as text (textContent); a link is only made of an http or https address.
 */
"use strict";
(() => {
  const AXIS = 28;
  const SMALLEST = 0.12;
  const LARGEST = 3;
  const LEGIBLE = 0.7;
  const WHOLE = 0.6;
  const FADED = 0.2;
  const LINE = 14;
  const PADDING = 6;
  const MARK = 17;
  const LANGUAGES = { en: "English", pt: "Português", fr: "Français", es: "Español" };

  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("view-data").textContent);
  const { view } = data;
  const nodes = new Map(data.nodes.map((node) => [node.id, node]));
  const edges = new Map(data.edges.map((edge) => [edge.id, edge]));
  const edgesOf = new Map(data.nodes.map((node) => [node.id, []]));
  for (const edge of data.edges) {
    edgesOf.get(edge.from).push(edge);
    if (edge.to !== edge.from) edgesOf.get(edge.to).push(edge);
  }

  const container = byId("network");
  const panel = byId("panel");
  const search = byId("search");
  const found = byId("found");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const dark = matchMedia("(prefers-color-scheme: dark)");

  if (matchMedia("(max-width: 900px)").matches) byId("filters").open = false;

  const off = { types: new Set(), relations: new Set(), bases: new Set() };
  const state = { focus: null, edge: null };
  let near = null;
  let tags = [];
  let colours = {};

  // ---- The elements of the page ----------------------------------------------------------------------------

  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (typeof value === "function") made.addEventListener(key, value);
      else if (value !== null && value !== undefined) made.setAttribute(key, value);
    }
    made.append(...children.filter((child) => child !== null));
    return made;
  }

  function drawing(box, width, height, ...paths) {
    const space = "http://www.w3.org/2000/svg";
    const made = document.createElementNS(space, "svg");
    const attributes = { viewBox: box, width, height, "aria-hidden": "true" };
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    for (const path of paths) {
      const line = document.createElementNS(space, "path");
      for (const [key, value] of Object.entries(path)) line.setAttribute(key, value);
      made.append(line);
    }
    return made;
  }

  function markOf(node, size = 13) {
    const type = view.types[node.detail.type];
    return drawing("-1 -1 18 18", size, size, { d: type.path, fill: type.colour, class: "mark" });
  }

  function lineOf(edge) {
    const relation = view.relations[edge.detail.relation];
    const line = { d: "M1 6H27", stroke: relation.colour, "stroke-width": Math.max(relation.width, 1.4) };
    if (edge.detail.claimed) line["stroke-dasharray"] = "5 3";
    return drawing("0 0 36 12", 36, 12, line, { d: relation.path, fill: relation.colour });
  }

  function address(text) {
    try {
      const url = new URL(text);
      return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
    } catch {
      return null;
    }
  }

  function linked(text, target) {
    const href = address(target);
    if (!href) return element("span", {}, text);
    return element("a", { href, rel: "noopener noreferrer", target: "_blank" }, text);
  }

  function goTo(id, text = nodes.get(id).detail.label) {
    return element("button", { type: "button", class: "go", click: () => focus(id, { enter: true }) }, text);
  }

  // ---- What is visible -------------------------------------------------------------------------------------

  const nodeShown = (node) => !off.types.has(node.detail.type);
  const basisOf = (edge) => (edge.detail.claimed ? "claimed" : "stated");
  const edgeShown = (edge) =>
    !off.relations.has(edge.detail.relation) &&
    !off.bases.has(basisOf(edge)) &&
    nodeShown(nodes.get(edge.from)) &&
    nodeShown(nodes.get(edge.to));
  const shownEdgesOf = (id) => edgesOf.get(id).filter(edgeShown);
  const readFrom = (edge, id) => (edge.from === id ? edge.detail.label : view.relations[edge.detail.relation].inverse);
  const otherEnd = (edge, id) => nodes.get(edge.from === id ? edge.to : edge.from);

  function neighbourhood() {
    if (state.edge) {
      const edge = edges.get(state.edge);
      return { nodes: new Set([edge.from, edge.to]), edges: new Set([edge.id]) };
    }
    if (!state.focus) return null;
    const around = shownEdgesOf(state.focus);
    const ids = around.map((edge) => otherEnd(edge, state.focus).id);
    return { nodes: new Set([state.focus, ...ids]), edges: new Set(around.map((edge) => edge.id)) };
  }

  // ---- The picture -----------------------------------------------------------------------------------------

  function readColours() {
    const style = getComputedStyle(document.documentElement);
    for (const name of ["paper", "tint", "card", "ink", "muted", "line", "edge", "accent", "tag", "sans"]) {
      colours[name] = style.getPropertyValue(`--${name}`).trim();
    }
  }
  readColours();

  function rounded(ctx, x, y, width, height, radius) {
    ctx.beginPath();
    ctx.moveTo(x + radius, y);
    ctx.arcTo(x + width, y, x + width, y + height, radius);
    ctx.arcTo(x + width, y + height, x, y + height, radius);
    ctx.arcTo(x, y + height, x, y, radius);
    ctx.arcTo(x, y, x + width, y, radius);
    ctx.closePath();
  }

  const paths = new Map(Object.entries(view.types).map(([key, type]) => [key, new Path2D(type.path)]));

  function card({ ctx, id, x, y, state: { hover } }) {
    const node = nodes.get(id);
    const { width, height, strong } = node.box;
    const [left, top] = [x - width / 2, y - height / 2];
    const faded = near && !near.nodes.has(id);
    const chosen = id === state.focus;
    const drawNode = () => {
      rounded(ctx, left, top, width, height, 5);
      ctx.fillStyle = colours.card;
      ctx.fill();
      ctx.globalAlpha = faded ? FADED : 1;
      ctx.strokeStyle = chosen ? colours.accent : strong || hover ? colours.muted : colours.edge;
      ctx.lineWidth = chosen ? 3 : hover ? 1.8 : strong ? 1.1 : 0.8;
      ctx.stroke();
      drawMark(ctx, node, left + PADDING - 1, y - 6.5);
      drawText(ctx, node, left + PADDING + MARK, y);
    };
    return { drawNode, nodeDimensions: { width, height } };
  }

  function drawMark(ctx, node, left, top) {
    ctx.save();
    ctx.translate(left, top);
    ctx.scale(13 / 16, 13 / 16);
    ctx.fillStyle = view.types[node.detail.type].colour;
    ctx.fill(paths.get(node.detail.type));
    ctx.globalAlpha *= 0.6;
    ctx.lineWidth = 1;
    ctx.strokeStyle = colours.ink;
    ctx.stroke(paths.get(node.detail.type));
    ctx.restore();
  }

  function drawText(ctx, node, left, y) {
    const lines = node.label.split("\n");
    ctx.font = `${node.box.strong ? 600 : 400} 12px ${colours.sans}`;
    ctx.fillStyle = colours.ink;
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    const room = node.box.width - MARK - 2 * PADDING + 3;
    lines.forEach((line, n) => ctx.fillText(line, left, y + (n - (lines.length - 1) / 2) * LINE + 0.5, room));
  }

  const shownNodes = new vis.DataSet(data.nodes.map((node) => ({ ...node, ctxRenderer: card })));
  const shownLines = new vis.DataSet(data.edges.map((edge) => ({ ...edge })));
  const network = new vis.Network(container, { nodes: shownNodes, edges: shownLines }, data.options);

  container.firstElementChild.tabIndex = -1;

  const onScreen = (x, y) => network.canvasToDOM({ x, y });

  network.on("beforeDrawing", (ctx) => {
    const [start, end] = [network.DOMtoCanvas({ x: 0, y: 0 }), network.DOMtoCanvas({ x: container.clientWidth, y: 0 })];
    view.bands.forEach((band, n) => {
      if (n % 2) return;
      ctx.fillStyle = colours.tint;
      ctx.fillRect(start.x, band.top, end.x - start.x, band.bottom - band.top);
    });
    ctx.lineWidth = 1 / network.getScale();
    for (const tick of view.ticks) {
      ctx.strokeStyle = isFocused(tick) ? colours.accent : colours.line;
      ctx.setLineDash(tick.year === null ? [4, 4] : []);
      ctx.beginPath();
      ctx.moveTo(tick.x, Math.min(start.y, 0));
      ctx.lineTo(tick.x, view.height);
      ctx.stroke();
    }
    ctx.setLineDash([]);
  });

  network.on("afterDrawing", (ctx) => {
    const ratio = ctx.canvas.width / ctx.canvas.clientWidth;
    ctx.save();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawLaneNames(ctx);
    if (state.focus) drawTags(ctx);
    drawAxis(ctx, ctx.canvas.clientWidth);
    ctx.restore();
  });

  function drawLaneNames(ctx) {
    const size = Math.max(9.5, Math.min(12.5, 11.5 * network.getScale()));
    ctx.font = `600 ${size}px ${colours.sans}`;
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    ctx.strokeStyle = colours.paper;
    ctx.fillStyle = colours.muted;
    if ("letterSpacing" in ctx) ctx.letterSpacing = "0.6px";
    for (const band of view.bands) {
      const y = onScreen(0, band.top + 11).y;
      ctx.lineWidth = 3;
      ctx.strokeText(band.label, 12, y);
      ctx.fillText(band.label, 12, y);
    }
    if ("letterSpacing" in ctx) ctx.letterSpacing = "0px";
  }

  /* On each neighbour of the focus, how the focus is related to it: "derives from", "is narrowed by". */
  function drawTags(ctx) {
    const size = between(9, 10.5 * network.getScale(), 13);
    ctx.font = `400 ${size}px ${colours.sans}`;
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    for (const [id, text] of tags) {
      const { x, y, box } = nodes.get(id);
      const corner = onScreen(x - box.width / 2, y - box.height / 2);
      const width = ctx.measureText(text).width;
      rounded(ctx, corner.x + 6, corner.y - size * 0.85, width + 8, size * 1.2, 3);
      ctx.fillStyle = colours.tag;
      ctx.fill();
      ctx.fillStyle = colours.ink;
      ctx.fillText(text, corner.x + 10, corner.y - size * 0.24);
    }
  }

  function tagsOf(id) {
    const found = new Map();
    for (const edge of shownEdgesOf(id)) {
      const other = otherEnd(edge, id).id;
      if (other === id) continue;
      const text = readFrom(edge, id) + (edge.detail.claimed ? " (claim)" : "");
      found.set(other, [...(found.get(other) ?? []), text]);
    }
    return [...found].map(([other, texts]) => [other, [...new Set(texts)].join(" · ")]);
  }

  const isFocused = (tick) => state.focus !== null && tick.year === nodes.get(state.focus).detail.year;

  function drawAxis(ctx, width) {
    ctx.fillStyle = colours.paper;
    ctx.fillRect(0, 0, width, AXIS);
    ctx.fillStyle = colours.line;
    ctx.fillRect(0, AXIS, width, 1);
    ctx.textBaseline = "middle";
    ctx.textAlign = "left";
    const taken = [];
    for (const tick of ticksByWeight()) {
      const text = tick.year === null ? "no year" : String(tick.year);
      ctx.font = `${isFocused(tick) ? 700 : 500} 12px ${colours.sans}`;
      const left = onScreen(tick.x, 0).x;
      const right = left + ctx.measureText(text).width;
      if (right < 0 || left > width) continue;
      ctx.fillStyle = isFocused(tick) ? colours.accent : colours.muted;
      ctx.fillRect(left - 0.5, AXIS - 5, 1, 5);
      if (taken.some((other) => left - 7 < other.right && other.left < right + 7)) continue;
      taken.push({ left, right });
      ctx.fillStyle = isFocused(tick) ? colours.accent : colours.ink;
      ctx.fillText(text, left, AXIS / 2 - 1);
    }
  }

  /* The ticks whose labels matter most first: the focused year, the ends, then the fullest years. */
  function ticksByWeight() {
    const last = view.ticks.findLast((tick) => tick.year !== null);
    const weight = (tick) => (isFocused(tick) ? 1e6 : 0) + (tick === last || tick.year === null ? 1e5 : 0) + tick.count;
    return [...view.ticks].sort((a, b) => weight(b) - weight(a) || a.x - b.x);
  }

  // ---- Moving about ----------------------------------------------------------------------------------------

  const between = (low, value, high) => Math.max(low, Math.min(high, value));

  /* The part of the picture that the panel leaves free: it covers the right, on small screens the bottom. */
  function room() {
    const free = { width: container.clientWidth, height: container.clientHeight - AXIS, right: 0, bottom: 0 };
    if (panel.hidden) return free;
    if (panel.offsetWidth < container.clientWidth * 0.95) free.right = panel.offsetWidth;
    else free.bottom = panel.offsetHeight;
    return { ...free, width: free.width - free.right, height: free.height - free.bottom };
  }

  function moveTo(x, y, scale, swift) {
    const animation = swift || calm.matches ? false : { duration: 260, easingFunction: "easeInOutQuad" };
    network.moveTo({ position: { x: between(0, x, view.width), y: between(0, y, view.height) }, scale, animation });
  }

  /* Shows all; where that could not be read (`legible`), as much from the start as can. */
  function fit({ legible = false, swift = false } = {}) {
    const free = room();
    const whole = Math.min((free.width - 8) / view.width, (free.height - 8) / view.height);
    const scale = between(SMALLEST, legible && whole < WHOLE ? LEGIBLE : whole, 1.3);
    const seen = { x: free.width / scale, y: free.height / scale };
    const x = seen.x < view.width ? seen.x / 2 - 4 / scale : view.width / 2;
    const y = seen.y < view.height ? seen.y / 2 - 4 / scale : view.height / 2;
    lookAt({ x, y }, scale, free, swift);
  }

  /* Moves a point of the picture into the middle of its free part. */
  function lookAt({ x, y }, scale, free, swift) {
    moveTo(x + free.right / 2 / scale, y + (free.bottom - AXIS) / 2 / scale, scale, swift);
  }

  function zoom(factor, point = { x: container.clientWidth / 2, y: container.clientHeight / 2 }, swift = false) {
    const scale = between(SMALLEST, network.getScale() * factor, LARGEST);
    const rest = network.getScale() / scale;
    const fixed = network.DOMtoCanvas(point);
    const centre = network.getViewPosition();
    moveTo(fixed.x + (centre.x - fixed.x) * rest, fixed.y + (centre.y - fixed.y) * rest, scale, swift);
  }

  function pan(x, y) {
    const centre = network.getViewPosition();
    const scale = network.getScale();
    moveTo(centre.x + x / scale, centre.y + y / scale, scale, true);
  }

  /* Brings a node, and as much of its neighbourhood as there is room for, into the part that nothing covers. */
  function reveal(id) {
    const scale = network.getScale() < WHOLE ? LEGIBLE : network.getScale();
    const free = room();
    const seen = { x: free.width / scale, y: free.height / scale };
    const centre = network.getViewPosition();
    const middle = { x: centre.x - free.right / 2 / scale, y: centre.y - (free.bottom - AXIS) / 2 / scale };
    const wanted = frameOf(id, seen);
    for (const axis of ["x", "y"]) {
      const half = seen[axis] / 2;
      middle[axis] = between(wanted[axis].high - half, middle[axis], wanted[axis].low + half);
    }
    lookAt(middle, scale, free);
  }

  /* The frame around a node and its neighbours, the nearest first, that fits into what is seen. */
  function frameOf(id, seen) {
    const frame = { x: { low: Infinity, high: -Infinity }, y: { low: Infinity, high: -Infinity } };
    const from = nodes.get(id);
    const distance = (node) => Math.hypot(node.x - from.x, node.y - from.y);
    const around = [...near.nodes].map((one) => nodes.get(one)).sort((a, b) => distance(a) - distance(b));
    for (const node of around) {
      for (const [axis, half] of [["x", node.box.width / 2 + 20], ["y", node.box.height / 2 + 18]]) {
        const low = Math.min(frame[axis].low, node[axis] - half);
        const high = Math.max(frame[axis].high, node[axis] + half);
        if (node === from || high - low <= seen[axis]) frame[axis] = { low, high };
      }
    }
    return frame;
  }

  // ---- The state and everything that follows from it -------------------------------------------------------

  function show() {
    near = neighbourhood();
    tags = state.focus ? tagsOf(state.focus) : [];
    shownNodes.update(data.nodes.map((node) => ({ id: node.id, hidden: !nodeShown(node) })));
    shownLines.update(data.edges.map(lineStyle));
    container.classList.toggle("focused", near !== null);
    showCounts();
    network.redraw();
  }

  function lineStyle(edge) {
    const close = near && near.edges.has(edge.id);
    const structural = view.relations[edge.detail.relation].width < 1.2;
    return {
      id: edge.id,
      hidden: !edgeShown(edge),
      color: { ...edge.color, opacity: close ? 1 : near ? 0.07 : structural ? 0.55 : 0.75 },
      width: edge.width * (close ? 1.5 : 1),
    };
  }

  function showCounts() {
    const concepts = data.nodes.filter(nodeShown).length;
    const lines = data.edges.filter(edgeShown).length;
    byId("status").textContent =
      `Showing ${concepts} of ${nodes.size} concepts, ${lines} of ${edges.size} relations`;
    for (const row of document.querySelectorAll("[data-node]")) row.hidden = !nodeShown(nodes.get(row.dataset.node));
    for (const row of document.querySelectorAll("[data-edge]")) row.hidden = !edgeShown(edges.get(row.dataset.edge));
  }

  function announce(text) {
    byId("announce").textContent = text;
  }

  /* Chooses a node. `enter` moves the keyboard into its details; `quiet` leaves the address as it is. */
  function focus(id, { enter = false, quiet = false } = {}) {
    const node = nodes.get(id);
    if (!node) return false;
    if (!nodeShown(node)) setFilter("types", node.detail.type, true);
    state.focus = id;
    state.edge = null;
    openPanel(detailsOf(node));
    show();
    reveal(id);
    if (!quiet) writeAddress(true);
    announce(`${node.detail.label}, ${view.types[node.detail.type].name}, ${node.detail.year ?? "no year"}, ${shownEdgesOf(id).length} relations shown`);
    if (enter) panel.focus();
    return true;
  }

  function chooseEdge(id, { quiet = false } = {}) {
    const edge = edges.get(id);
    state.focus = null;
    state.edge = id;
    openPanel(detailsOfEdge(edge));
    show();
    reveal(edge.from);
    if (!quiet) writeAddress(true);
    announce(`${nodes.get(edge.from).detail.label} ${edge.detail.label} ${nodes.get(edge.to).detail.label}`);
  }

  function clear({ quiet = false } = {}) {
    const had = state.focus || state.edge;
    state.focus = null;
    state.edge = null;
    closePanel();
    show();
    if (had && !quiet) writeAddress(true);
    if (had) announce("Nothing chosen");
  }

  function setFilter(kind, key, on) {
    off[kind][on ? "delete" : "add"](key);
    for (const box of document.querySelectorAll(`[data-filter="${kind}"]`)) {
      if (box.value === key) box.checked = on;
    }
  }

  function onFilter(event) {
    const box = event.target.closest("[data-filter]");
    if (!box) return;
    setFilter(box.dataset.filter, box.value, box.checked);
    const lost = state.focus && !nodeShown(nodes.get(state.focus));
    if (lost || (state.edge && !edgeShown(edges.get(state.edge)))) clear({ quiet: true });
    else show();
    writeAddress(false);
  }

  // ---- The address -----------------------------------------------------------------------------------------

  function readable(text) {
    return encodeURIComponent(text).replace(/%(3A|2C|2F)/g, decodeURIComponent);
  }

  function hash() {
    const parts = [];
    if (state.focus) parts.push(`node=${readable(state.focus)}`);
    if (state.edge) parts.push(`edge=${readable(state.edge)}`);
    for (const [kind, keys] of Object.entries(off)) {
      if (keys.size) parts.push(`without-${kind}=${readable([...keys].sort().join(","))}`);
    }
    return parts.length ? `#${parts.join("&")}` : "";
  }

  /* Some hosts (a frame without an address) allow no history: the view then works without permalinks. */
  function writeAddress(push) {
    showCitedPart();
    const target = hash() || location.pathname + location.search;
    if (location.hash === hash()) return;
    try {
      history[push ? "pushState" : "replaceState"](null, "", target);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
    }
  }

  function readAddress() {
    const wanted = new URLSearchParams(location.hash.slice(1));
    for (const box of document.querySelectorAll("[data-filter]")) {
      const without = (wanted.get(`without-${box.dataset.filter}`) ?? "").split(",");
      setFilter(box.dataset.filter, box.value, !without.includes(box.value));
    }
    if (nodes.has(wanted.get("node"))) focus(wanted.get("node"), { quiet: true });
    else if (edges.has(wanted.get("edge"))) chooseEdge(wanted.get("edge"), { quiet: true });
    else clear({ quiet: true });
    showCitedPart();
  }

  function showCitedPart() {
    byId("cited-part").textContent = hash() ? `, view ${view.name}${hash()}` : `, view ${view.name}`;
  }

  // ---- The panel -------------------------------------------------------------------------------------------

  function openPanel(content) {
    const about = content === null;
    byId("detail").replaceChildren(...(about ? [] : [content]));
    byId("note").hidden = !about;
    panel.dataset.shows = about ? "nothing" : "details";
    panel.hidden = false;
    panel.scrollTop = 0;
    byId("about").setAttribute("aria-expanded", String(about));
  }

  function closePanel() {
    panel.hidden = true;
    byId("detail").replaceChildren();
    byId("about").setAttribute("aria-expanded", "false");
  }

  function section(title, ...content) {
    return [element("h3", {}, title), ...content];
  }

  function sources(citations) {
    return citations.map(([curie, label]) => element("span", { class: "source" }, linked(label, curie), " ", element("code", {}, curie)));
  }

  function detailsOf(node) {
    const { label, type, year, definition, facts } = node.detail;
    const kind = [view.types[type].name, year === null ? "no year" : year].join(" · ");
    const around = shownEdgesOf(node.id);
    const hiddenCount = edgesOf.get(node.id).length - around.length;
    return element(
      "article",
      { "data-shows": node.id },
      element("p", { class: "kind" }, markOf(node, 15), kind),
      element("h2", {}, label),
      element("p", { class: "identity" }, element("code", {}, node.id), copyButton()),
      definition ? element("p", { class: "definition" }, definition) : null,
      ...section("Names", namesOf(node)),
      ...(facts.length ? section("Statements", element("ul", {}, ...facts.map(factItem))) : []),
      ...section(
        `Relations (${around.length}${hiddenCount ? `, ${hiddenCount} filtered out` : ""})`,
        around.length ? element("ul", {}, ...around.map((edge) => relationItem(edge, node.id))) : element("p", {}, "None in this view."),
      ),
    );
  }

  function namesOf(node) {
    const list = element("dl");
    const { labels } = node.detail;
    for (const language of Object.keys({ ...LANGUAGES, ...labels }).filter((one) => labels[one])) {
      list.append(element("dt", {}, LANGUAGES[language] ?? language), element("dd", { lang: language }, labels[language]));
    }
    if (node.detail.alternatives.length) {
      list.append(element("dt", {}, "also"), element("dd", {}, node.detail.alternatives.join(" · ")));
    }
    return list;
  }

  function factItem(fact) {
    const known = fact.value_id !== null && nodes.has(fact.value_id);
    const value = known ? goTo(fact.value_id, fact.value) : linked(fact.value, fact.value_id ?? fact.value);
    return element("li", {}, element("span", { class: "property" }, fact.property), value, ...sources(fact.citations));
  }

  function relationItem(edge, from) {
    return element(
      "li",
      {},
      lineOf(edge),
      element("span", { class: "relation" }, readFrom(edge, from)),
      goTo(otherEnd(edge, from).id),
      claimOf(edge),
      ...sources(edge.detail.citations),
    );
  }

  function claimOf(edge) {
    const { claimed, claimants } = edge.detail;
    if (!claimed) return null;
    const kind = claimants.length > 1 ? "Claims" : "Claim";
    return element("span", { class: "claim" }, `${kind}: ${claimants.join(", ") || "claimant not named"}`);
  }

  function detailsOfEdge(edge) {
    const { label, claimed, citations } = edge.detail;
    return element(
      "article",
      { "data-shows": edge.id },
      element("p", { class: "kind" }, lineOf(edge), claimed ? "claim" : "stated by the document"),
      element("h2", {}, label),
      element("dl", {}, element("dt", {}, "from"), element("dd", {}, goTo(edge.from)), element("dt", {}, "to"), element("dd", {}, goTo(edge.to))),
      ...section("Basis", claimOf(edge) ?? element("p", {}, "The cited document says so itself."), ...sources(citations)),
      element("p", {}, copyButton()),
    );
  }

  function copyButton() {
    const button = element("button", { type: "button", class: "copy" }, "Copy link");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(location.href);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Copy it from the address bar";
      }
    });
    return button;
  }

  // ---- The search ------------------------------------------------------------------------------------------

  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[\u2019\u2018]/g, "'").toLowerCase();
  const index = data.nodes.map((node) => ({
    node,
    names: [
      { text: node.detail.label, language: "" },
      ...Object.entries(node.detail.labels).map(([language, text]) => ({ text, language })),
      ...node.detail.alternatives.map((text) => ({ text, language: "" })),
      { text: node.id, language: "" },
    ].map((name) => ({ ...name, plain: plain(name.text) })),
  }));

  function matches(query) {
    const words = plain(query).split(/\s+/).filter(Boolean);
    if (!words.length) return [];
    const hits = [];
    for (const { node, names } of index) {
      const name = names
        .filter((one) => words.every((word) => one.plain.includes(word)))
        .map((one, n) => ({ ...one, rank: rank(one.plain, words) + (n ? 0.5 : 0) }))
        .sort((a, b) => a.rank - b.rank)[0];
      if (name) hits.push({ node, name, rank: name.rank });
    }
    return hits.sort((a, b) => a.rank - b.rank || a.node.detail.label.localeCompare(b.node.detail.label)).slice(0, 40);
  }

  /* 0: the name itself, 1: its beginning, 2: the beginning of a word, 3: anywhere; other names count half less. */
  function rank(name, words) {
    const whole = words.join(" ");
    if (name === whole) return 0;
    if (name.startsWith(whole)) return 1;
    return ` ${name}`.includes(` ${words[0]}`) ? 2 : 3;
  }

  let chosen = 0;

  function showFound() {
    const hits = matches(search.value);
    chosen = 0;
    found.replaceChildren(...hits.map(foundItem));
    if (search.value.trim() && !hits.length) found.append(element("li", { class: "none", role: "option", "aria-disabled": "true" }, "Nothing of that name in this view"));
    found.hidden = !search.value.trim();
    search.setAttribute("aria-expanded", String(!found.hidden));
    markChosen();
  }

  function foundItem({ node, name }, number) {
    const other = name.text === node.detail.label ? "" : `${name.text}${name.language ? ` (${name.language})` : ""}`;
    const hint = [other, node.detail.year ?? ""].filter((part) => part !== "").join(" · ");
    return element(
      "li",
      { id: `found-${number}`, role: "option", "data-id": node.id, mousedown: (event) => event.preventDefault(), click: () => take(node.id) },
      markOf(node),
      element("span", {}, node.detail.label),
      element("small", {}, hint),
    );
  }

  function markChosen() {
    const items = [...found.querySelectorAll("[data-id]")];
    items.forEach((item, n) => item.setAttribute("aria-selected", String(n === chosen)));
    const item = items[chosen];
    if (item) {
      search.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    } else search.removeAttribute("aria-activedescendant");
  }

  function closeFound() {
    found.hidden = true;
    search.setAttribute("aria-expanded", "false");
    search.removeAttribute("aria-activedescendant");
  }

  function take(id) {
    search.value = "";
    closeFound();
    focus(id);
    container.focus();
  }

  search.addEventListener("input", showFound);
  search.addEventListener("focus", showFound);
  search.addEventListener("blur", closeFound);
  search.addEventListener("keydown", (event) => {
    const items = [...found.querySelectorAll("[data-id]")];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (items.length) chosen = (chosen + (event.key === "ArrowDown" ? 1 : items.length - 1)) % items.length;
      markChosen();
    } else if (event.key === "Enter" && items[chosen]) take(items[chosen].dataset.id);
    else if (event.key === "Escape") {
      search.value = "";
      closeFound();
      container.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });

  // ---- The keyboard ----------------------------------------------------------------------------------------

  const SIDES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  /* The node nearest on one side, among `candidates`; what lies askew counts as further away. */
  function nearestOn(side, from, candidates) {
    const [dx, dy] = SIDES[side];
    let best = null;
    for (const node of candidates) {
      const [x, y] = [node.x - node.box.width / 2 - (from.x - from.box.width / 2), node.y - from.y];
      const along = x * dx + y * dy;
      const askew = Math.abs(x * dy) + Math.abs(y * dx);
      if (along <= 1 || askew > along * 6) continue;
      const distance = along + askew * 1.6;
      if (!best || distance < best.distance) best = { node, distance };
    }
    return best && best.node;
  }

  function step(side, any) {
    const visible = data.nodes.filter(nodeShown);
    if (!state.focus) {
      if (visible.length) focus(visible[0].id);
      return;
    }
    const from = nodes.get(state.focus);
    const candidates = any ? visible : shownEdgesOf(from.id).map((edge) => otherEnd(edge, from.id));
    const next = nearestOn(side, from, candidates.filter((node) => node.id !== from.id));
    if (next) focus(next.id);
    else announce(any ? "Nothing further on that side" : "No linked concept on that side");
  }

  const PICTURE_KEYS = {
    "+": () => zoom(1.25),
    "=": () => zoom(1.25),
    "-": () => zoom(0.8),
    0: () => fit(),
    Home: () => focusAt(0),
    End: () => focusAt(-1),
    Enter: () => state.focus && panel.focus(),
  };

  function focusAt(place) {
    const node = data.nodes.filter(nodeShown).at(place);
    if (node) focus(node.id);
  }

  container.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (SIDES[event.key]) step(event.key, event.shiftKey);
    else if (PICTURE_KEYS[event.key]) PICTURE_KEYS[event.key]();
    else return;
    event.preventDefault();
  });

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.matches("input:not([type=checkbox]), textarea, select");
    if (event.key === "Escape" && !byId("keys").open) escape();
    else if (event.key === "/" && !typing) search.focus();
    else if (event.key === "?" && !typing) showKeys();
    else return;
    event.preventDefault();
  });

  function escape() {
    const inside = panel.contains(document.activeElement);
    clear();
    if (inside) container.focus();
  }

  function showKeys() {
    if (!byId("keys").open) byId("keys").showModal();
  }

  // ---- The pointer -----------------------------------------------------------------------------------------

  function edgeAt(point) {
    const id = network.getEdgeAt(point);
    return id !== undefined && edgeShown(edges.get(id)) ? id : undefined;
  }

  function nodeAt(point) {
    const id = network.getNodeAt(point);
    return id !== undefined && nodeShown(nodes.get(id)) ? id : undefined;
  }

  network.on("click", ({ pointer }) => {
    const node = nodeAt(pointer.DOM);
    const edge = node === undefined ? edgeAt(pointer.DOM) : undefined;
    if (node !== undefined) focus(node);
    else if (edge !== undefined) chooseEdge(edge);
    else clear();
    container.focus({ preventScroll: true });
  });

  for (const name of ["hoverNode", "hoverEdge"]) network.on(name, () => container.classList.add("pointing"));
  for (const name of ["blurNode", "blurEdge"]) network.on(name, () => container.classList.remove("pointing"));

  container.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      event.stopPropagation();
      const unit = event.deltaMode ? 32 : 1;
      const [x, y] = [event.deltaX * unit, event.deltaY * unit];
      const frame = container.getBoundingClientRect();
      if (event.shiftKey) pan(x || y, 0);
      else if (Math.abs(x) > Math.abs(y)) pan(x, y);
      else zoom(Math.exp(-y * 0.0016), { x: event.clientX - frame.left, y: event.clientY - frame.top }, true);
    },
    { passive: false, capture: true },
  );

  network.on("dragEnd", () => pan(0, 0));

  // ---- The picture as a file -------------------------------------------------------------------------------

  function savePicture() {
    const canvas = container.querySelector("canvas");
    const ratio = canvas.width / canvas.clientWidth;
    const foot = 46;
    const copy = element("canvas", { width: canvas.width, height: canvas.height + foot * ratio });
    const ctx = copy.getContext("2d");
    ctx.fillStyle = colours.paper;
    ctx.fillRect(0, 0, copy.width, copy.height);
    ctx.drawImage(canvas, 0, 0);
    ctx.setTransform(ratio, 0, 0, ratio, 0, canvas.height);
    ctx.fillStyle = colours.ink;
    ctx.font = `600 13px ${colours.sans}`;
    ctx.fillText(`${view.title}. ${view.publication}, version ${view.version}`, 14, 19, canvas.clientWidth - 28);
    ctx.fillStyle = colours.muted;
    ctx.font = `400 12px ${colours.sans}`;
    ctx.fillText(`${byId("status").textContent}. View ${view.name}${hash()}. Dashed lines are claims.`, 14, 37, canvas.clientWidth - 28);
    const name = `${view.name}.png`;
    copy.toBlob((blob) => {
      const href = URL.createObjectURL(blob);
      element("a", { href, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(href), 10000);
    });
  }

  // ---- Joining it all --------------------------------------------------------------------------------------

  byId("filters").addEventListener("change", onFilter);
  byId("fit").addEventListener("click", () => fit());
  byId("zoom-in").addEventListener("click", () => zoom(1.25));
  byId("zoom-out").addEventListener("click", () => zoom(0.8));
  byId("picture").addEventListener("click", savePicture);
  byId("help").addEventListener("click", showKeys);
  byId("close").addEventListener("click", escape);
  byId("about").addEventListener("click", () => {
    const open = !panel.hidden && panel.dataset.shows === "nothing";
    clear();
    if (!open) {
      openPanel(null);
      panel.focus();
    }
  });
  byId("to-table").addEventListener("click", () => {
    byId("tables").open = true;
    byId("table").scrollIntoView();
    byId("tables").querySelector("summary").focus({ preventScroll: true });
  });
  document.querySelector(".below").addEventListener("click", (event) => {
    const row = event.target.closest("a") && event.target.closest("[data-node]");
    if (!row) return;
    event.preventDefault();
    scrollTo({ top: 0 });
    focus(row.dataset.node);
    container.focus({ preventScroll: true });
  });

  addEventListener("popstate", readAddress);
  addEventListener("beforeprint", () => {
    byId("tables").open = true;
    byId("filters").open = true;
  });
  dark.addEventListener("change", () => {
    readColours();
    show();
  });

  let size = [container.clientWidth, container.clientHeight];
  new ResizeObserver(() => {
    const now = [container.clientWidth, container.clientHeight];
    if (now.join() !== size.join() && !state.focus) requestAnimationFrame(() => fit({ legible: true, swift: true }));
    size = now;
  }).observe(container);
  fit({ legible: true, swift: true });
  readAddress();

  /* For pages that embed a view, and for tests. */
  window.knowledgeView = Object.freeze({
    focus: (id) => focus(id),
    clear: () => clear(),
    focused: () => state.focus,
    visible: () => data.nodes.filter(nodeShown).map((node) => node.id),
    pointOf: (id) => {
      const frame = container.getBoundingClientRect();
      const { x, y } = onScreen(nodes.get(id).x, nodes.get(id).y);
      return { x: frame.left + x, y: frame.top + y };
    },
    scale: () => network.getScale(),
  });
})();
