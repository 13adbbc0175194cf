// The camera for as long as it is wanted: asks for it, looks at what it shows, lets go of it when the page is hidden.
import { readScan } from "../domain/catalog/decide.ts";
import { type Decoder, openDecoder } from "./decoder.ts";
import { createEye, type Read } from "./eye.ts";

export type CameraState =
  | { kind: "off" | "asking" | CameraTrouble }
  /** With its light on or off; null where it has none. */
  | { kind: "running"; torch: boolean | null };

export type CameraTrouble = "denied" | "none" | "busy" | "no_reader";

export interface CameraUse {
  /** Where the reader's script lies. */
  script: string;
  onState(state: CameraState): void;
  onScan(text: string): void;
}

export interface Camera {
  light(on: boolean): Promise<void>;
  stop(): void;
}

// As many pictures a second as a hand needs; more would only warm the phone.
const FRAME_MS = 50;
const WIDEST_PX = 1_280;

/** Shows the camera in the video and gives what it scans, until it is stopped. */
export function runCamera(video: HTMLVideoElement, use: CameraUse): Camera {
  let session = new AbortController();
  let track: MediaStreamTrack | undefined;

  async function begin(signal: AbortSignal) {
    use.onState({ kind: "asking" });
    const { camera, decoder } = await open(signal, use.script);
    track = camera;
    video.srcObject = new MediaStream([camera]);
    await video.play().catch(() => {});
    signal.throwIfAborted();
    use.onState({ kind: "running", torch: hasTorch(camera) ? false : null });
    await Promise.race([look(video, decoder, use.onScan), endOf(camera)]);
  }

  /** What goes wrong ends it, with words; what is ended on purpose ends with an error as well, and says nothing. */
  function run() {
    const own = session = new AbortController();
    begin(own.signal).catch((error) => {
      if (own.signal.aborted) return;
      own.abort();
      use.onState({ kind: troubleOf(error) });
    });
  }

  function onVisibility() {
    session.abort();
    if (document.visibilityState === "visible") run();
  }

  document.addEventListener("visibilitychange", onVisibility);
  run();
  return {
    async light(on) {
      await track?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
      if (!session.signal.aborted) use.onState({ kind: "running", torch: on });
    },
    stop() {
      document.removeEventListener("visibilitychange", onVisibility);
      session.abort();
      video.srcObject = null;
    },
  };
}

/** The camera and the reader, both asked for at once; they end with the signal, whenever they come. */
async function open(signal: AbortSignal, script: string) {
  const asked = askForCamera();
  const opened = openDecoder(script);
  signal.addEventListener("abort", () => {
    asked.then((camera) => camera.stop(), () => {});
    opened.then((decoder) => decoder.close(), () => {});
  });
  // Without a camera that is the trouble, whatever becomes of the reader.
  opened.catch(() => {});
  const camera = await asked;
  const decoder = await opened;
  signal.throwIfAborted();
  return { camera, decoder };
}

async function askForCamera(): Promise<MediaStreamTrack> {
  // Over plain http there is none to ask.
  if (!navigator.mediaDevices) throw new DOMException("", "NotFoundError");
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: "environment", width: { ideal: 1_920 }, height: { ideal: 1_080 } },
  });
  const [track] = stream.getVideoTracks();
  const focus = { focusMode: "continuous" } as MediaTrackConstraintSet;
  await track!.applyConstraints({ advanced: [focus] }).catch(() => {});
  return track!;
}

/** Looks at one picture after the other, each read before the next is taken; a reader that is closed ends it. */
async function look(video: HTMLVideoElement, decoder: Decoder, onScan: (text: string) => void) {
  const eye = createEye();
  while (true) {
    await nextFrame(video);
    const at = performance.now();
    const reads = await decoder.read(await pictureOf(video));
    const scanned = eye.see(reads.filter(isOurs), at);
    if (scanned !== undefined) onScan(scanned);
  }
}

/** Another app, or a hand that pulled the plug, has taken the camera. */
function endOf(camera: MediaStreamTrack): Promise<never> {
  return new Promise((_, reject) => {
    camera.addEventListener("ended", () => reject(new DOMException("", "NotReadableError")));
  });
}

/** Packages bear links that are no item's name; a camera must not be alarmed by what it merely passes. */
export function isOurs({ text }: Pick<Read, "text">): boolean {
  return !/^(https?:|www\.)/i.test(text) || readScan(text).kind !== "text";
}

async function nextFrame(video: HTMLVideoElement) {
  await new Promise((done) => setTimeout(done, FRAME_MS));
  if (!("requestVideoFrameCallback" in video)) return;
  await new Promise<void>((done) => video.requestVideoFrameCallback(() => done()));
}

/** The part of the camera's picture that the person sees, which is where they hold the barcode. */
function pictureOf(video: HTMLVideoElement): Promise<ImageBitmap> {
  const { x, y, width, height } = visiblePart(video);
  const smaller: ImageBitmapOptions = width > WIDEST_PX ? { resizeWidth: WIDEST_PX } : {};
  return createImageBitmap(video, x, y, width, height, smaller);
}

/** What `object-fit: cover` leaves of a picture. */
export function visiblePart(video: {
  videoWidth: number;
  videoHeight: number;
  clientWidth: number;
  clientHeight: number;
}): { x: number; y: number; width: number; height: number } {
  const { videoWidth, videoHeight, clientWidth, clientHeight } = video;
  const scale = Math.max(clientWidth / videoWidth, clientHeight / videoHeight);
  const width = Math.min(videoWidth, Math.round(clientWidth / scale));
  const height = Math.min(videoHeight, Math.round(clientHeight / scale));
  const [x, y] = [(videoWidth - width) / 2, (videoHeight - height) / 2].map(Math.floor);
  return { x: x!, y: y!, width, height };
}

function hasTorch(track: MediaStreamTrack): boolean {
  return "torch" in (track.getCapabilities?.() ?? {});
}

function troubleOf(error: unknown): CameraTrouble {
  switch (error instanceof DOMException ? error.name : "") {
    case "NotAllowedError":
    case "SecurityError":
      return "denied";
    case "NotFoundError":
    case "OverconstrainedError":
      return "none";
    case "NotReadableError":
    case "AbortError":
      return "busy";
    default:
      return "no_reader";
  }
}
