// Reads a hang-tag's code with the camera, where the browser knows how, and sends it as a scanner would.
const form = document.getElementById("scan");
const button = form?.querySelector("[data-camera]");
const scene = form?.querySelector("[data-scene]");
const EVERY = 200;

async function canRead() {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return false;
  return (await BarcodeDetector.getSupportedFormats()).includes("qr_code");
}

async function look(detector) {
  const [found] = await detector.detect(scene).catch(() => []);
  if (found) {
    form.elements.code.value = found.rawValue;
    form.requestSubmit();
  } else if (scene.srcObject) {
    setTimeout(look, EVERY, detector);
  }
}

async function start() {
  try {
    scene.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    // No camera, or no leave to use it: the field is still there.
    button.hidden = true;
    sessionStorage.removeItem("camera");
    return;
  }
  scene.hidden = false;
  button.hidden = true;
  // The next page goes on looking.
  sessionStorage.setItem("camera", "1");
  await scene.play();
  look(new BarcodeDetector({ formats: ["qr_code"] }));
}

if (form && (await canRead())) {
  button.hidden = false;
  button.addEventListener("click", start);
  if (sessionStorage.getItem("camera")) start();
}
