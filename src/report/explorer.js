// The explorer of the report: thresholds and spectra of section 4.1 while its variances move.
// The formulas are those of src/threshold/diagonal.rs, in floating point; tests/cli/explorer.rs
// holds them against the exact values.
"use strict";
const jerc = (() => {
  const ULPS = 8 * Number.EPSILON;
  const largest = values => Math.max(...values);

  // The squared thresholds, paper (12) and (10): a paradigm finds the signal iff α² exceeds its own.
  // `rounding` is how far both together may be off, from the size of their terms.
  function thresholds({ signal, thetaSignal, noise, thetaNoise }) {
    const delta = Math.min(...signal.map((c, i) => c / (c + thetaSignal[i])));
    const eta2 = Math.min(...signal.map((c, i) => c * c / (c + thetaSignal[i])));
    const je = largest(noise.map((g, j) => (1 - delta) / delta - thetaNoise[j] / g));
    const rc = largest(noise.map((g, j) => g / eta2 - thetaNoise[j] / g - 1));
    const terms = 2 + (1 - delta) / delta + largest(noise) / eta2 + 2 * largest(noise.map((g, j) => thetaNoise[j] / g));
    return { je, rc, eta2, delta, rounding: ULPS * terms };
  }

  // The eigenvalues of both pencils in the limit n → ∞.
  function spectrum({ signal, thetaSignal, noise, thetaNoise }, alpha) {
    const of = power => ({
      signal: signal.map((c, i) => power(c) / (c + thetaSignal[i])),
      noise: noise.map((g, j) => power(g) / (thetaNoise[j] + (1 + alpha * alpha) * g)),
    });
    return { je: of(v => v), rc: of(v => v * v) };
  }

  // Which needs the smaller α >= 0: "je", "rc", or "tie", also where rounding could decide.
  function needsLess(found) {
    const [je, rc] = [found.je, found.rc].map(square => square > found.rounding ? square : 0);
    return Math.abs(je - rc) <= found.rounding ? "tie" : je < rc ? "je" : "rc";
  }

  // What a paradigm makes of the signal at α: "finds", "misses", or "tie" at its threshold.
  function outcome(found, paradigm, alpha) {
    const above = alpha * alpha - found[paradigm];
    return Math.abs(above) <= found.rounding ? "tie" : above > 0 ? "finds" : "misses";
  }

  // Where the noise lies beside r = η²/δ, as in Corollary 4.5.
  function regime({ noise }, { eta2, delta }) {
    const side = noise.map(g => g / (eta2 / delta) - 1);
    if (side.every(s => s < -ULPS)) return "weak";
    return side.every(s => s > ULPS) ? "strong" : "straddling";
  }

  return { thresholds, spectrum, needsLess, outcome, regime };
})();

