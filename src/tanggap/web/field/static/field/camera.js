// The app's own camera: what it takes, it signs at once with time, place and the visit's one-time code. Nothing is chosen from a gallery here.
(() => {
  "use strict";
  const F = globalThis.tanggapField;
  const LONGEST = 1600, QUALITY = 0.85, FRESH_MS = 60_000, ROUGH_M = 50, LEVEL = 3;

  // The place, followed while the app is open and seen.
  const place = { at: 0, lon: "", lat: "", accuracy: "", denied: false };
  const heard = new Set();
  let watch = null;
  const follow = () => {
    if (watch !== null || !navigator.geolocation) return;
    watch = navigator.geolocation.watchPosition(({ coords, timestamp }) => {
      Object.assign(place, { at: Date.now(), fixed_at: timestamp, lon: coords.longitude.toFixed(6), lat: coords.latitude.toFixed(6), accuracy: String(Math.ceil(coords.accuracy)), denied: false });
      for (const tell of heard) tell();
    }, (error) => { place.denied = error.code === 1; for (const tell of heard) tell(); }, { enableHighAccuracy: true, maximumAge: 10_000, timeout: 30_000 });
  };
  const here = () => (Date.now() - place.at < FRESH_MS ? place : { ...place, lon: "", lat: "", accuracy: "" });
  const gps = (say) => {
    const now = here();
    if (!now.lon) return say(place.denied || !navigator.geolocation ? "gps_none" : "gps_wait");
    return say(Number(now.accuracy) > ROUGH_M ? "gps_rough" : "gps", { n: now.accuracy });
  };

  const told = (challenge, isInApp) => {
    const { lon, lat, accuracy } = here();
    return { app: isInApp, challenge: challenge?.token ?? "", at: new Date().toISOString(), lon, lat, accuracy };
  };

  const shrunk = async (source, width, height) => {
    const scale = Math.min(1, LONGEST / Math.max(width, height)), canvas = document.createElement("canvas");
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.getContext("2d").drawImage(source, 0, 0, canvas.width, canvas.height);
    return new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  };

  // A photo from the phone's own camera or gallery: taken, and marked as such.
  const fromFile = async (file) => {
    let blob = file;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      if (Math.max(picture.width, picture.height) > LONGEST) blob = await shrunk(picture, picture.width, picture.height);
      picture.close();
    } catch { /* what this device cannot read, the server may */ }
    return { blob, told: told(null, false), word: "" };
  };

  // Opens the camera; resolves with {blob, told, word}, or null when it was closed.
  const open = ({ h, say, icon, challenge, ghost, who, writesCode }) => new Promise((done) => {
    const video = h("video", { playsInline: true, muted: true, autoplay: true });
    const over = h("img", { className: "ghost", alt: "", hidden: !ghost, src: ghost || "data:," });
    const still = h("img", { className: "still", alt: "", hidden: true });
    const level = h("span", { className: "level" }), lines = h("div", { className: "grid-lines", ariaHidden: "true" }, level);
    const spot = h("p", { className: "spot" }), tilt = h("p", { className: "tilt", hidden: true });
    const code = h("p", { className: "word" }, challenge ? say(writesCode ? "code_write" : "code", { word: challenge.word }) : say("no_code"));
    const slide = h("input", { type: "range", min: 0, max: 100, value: 45, ariaLabel: say("ghost"), disabled: !ghost });
    const shoot = h("button", { type: "button", className: "shutter", ariaLabel: say("shoot"), disabled: true });
    const again = h("button", { type: "button", className: "button", hidden: true }, say("again"));
    const use = h("button", { type: "button", className: "button primary", hidden: true }, say("use"));
    const shut = h("button", { type: "button", className: "button square", ariaLabel: say("close") }, icon("close"));
    const failed = h("p", { className: "notice bad", role: "alert", hidden: true });
    const box = h("dialog", { className: "camera", ariaLabel: say("camera") },
      h("div", { className: "sight" }, video, over, still, lines, failed), h("div", { className: "camera-top" }, shut, h("div", { className: "told" }, code, spot, tilt)),
      h("div", { className: "camera-foot" }, h("label", { className: "slide" }, h("span", {}, say(ghost ? "ghost" : "no_ghost")), slide), h("div", { className: "row apart" }, again, shoot, use)));
    let stream = null, taken = null;
    const fade = () => { over.style.opacity = String(slide.value / 100); };
    const tellPlace = () => { spot.textContent = gps(say); };
    const lean = (event) => {
      if (event.gamma === null) return;
      const turned = matchMedia("(orientation: landscape)").matches ? event.beta : event.gamma, off = Math.round(turned);
      level.style.transform = `rotate(${-off}deg)`;
      level.classList.toggle("true", Math.abs(off) <= LEVEL);
      tilt.hidden = false;
      tilt.textContent = Math.abs(off) <= LEVEL ? say("level") : say("not_level", { n: Math.abs(off) });
    };
    const end = (result) => {
      for (const track of stream?.getTracks() ?? []) track.stop();
      heard.delete(tellPlace);
      removeEventListener("deviceorientation", lean);
      if (still.src.startsWith("blob:")) URL.revokeObjectURL(still.src);
      box.close();
      box.remove();
      done(result);
    };
    const show = (isStill) => {
      still.hidden = again.hidden = use.hidden = !isStill;
      shoot.hidden = lines.hidden = isStill;
      over.hidden = !ghost || isStill;
      (isStill ? use : shoot).focus();
    };
    slide.addEventListener("input", fade);
    shut.addEventListener("click", () => end(null));
    box.addEventListener("cancel", (event) => { event.preventDefault(); end(null); });
    again.addEventListener("click", () => { taken = null; show(false); });
    use.addEventListener("click", () => end(taken));
    shoot.addEventListener("click", async () => {
      shoot.disabled = true;
      const what = told(challenge, true), blob = await shrunk(video, video.videoWidth, video.videoHeight);
      taken = { blob, told: { ...what, signature: await F.sign(blob, what, who) }, word: challenge?.word ?? "" };
      if (still.src.startsWith("blob:")) URL.revokeObjectURL(still.src);
      still.src = URL.createObjectURL(blob);
      shoot.disabled = false;
      show(true);
    });
    document.body.append(box);
    box.showModal();
    fade();
    heard.add(tellPlace);
    follow();
    tellPlace();
    addEventListener("deviceorientation", lean);
    const wanted = { audio: false, video: { facingMode: { ideal: "environment" }, width: { ideal: 1920 }, height: { ideal: 1440 } } };
    (navigator.mediaDevices?.getUserMedia(wanted) ?? Promise.reject(new Error("none"))).then(async (given) => {
      if (!box.isConnected) { for (const track of given.getTracks()) track.stop(); return; }
      stream = given;
      video.srcObject = given;
      await video.play();
      shoot.disabled = false;
      shoot.focus();
    }).catch(() => { failed.hidden = false; failed.textContent = say("no_camera"); });
  });
  Object.assign(globalThis.tanggapField, { camera: open, fromFile, follow, here, onPlace: (tell) => heard.add(tell) });
})();
