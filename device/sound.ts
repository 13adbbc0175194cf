// Two answers nobody confuses: a short bright double note, and a long low buzz. Browsers keep silent until the first
// touch, so the sound is let out by it; what makes it is there before, for it may take a slow phone most of a second.

let context: AudioContext | undefined;

/** Makes ready what makes the sound; call it while nobody waits for anything. */
export function prepareSound() {
  context ??= typeof AudioContext === "undefined" ? undefined : new AudioContext();
}

/** Makes sound possible; call it from a touch or a key. */
export function unlockSound() {
  prepareSound();
  if (context?.state === "suspended") context.resume().catch(() => {});
}

export function soundRight() {
  tone({ hertz: 988, from: 0, seconds: 0.07, shape: "sine" });
  tone({ hertz: 1480, from: 0.08, seconds: 0.11, shape: "sine" });
  vibrate(40);
}

export function soundWrong() {
  tone({ hertz: 155, from: 0, seconds: 0.26, shape: "sawtooth" });
  tone({ hertz: 116, from: 0.3, seconds: 0.42, shape: "sawtooth" });
  vibrate([350, 90, 350]);
}

/** A car outside: three rising calls, like no answer to a scan. */
export function soundRing() {
  for (const from of [0, 0.35, 0.7]) {
    tone({ hertz: 660, from, seconds: 0.14, shape: "triangle" });
    tone({ hertz: 880, from: from + 0.15, seconds: 0.14, shape: "triangle" });
  }
  vibrate([300, 120, 300, 120, 300]);
}

interface Tone {
  hertz: number;
  from: number;
  seconds: number;
  shape: OscillatorType;
}

function tone({ hertz, from, seconds, shape }: Tone) {
  if (context?.state !== "running") return;
  const [oscillator, volume] = [context.createOscillator(), context.createGain()];
  const start = context.currentTime + from;
  oscillator.type = shape;
  oscillator.frequency.value = hertz;
  // A ramp at both ends: a note cut off clicks.
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(0.35, start + 0.01);
  volume.gain.linearRampToValueAtTime(0, start + seconds);
  oscillator.connect(volume).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + seconds);
}

function vibrate(pattern: number | number[]) {
  // Chromium logs an error for a vibration before the first touch.
  if (navigator.userActivation?.hasBeenActive !== false) navigator.vibrate?.(pattern);
}