// The words and the drawing. Without the section there is nothing to do.
(() => {
  const section = document.getElementById("explorer");
  if (!section) return;
  const part = name => section.querySelector(`[data-part="${name}"]`);
  const sliders = [...section.querySelectorAll("input[type=range]")];
  const PARADIGMS = ["je", "rc"], SIGNS = { je: "α_JE", rc: "α_RC" };
  const NAMES = { je: "joint-embedding", rc: "reconstruction" };
  const capital = text => text[0].toUpperCase() + text.slice(1);
  const short = (v, digits = 3) => String(Number(v.toPrecision(digits)));

  // A slider moves an exponent of 10. Its value has two digits; where 0 makes sense, it is the first.
  function value(slider) {
    const isZero = "zero" in slider.dataset && slider.value === slider.min;
    return isZero ? 0 : Number((10 ** slider.value).toPrecision(2));
  }

  function read() {
    const [c2, theta, g1, share, onNoise, alpha] = sliders.map(value);
    const noise = [g1, Number(short(g1 * share, 4))];
    return [{ signal: [1, c2], thetaSignal: [theta, theta], noise, thetaNoise: [onNoise, 0] }, alpha];
  }

  // The least α that is enough, 0 if none is needed.
  const needed = (found, paradigm) => found[paradigm] > found.rounding ? Math.sqrt(found[paradigm]) : 0;

  function whichNeedsLess(found) {
    const less = jerc.needsLess(found), [first, second] = less === "rc" ? ["rc", "je"] : PARADIGMS;
    const low = needed(found, first), high = needed(found, second);
    if (high === 0) return "Neither needs alignment: both find the signal at every α above 0.";
    if (less === "tie") return `Both need the same alignment: α_JE = α_RC = ${short(low)}.`;
    // Enough digits to tell the two apart.
    let digits = 3;
    while (digits < 16 && short(low, digits) === short(high, digits)) digits++;
    const [few, many] = [`${SIGNS[first]} = ${short(low, digits)}`, `${SIGNS[second]} = ${short(high, digits)}`];
    if (low === 0) return `${capital(NAMES[first])} needs no alignment, ${NAMES[second]} needs ${many}.`;
    return `${capital(NAMES[first])} needs less alignment: ${few} < ${many}.`;
  }

  function whatIsFound(found, alpha) {
    const [je, rc] = PARADIGMS.map(paradigm => jerc.outcome(found, paradigm, alpha));
    const both = { finds: "both find", misses: "neither finds", tie: "both are only just about to find" };
    if (je === rc) return `At α = ${alpha} ${both[je]} the signal.`;
    const misses = je === "finds" || rc === "finds" ? "does not" : "does not find the signal";
    const says = { finds: "finds the signal", misses, tie: "is at its threshold" };
    const halves = [`joint-embedding ${says[je]}`, `reconstruction ${says[rc]}`];
    return `At α = ${alpha} ${(rc === "finds" ? halves.reverse() : halves).join(", ")}.`;
  }

  function reason(model, found) {
    const r = `η²/δ = ${short(found.eta2 / found.delta)}`;
    return {
      weak: `Weak noise: all of it is below ${r}. Then reconstruction never needs more (Corollary 4.5).`,
      strong: `Strong noise: all of it is above ${r}. Then joint-embedding never needs more (Corollary 4.5).`,
      straddling: `Straddling noise: neither all below nor all above ${r}. Then the augmentation on it decides too.`,
    }[jerc.regime(model, found)];
  }

  // The figure, in units of the viewBox: α from 0.1 to 100, and a fixed range of eigenvalues. Lines
  // are cut where they leave it.
  const LEFT = 58, RIGHT = 384, TOP = 42, BOTTOM = 250;
  const x = alpha => LEFT + (Math.log10(alpha) + 1) / 3 * (RIGHT - LEFT);
  const height = { je: v => v / 1.05, rc: v => (Math.log10(v) + 3) / 4 };
  const TICKS = { je: [0, 0.5, 1], rc: [0.001, 0.01, 0.1, 1, 10] };
  const ALPHAS = Array.from({ length: 121 }, (_, i) => 10 ** (i / 40 - 1));
  const LINES = [["signal", 0], ["signal", 1], ["noise", 0], ["noise", 1]];

  function drawing(paradigm, model, alpha, found) {
    const y = v => BOTTOM - height[paradigm](v) * (BOTTOM - TOP);
    const at = (a, [kind, i]) => jerc.spectrum(model, a)[paradigm][kind][i];
    const text = (px, py, anchor, content, rest = "") =>
      `<text x="${px}" y="${py}" text-anchor="${anchor}" ${rest}>${content}</text>`;
    const above = (px, py, content, rest) =>
      text(px, py, px < 130 ? "start" : px > 310 ? "end" : "middle", content, rest);
    const lines = LINES.map(line => {
      const seen = ALPHAS.map(a => [x(a), y(at(a, line))]).filter(([, py]) => py <= BOTTOM);
      const points = seen.map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`).join(" ");
      return `<polyline class="${line[0]} n${line[1]}" points="${points}"/>`;
    });
    const dots = LINES.map(line => [line[0], y(at(alpha, line))]).filter(([, py]) => py <= BOTTOM)
      .map(([kind, py]) => `<circle class="${kind}" cx="${x(alpha)}" cy="${py}" r="4"/>`);
    const threshold = needed(found, paradigm), edge = x(Math.max(threshold, 0.1));
    const label = threshold ? `${SIGNS[paradigm]} = ${short(threshold)}` : "finds the signal at every α > 0";
    const upright = (px, kind) => `<path class="${kind}" d="M${px},${TOP - 6}V${BOTTOM}"/>`;
    return `<rect class="finds" x="${edge}" y="${TOP}" width="${RIGHT - edge}" height="${BOTTOM - TOP}"/>
      <path d="M${LEFT},${TOP}V${BOTTOM}H${RIGHT}"/>
      ${TICKS[paradigm].map(v => text(LEFT - 6, y(v) + 4, "end", v)).join("")}
      ${[0.1, 1, 10, 100].map(a => text(x(a), BOTTOM + 17, "middle", a)).join("")}
      ${text((LEFT + RIGHT) / 2, BOTTOM + 35, "middle", "alignment α")}
      ${text(0, 0, "middle", "eigenvalue", `transform="translate(14,${(TOP + BOTTOM) / 2}) rotate(-90)"`)}
      ${lines.join("")}${threshold ? upright(edge, "threshold") : ""}${upright(x(alpha), "now")}${dots.join("")}
      ${above(edge, 14, label, 'class="strong"')}${above(x(alpha), 31, `α = ${alpha}`)}`;
  }

  function description(paradigm, model, alpha, found) {
    const { signal, noise } = jerc.spectrum(model, alpha)[paradigm], threshold = needed(found, paradigm);
    const list = values => values.map(v => short(v)).join(" and ");
    return `${capital(NAMES[paradigm])}, eigenvalues against alignment: ` +
      `${threshold ? `threshold at α = ${short(threshold)}` : "no alignment needed"}. ` +
      `At α = ${alpha} signal ${list(signal)}, noise ${list(noise)}.`;
  }

  function update() {
    const [model, alpha] = read(), found = jerc.thresholds(model);
    for (const slider of sliders) {
      slider.setAttribute("aria-valuetext", value(slider));
      section.querySelector(`output[for="${slider.id}"]`).textContent = value(slider);
    }
    part("answer").textContent = `${whichNeedsLess(found)} ${whatIsFound(found, alpha)}`;
    part("reason").textContent = reason(model, found);
    const { signal, thetaSignal, noise, thetaNoise } = model, list = values => `[${values.join(", ")}]`;
    part("spec").textContent =
      `{"signal": ${list(signal)}, "theta": ${list([...thetaSignal, ...thetaNoise])}, "gamma": ${list(noise)}}`;
    for (const paradigm of PARADIGMS) {
      part(paradigm).innerHTML = drawing(paradigm, model, alpha, found);
      part(paradigm).setAttribute("aria-label", description(paradigm, model, alpha, found));
    }
  }

  for (const slider of sliders) slider.addEventListener("input", update);
  for (const button of section.querySelectorAll("button")) {
    button.addEventListener("click", () => {
      button.dataset.values.split(" ").forEach((v, i) => {
        sliders[i].value = v === "0" ? sliders[i].min : Math.log10(v);
      });
      update();
    });
  }
  part("live").hidden = false;
  update();
})();
