// The device's own key: made here, never given out, one for each person on this browser. It signs what the camera of the app took.
(() => {
  "use strict";
  const F = globalThis.tanggapField;
  const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const base64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
  const label = () => {
    const about = navigator.userAgent;
    const system = /Android [\d.]+/.exec(about)?.[0] ?? (/iPhone|iPad/.test(about) ? "iOS" : /Windows|Mac OS X|Linux/.exec(about)?.[0] ?? "");
    const browser = /Firefox|Edg|SamsungBrowser|OPR|Chrome|Safari/.exec(about)?.[0] ?? "";
    return [/; ([^;)]+) Build/.exec(about)?.[1], system, browser].filter(Boolean).join(" · ").slice(0, 80) || "?";
  };

  const key = async (who) => {
    const kept = await F.key(who);
    if (kept) return kept;
    const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
    const made = { who, pair, public: base64(await crypto.subtle.exportKey("spki", pair.publicKey)), label: label(), id: "" };
    await F.saveKey(made);
    return made;
  };

  // Signs the photo's bytes with what is told of it. Without a key (an old browser) the photo goes unsigned, and that is said.
  const sign = async (blob, told, who) => {
    try {
      const sum = hex(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
      const said = ["tanggap-capture-1", sum, told.challenge, told.at, told.lon, told.lat, told.accuracy].join("\n");
      const { pair } = await key(who);
      return hex(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, pair.privateKey, new TextEncoder().encode(said)));
    } catch { return ""; }
  };
  Object.assign(globalThis.tanggapField, { sign });
})();
