// The roll is cut where the receipt ends: the page gets the receipt's length. Without this it has the length that the sheet states.
(() => {
  "use strict";
  const slip = document.querySelector(".slip");
  const rule = [...(document.getElementById("roll")?.sheet?.cssRules ?? [])].find((it) => it instanceof CSSPageRule);
  if (!slip || !rule) return;
  const MM = 25.4 / 96;
  const fit = () => rule.style.setProperty("size", `80mm ${Math.ceil(slip.getBoundingClientRect().height * MM) + 1}mm`);
  fit();
  document.fonts?.ready.then(fit);
  addEventListener("beforeprint", fit);
})();
