// Reads a code from the camera, where the browser can read one by itself and there is a camera; elsewhere nothing.

import { el, say } from "./page.js";

const OFTEN = 200;

/** Whether this browser reads such codes and has a camera to read them with. */
export async function canScan() {
  try {
    if (!("BarcodeDetector" in globalThis) || !navigator.mediaDevices?.getUserMedia) return false;
    const formats = await BarcodeDetector.getSupportedFormats();
    const devices = await navigator.mediaDevices.enumerateDevices();
    return formats.includes("qr_code") && devices.some(({ kind }) => kind === "videoinput");
  } catch {
    return false;
  }
}

/**
 * Look through the camera until `found(text)` answers true, the reader stops it, or it leaves the page.
 * The picture stays in this page: it is shown, read, and kept nowhere.  Throws where the camera cannot be used.
 */
export async function scan(place, found) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
  const video = el("video", { class: "scan__view", muted: true, playsinline: true, "aria-label": say("web.booth.scan_view") });
  let going = true;
  const stop = () => {
    if (!going) return;
    going = false;
    for (const track of stream.getTracks()) track.stop();
    video.remove();
  };
  video.srcObject = stream;
  place.replaceChildren(video);
  const look = async () => {
    try {
      await video.play();
      const detector = new BarcodeDetector({ formats: ["qr_code"] });
      while (going && video.isConnected) {
        for (const { rawValue } of await detector.detect(video)) {
          if (going && (await found(rawValue))) return;
        }
        await new Promise((resolve) => setTimeout(resolve, OFTEN));
      }
    } finally {
      stop();
    }
  };
  return { stop, looking: look() };
}
