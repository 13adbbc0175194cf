/** What the shopper shows: a code to scan, always dark on white, and six digits to say. */
export function PickupPass({ qrSvg, code }: { qrSvg: string; code: string }) {
  return (
    <figure class="flex flex-col items-center gap-4 rounded-box border border-line bg-white px-4 pt-5 pb-6 text-black">
      <div
        class="w-full max-w-60 [&>svg]:block [&>svg]:h-auto [&>svg]:w-full"
        dangerouslySetInnerHTML={{ __html: qrSvg }}
      />
      <figcaption class="text-center">
        <span class="block text-sm">or say these six digits</span>
        <span class="digits mt-1 block text-4xl" aria-hidden="true">{code.slice(0, 3)} {code.slice(3)}</span>
        <span class="sr-only">{[...code].join(" ")}</span>
      </figcaption>
    </figure>
  );
}
