/** A short sound and a tap, so that the eyes may stay on the goods. Off until switched on. */
import { signal } from "./ui.js";
import { kept, keep } from "./store.js";

export const sounds = signal(kept("sounds") === "on");

/** @param {boolean} on */
export function setSounds(on) {
  sounds.value = on;
  keep("sounds", on ? "on" : null);
}

/** @type {AudioContext | null} */
let audio = null;

/** @param {number} hertz @param {number} seconds @param {number} after */
function tone(hertz, seconds, after = 0) {
  audio ??= new AudioContext();
  const source = audio.createOscillator();
  const volume = audio.createGain();
  const start = audio.currentTime + after;
  source.frequency.value = hertz;
  volume.gain.setValueAtTime(0.08, start);
  volume.gain.exponentialRampToValueAtTime(0.001, start + seconds);
  source.connect(volume).connect(audio.destination);
  source.start(start);
  source.stop(start + seconds);
}

/** @param {"done" | "wrong"} what */
export function feedback(what) {
  if (!sounds.peek()) return;
  if (what === "done") tone(1320, 0.08);
  else {
    tone(220, 0.18);
    tone(180, 0.22, 0.2);
    navigator.vibrate?.([60, 60, 60]);
  }
}
