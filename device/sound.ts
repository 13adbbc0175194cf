// Two answers nobody confuses: a short bright double note, and a long low buzz. Browsers keep silent until the first
// touch, and what makes sound may take a slow phone most of a second: it is made once that touch has been answered.

let context: AudioContext | undefined;
let making: Promise<AudioContext | undefined> | undefined;

/** Makes sound possible; call it from a touch or a key. */
export function unlockSound() {
  if (context) return resume(context);
  making ??= afterPainting().then(async () => {
    context = typeof AudioContext === "undefined" ? undefined : new AudioContext();
    await context?.resume().catch(() => {});
    return context;
  });
}

function resume(sleeping: AudioContext) {
  if (sleeping.state === "suspended") sleeping.resume().catch(() => {});
}

function afterPainting(): Promise<void> {
  return new Promise((go) => requestAnimationFrame(() => setTimeout(go)));
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

const LATEST_MS = 1_500;

interface Tone {
  hertz: number;
  from: number;
  seconds: number;
  shape: OscillatorType;
}

function tone(tone: Tone) {
  if (context?.state === "running") return play(context, tone);
  // The first answer of all may come before what sounds it; much later it would only puzzle.
  const askedAt = performance.now();
  making?.then((made) => made && performance.now() - askedAt < LATEST_MS && play(made, tone));
}

function play(context: AudioContext, { hertz, from, seconds, shape }: Tone) {
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
