// "Near me" on the start page: the place is asked for only when the button is pressed.
(() => {
  "use strict";
  const button = document.getElementById("near");
  if (!button || !navigator.geolocation) return;
  button.hidden = false;
  const show = async (query) => {
    const answer = await fetch(`${button.dataset.url}${query}`);
    if (answer.ok) document.getElementById("rows").innerHTML = await answer.text();
    button.removeAttribute("aria-busy");
  };
  button.addEventListener("click", () => {
    button.setAttribute("aria-busy", "true");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => { show(`?lon=${coords.longitude.toFixed(3)}&lat=${coords.latitude.toFixed(3)}`).catch(() => {}); },
      () => { tanggap.toast(button.dataset.failed); button.removeAttribute("aria-busy"); },
      { timeout: 10000, maximumAge: 120000 },
    );
  });
})();
