/** Aisle's mark: two shelves drawing away from you, and the light at eye level. Drawn again in static/icons/. */
export function Mark({ class: classes = "size-8" }: { class?: string }) {
  return (
    <svg class={`shrink-0 ${classes}`} viewBox="0 0 32 32" fill="none" aria-hidden="true">
      <path
        d="M6.5 26 13.4 6.5h5.2L25.5 26"
        stroke="currentColor"
        stroke-width="3.4"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
      <path class="stroke-accent" d="M12.2 19.5h7.6" stroke-width="3.4" stroke-linecap="round" />
    </svg>
  );
}
