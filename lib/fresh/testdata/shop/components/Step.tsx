export function Step({ label, onClick }: { label: string; onClick: () => void }) {
  return <button type="button" onClick={onClick}>{label}</button>;
}
