// Writing in the pane: colleagues offered after an @, and how long a text is. Without this, a typed @username does the same.
(() => {
  "use strict";
  const AT = /(?:^|[^\w@./+-])@([\w.-]{0,62})$/;
  let open = null; // the field whose list is open: {field, list, start}

  const shut = () => {
    open?.list.remove();
    open?.field.removeAttribute("aria-activedescendant");
    open = null;
  };
  const options = () => [...(open?.list.querySelectorAll("[role=option]") ?? [])];
  const choose = (option) => {
    for (const one of options()) one.setAttribute("aria-selected", String(one === option));
    if (!option) return;
    open.field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };
  const take = (option) => {
    const { field, start } = open;
    field.setRangeText(`@${option.dataset.username} `, start, field.selectionStart, "end");
    shut();
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  // What fits the typed letters comes from the server, which knows who may see the report; the latest question wins.
  let asked = 0;
  const ask = async (field, typed, start) => {
    const mine = ++asked;
    const home = field.closest("[data-colleagues]");
    const body = new URLSearchParams({ typed, csrfmiddlewaretoken: field.form.elements.csrfmiddlewaretoken.value });
    let answer;
    try {
      answer = await fetch(home.dataset.colleagues, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
    } catch { return; }
    if (!answer.ok || mine !== asked) return;
    const found = await answer.text();
    if (mine !== asked || document.activeElement !== field) return;
    shut();
    const list = document.createElement("ul");
    list.className = "mention-list";
    list.id = "mention-list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", home.dataset.label);
    list.innerHTML = found;
    home.append(list);
    open = { field, list, start };
    field.setAttribute("aria-controls", list.id);
    choose(options()[0]);
  };

  let waiting = 0;
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!field.matches("[data-colleagues] textarea")) return;
    clearTimeout(waiting);
    const before = field.value.slice(0, field.selectionStart).match(AT);
    if (!before) { asked += 1; shut(); return; }
    waiting = setTimeout(() => ask(field, before[1], field.selectionStart - before[1].length - 1), 120);
  });
  document.addEventListener("keydown", (event) => {
    if (!open || event.target !== open.field) return;
    const all = options(), here = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown") choose(all[(here + 1) % all.length]);
    else if (event.key === "ArrowUp") choose(all[(here - 1 + all.length) % all.length]);
    else if ((event.key === "Enter" || event.key === "Tab") && all[here]) take(all[here]);
    else if (event.key === "Escape") shut();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  document.addEventListener("pointerdown", (event) => {
    const option = event.target.closest(".mention-list [role=option]");
    if (option) { event.preventDefault(); take(option); } else if (open && event.target !== open.field) shut();
  });
  document.addEventListener("focusout", (event) => { if (event.target === open?.field) setTimeout(() => { if (document.activeElement !== open?.field) shut(); }, 100); });

  // How long a text is, once it nears its limit: what is too long is refused and kept, never cut.
  document.addEventListener("input", (event) => {
    const field = event.target, most = Number(field.dataset?.most);
    if (!most) return;
    let told = field.parentElement.querySelector(":scope > .length");
    if (!told) {
      if (field.value.length < most * 0.8) return;
      told = document.createElement("p");
      told.className = "length";
      told.setAttribute("aria-live", "polite");
      field.parentElement.append(told);
    }
    const number = new Intl.NumberFormat(document.documentElement.lang);
    told.textContent = `${number.format(field.value.length)} / ${number.format(most)}`;
    told.classList.toggle("over", field.value.length > most);
  });
  document.addEventListener("submit", (event) => {
    const long = [...event.target.querySelectorAll("[data-most]")].find((field) => field.value.length > Number(field.dataset.most));
    if (!long || event.submitter?.formNoValidate) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    long.focus();
    long.dispatchEvent(new Event("input", { bubbles: true }));
  }, true);
})();
