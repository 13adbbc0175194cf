/** Whether what one reads is as it is now. It does not move. */
export function LiveSign({ isConnected }: { isConnected: boolean }) {
  return (
    <span class="ink-quiet flex shrink-0 items-center gap-2 text-sm noscript:hidden" role="status">
      <span class={`size-2 rounded-full ${isConnected ? "bg-accent" : "border border-current"}`} />
      {isConnected ? "Live" : "Reconnecting"}
    </span>
  );
}
