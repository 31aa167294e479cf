// Photos are made smaller on the device before they travel: 1600 px on the longer side, JPEG. What the device cannot read goes as it is.
(() => {
  "use strict";
  const LONGEST = 1600, SMALL_ENOUGH = 350_000, QUALITY = 0.82;

  const shrink = async (file) => {
    let picture;
    try { picture = await createImageBitmap(file, { imageOrientation: "from-image" }); } catch { return { file, readable: false }; }
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    if (scale === 1 && file.size <= SMALL_ENOUGH) { picture.close(); return { file, readable: true }; }
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    if (!blob || blob.size >= file.size) return { file, readable: true };
    return { file: new File([blob], file.name.replace(/\.\w{1,5}$/, "") + ".jpg", { type: "image/jpeg" }), readable: true };
  };
  globalThis.tanggap = Object.assign(globalThis.tanggap ?? {}, { shrink });
})();
