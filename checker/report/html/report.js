// Comfort only: without it, everything is there to read. Draws the path beside the source, steps along it, filters.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("has-script");
  const findings = [...document.querySelectorAll(".finding")];
  const links = [...document.querySelectorAll("nav li a")];
  const linksTo = new Map();
  for (const link of links) linksTo.set(link.hash, [...(linksTo.get(link.hash) ?? []), link]);
  const words = new Map(findings.map((finding) => [finding, finding.dataset.text.toLowerCase()]));
  let current = -1;

  // One curve from each step to the next one in the same file's source.
  const svg = (name, attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const draw = (finding) => {
    for (const code of finding.querySelectorAll(".code")) {
      code.querySelector(".arrows")?.remove();
      const steps = [...code.querySelectorAll(".step")].sort((a, b) => a.dataset.step - b.dataset.step);
      if (steps.length < 2) continue;
      const picture = svg("svg", { class: "arrows", "aria-hidden": "true" });
      const top = code.getBoundingClientRect().top;
      const heights = steps.map((step) => {
        const box = step.getBoundingClientRect();
        return box.top - top + box.height / 2 + code.scrollTop;
      });
      for (let i = 1; i < steps.length; i++) {
        const from = heights[i - 1], to = heights[i], isBack = to < from;
        const bend = isBack ? 2 : 12;
        const isHere = steps[i].classList.contains("here");
        picture.append(svg("path", { d: `M 32 ${from} C ${bend} ${from}, ${bend} ${to}, 30 ${to}`, class: isHere ? "here" : "" }));
        picture.append(svg("path", { d: `M 34 ${to} l -7 -4 l 0 8 z`, class: "head" }));
      }
      code.append(picture);
    }
  };
  const near = new Set(); // to what is in sight: of thousands a few
  const drawAll = () => near.forEach((finding) => finding.hidden || draw(finding));
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) {
        near.delete(entry.target);
        continue;
      }
      near.add(entry.target);
      draw(entry.target);
    }
  }, { rootMargin: "400px" });
  findings.forEach((finding) => seen.observe(finding));
  let waiting = 0;
  addEventListener("resize", () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(drawAll);
  });

  // Findings.
  const select = (index, scroll) => {
    if (index < 0 || index >= findings.length) return;
    const mark = (finding, isCurrent) => {
      finding?.classList.toggle("current", isCurrent);
      for (const link of (finding && linksTo.get("#" + finding.id)) ?? [])
        if (isCurrent) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
    };
    mark(findings[current], false);
    current = index;
    const finding = findings[current];
    mark(finding, true);
    if (scroll) {
      history.replaceState(null, "", "#" + finding.id);
      finding.scrollIntoView();
      finding.querySelector("h2 a").focus({ preventScroll: true });
    }
  };
  const move = (by) => {
    for (let i = current + by; i >= 0 && i < findings.length; i += by)
      if (!findings[i].hidden) return select(i, true);
  };

  // Steps.
  const walk = (finding, by) => {
    const steps = [...finding.querySelectorAll(".step")].sort((a, b) => a.dataset.step - b.dataset.step);
    if (!steps.length) return;
    const at = steps.findIndex((step) => step.classList.contains("here"));
    const next = at < 0 ? (by > 0 ? 0 : steps.length - 1) : Math.min(Math.max(at + by, 0), steps.length - 1);
    steps[at]?.classList.remove("here");
    steps[next].classList.add("here");
    steps[next].scrollIntoView({ block: "nearest", inline: "start" });
    const output = finding.querySelector(".walk output");
    if (output) output.textContent = `step ${next + 1} of ${steps.length}: ${steps[next].querySelector("p").lastChild.textContent}`;
    draw(finding);
  };
  findings.forEach((finding, index) => {
    finding.querySelectorAll(".walk button").forEach((button) =>
      button.addEventListener("click", () => {
        select(index, false);
        walk(finding, Number(button.dataset.by));
      }));
  });

  // Filters.
  const search = document.getElementById("search");
  const boxes = [...document.querySelectorAll(".tools input[type=checkbox]")];
  const none = document.getElementById("none");
  const filter = () => {
    const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const levels = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    const shown = new Set();
    for (const finding of findings) {
      const text = words.get(finding);
      finding.hidden = !levels.has(finding.dataset.level) || !wanted.every((word) => text.includes(word));
      if (!finding.hidden) shown.add("#" + finding.id);
    }
    for (const link of links) link.parentElement.hidden = !shown.has(link.hash);
    for (const group of document.querySelectorAll("nav details")) {
      const left = group.querySelectorAll("li:not([hidden])").length;
      group.hidden = left === 0;
      group.querySelector("summary .at").textContent = left;
    }
    none.hidden = shown.size > 0;
    drawAll();
  };
  search?.addEventListener("input", filter);
  boxes.forEach((box) => box.addEventListener("change", filter));

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isTyping = event.target === search;
    if (event.key === "Escape" && isTyping) search.blur();
    if (isTyping) return;
    const keys = { j: () => move(1), k: () => move(-1), n: () => walk(findings[Math.max(current, 0)], 1), p: () => walk(findings[Math.max(current, 0)], -1), "/": () => search.focus() };
    if (keys[event.key] && findings.length) {
      event.preventDefault();
      keys[event.key]();
    }
  });
  links.forEach((link) => link.addEventListener("click", () => select(findings.findIndex((finding) => "#" + finding.id === link.hash), false)));
  const asked = findings.findIndex((finding) => "#" + finding.id === location.hash);
  if (asked >= 0) select(asked, false);
})();
