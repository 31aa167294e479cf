// Says at once in words what was chosen of a pair. The form works without this file.
(() => {
  "use strict";
  document.addEventListener("change", (event) => {
    const field = event.target.closest(".pair-field");
    const said = field?.querySelector("[data-said]");
    if (!said) return;
    const label = event.target.closest(".tick")?.querySelector(".sr-only");
    said.textContent = label ? label.textContent : "";
  });
})();
